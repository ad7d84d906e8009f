"""What a person who must mend it reads first: failing tests, and the end of a failed stage's log."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Final

from quality_gate.model.report import Report
from quality_gate.renderers.columns import cut_middle, width_of, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.failures import case_mark, causes, unnamed
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.phrases import first_line
from quality_gate.renderers.places import MOST_PLACES
from quality_gate.renderers.steps import KNOWN, excuse
from quality_gate.renderers.waive_command import shell_word

_MOST_TESTS: Final = 10


def failing_tests(report: Report, width: int, paint: Paint) -> list[str]:
    failing = unnamed(report, MOST_PLACES)
    common = causes(report)
    if not (failing or common):
        return []
    lines = [paint.bold("Failing tests")]
    for said in common:
        lines += wrap(for_terminal(said, 240), width, "  ", "    ")
    for case in failing[:_MOST_TESTS]:
        status, word = case_mark(case)
        mark = paint.marked(status, word)
        where = f" (line {case.line})" if case.line else ""
        name = cut_middle(for_terminal(case.shown), width - len(mark) - len(where) - 4)
        lines.append(f"  {paint.status(status, mark)}  {name}{where}")
        lines += wrap(for_terminal(first_line(case.message), 240), width, "      ")
    if len(failing) > _MOST_TESTS:
        lines.append(f"  … and {len(failing) - _MOST_TESTS:,} more")
    return lines


def known_failure(report: Report, width: int) -> list[str]:
    """The command that excuses a failing test, on lines that a shell takes together."""
    command = excuse(report)
    if not command:
        return []
    lines, current = [], ""
    for word in map(_quoted, shlex.split(command)):
        if current and width_of(f"    {current} {word}") > width - 2:
            lines.append(f"{current} \\")
            current = ""
        current += f" {word}" if current else word
    indents = ("  ", *("    " for _ in lines))
    shown = [indent + for_terminal(line) for indent, line in zip(indents, (*lines, current), strict=True)]
    if any(width_of(line) > width for line in shown):  # a name is never broken: it could not be typed
        shown = ["  quality-gate waive add --help"]
    return [*wrap(f"{KNOWN}:", width), *shown]


def _quoted(word: str) -> str:
    """As a person would quote it: `--error='a b'`."""
    option, equals, value = word.partition("=")
    return f"{option}={shell_word(value)}" if equals and option.startswith("--") else shell_word(word)


def last_lines(report: Report, width: int, paint: Paint) -> Iterator[list[str]]:
    """The end of what a stage said, for each that is not passed."""
    bar = "│" if paint.unicode else "|"
    for row in report.rollup.stages:
        if row.tail:
            whole = f" (all of it: {for_terminal(row.log, 120)})" if row.log else ""
            title = wrap(f"Last lines of {for_terminal(row.name, 60)}{whole}", width, "", "  ")
            yield [
                *(paint.bold(line) for line in title),
                *(f"  {bar} {cut_middle(for_terminal(line), width - 4)}" for line in row.tail),
            ]
