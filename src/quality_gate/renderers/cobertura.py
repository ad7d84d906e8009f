"""All coverage as one clean Cobertura file, its paths from the repository's top, for tools that take only it.

A file that is known by its totals alone has no lines to show; it is left out, and the file says so.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Final

from quality_gate.model.coverage import Coverage, FileCoverage, line_ratio, lines_of
from quality_gate.model.ratio import NOTHING, Ratio, decimal_text
from quality_gate.model.report import Report
from quality_gate.model.wording import plural
from quality_gate.renderers.xml_text import attribute

_MISSED: Final = '<line number="%d" hits="0"/>'
_COVERED: Final = '<line number="%d" hits="1"/>'


class _Class:
    """One file: its lines, its totals, and its text."""

    def __init__(self, path: str, file: FileCoverage) -> None:
        self.lines = Ratio((file.covered & file.measured).bit_count(), file.measured.bit_count())
        branches = _on_measured_lines(file)
        self.branches = sum(branches.values(), NOTHING)
        lines = "\n".join(_lines(file, branches))
        self.text = (
            f"<class{attribute('name', posixpath.basename(path))}{attribute('filename', path)}"
            f"{_rates(self.lines, self.branches)}>\n<methods/>\n<lines>\n{lines}\n</lines>\n</class>\n"
        )


def cobertura(report: Report) -> str:
    coverage = report.evidence.coverage or Coverage()
    # Whoever reads it stands at the repository's top, wherever the gate does.
    placed = {posixpath.join(report.context.folder, path): file for path, file in coverage.files.items()}
    shown = {path: file for path, file in sorted(placed.items()) if file.measured}
    folders: dict[str, list[_Class]] = {}
    for path, file in shown.items():
        folders.setdefault(posixpath.dirname(path) or ".", []).append(_Class(path, file))
    lines, branches = _sums(one for classes in folders.values() for one in classes)
    left_out = len(coverage.files) - len(shown)
    note = (
        f"<!-- left out, for no line of them is known: {plural(left_out, 'file')} -->\n" if left_out else ""
    )
    totals = (
        f' lines-covered="{lines.part}" lines-valid="{lines.whole}"'
        f' branches-covered="{branches.part}" branches-valid="{branches.whole}"'
    )
    about = attribute("version", f"quality-gate {report.context.version}".strip())
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{note}'
        f'<coverage{about} timestamp="{_milliseconds(report.context.started)}"{totals}'
        f"{_rates(lines, branches)}>\n"
        "<sources>\n<source>.</source>\n</sources>\n<packages>\n"
        f"{''.join(_package(folder, classes) for folder, classes in folders.items())}"
        "</packages>\n</coverage>\n"
    )


def _package(folder: str, classes: list[_Class]) -> str:
    body = "".join(one.text for one in classes)
    return (
        f"<package{attribute('name', folder)}{_rates(*_sums(classes))}>\n"
        f"<classes>\n{body}</classes>\n</package>\n"
    )


def _sums(classes: Iterable[_Class]) -> tuple[Ratio, Ratio]:
    lines = branches = NOTHING
    for one in classes:
        lines += one.lines
        branches += one.branches
    return lines, branches


def _on_measured_lines(file: FileCoverage) -> dict[int, Ratio]:
    """A branch on a line that is not measured stands at the one before it: totals stay what they are."""
    ratios = {line: line_ratio(views) for line, views in file.branches.items()}
    placed: dict[int, Ratio] = {}
    measured: list[int] = []
    for line, ratio in sorted(ratios.items()):
        if not ratio.whole:
            continue
        at = line
        if not file.measured >> line & 1:
            measured = measured or list(lines_of(file.measured))
            at = measured[max(0, bisect_right(measured, line) - 1)]
        placed[at] = placed.get(at, NOTHING) + ratio
    return placed


def _lines(file: FileCoverage, branches: Mapping[int, Ratio]) -> Iterable[str]:
    covered = set(lines_of(file.measured & file.covered))
    for line in lines_of(file.measured):
        plain = (_COVERED if line in covered else _MISSED) % line
        if line in branches:
            ratio = branches[line]
            percent = ratio.part * 100 // ratio.whole
            plain = f'{plain[:-2]} branch="true" condition-coverage="{percent}% ({ratio})"/>'
        yield plain


def _rates(lines: Ratio, branches: Ratio) -> str:
    return f' line-rate="{_rate(lines)}" branch-rate="{_rate(branches)}" complexity="0"'


def _rate(ratio: Ratio) -> str:
    """Four decimals, or as many as it takes: 1 is said only of all. Nothing to count is never 1."""
    if not ratio.whole:
        return "0"
    return decimal_text(Fraction(ratio.part, ratio.whole), Fraction(0), Fraction(1), decimals=4)


def _milliseconds(moment: str) -> int:
    try:
        return int(datetime.fromisoformat(moment).timestamp()) * 1000
    except ValueError:
        return 0
