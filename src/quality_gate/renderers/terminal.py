"""The report for a terminal: the decision first, then what stands in its way, then everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quality_gate.model.output import RECORD
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision, Status
from quality_gate.renderers.columns import cut_middle, width_of, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.movement import TITLE, movement
from quality_gate.renderers.neutral import neutral_line
from quality_gate.renderers.paint import Paint, plain_letters
from quality_gate.renderers.phrases import incomplete, origin, phrase, summary
from quality_gate.renderers.probe_words import target_text
from quality_gate.renderers.terminal_findings import findings
from quality_gate.renderers.terminal_metrics import metrics
from quality_gate.renderers.terminal_probes import probes
from quality_gate.renderers.terminal_rulings import the_rest, unmet
from quality_gate.renderers.terminal_tables import coverage, modules, notices, stages
from quality_gate.renderers.terminal_tests import failing_tests, known_failure, last_lines

_NARROWEST: Final = 40
_SHORTEST: Final = 12
_TONE: Final = {
    Decision.READY: Status.PASSED,
    Decision.PASSED: Status.PASSED,
    Decision.READY_WITH_WARNINGS: Status.WARNED,
    Decision.NOT_READY: Status.FAILED,
    Decision.FAILED: Status.FAILED,
}


def terminal(report: Report, width: int = 80, *, color: bool = False, unicode: bool = True) -> str:
    """The whole report, in lines of about `width` columns."""
    paint = Paint(color=color, unicode=unicode)
    blocks = _blocks(report, max(width, _NARROWEST), paint)
    lines = "\n\n".join("\n".join(block) for block in blocks if block).split("\n")
    # Colours are only for a person's terminal: no runner reads there, and our own codes must stay.
    text = "\n".join(lines if color else map(neutral_line, lines)) + "\n"
    return text if unicode else plain_letters(text)


def _blocks(report: Report, width: int, paint: Paint) -> Iterator[list[str]]:
    yield _head(report, width, paint)
    yield from unmet(report.verdict.blocking, "that block", width, paint)
    yield from unmet(report.verdict.warning, "that warn", width, paint)
    yield failing_tests(report, width, paint)
    yield known_failure(report, width)
    yield from last_lines(report, width, paint)
    yield stages(report, width, paint)
    yield probes(report, width, paint)
    yield modules(report, width, paint)
    yield coverage(report, width, paint)
    yield metrics(report, width, paint)
    yield findings(report, width, paint)
    yield notices(report, width, paint)
    yield the_rest(report.verdict, width, paint)
    yield _foot(report, width, paint)


def _head(report: Report, width: int, paint: Paint) -> list[str]:
    context, verdict = report.context, report.verdict
    parts = (context.gate, context.profile, target_text(context.target), context.commit[:7])
    about = " · ".join(for_terminal(part, 60) for part in parts if part)
    said = phrase(verdict)
    room = width - width_of(said) - 2
    first = paint.status(_TONE[verdict.decision], said, bold=True)
    lines = [f"{first}  {cut_middle(about, room)}" if room >= _SHORTEST else first]
    for sentence in (summary(verdict), incomplete(verdict)):
        lines += wrap(for_terminal(sentence), width)
    return lines + _moved(movement(report), width)


def _moved(parts: list[str], width: int) -> list[str]:
    """Broken between the parts: an arrow stays between its numbers."""
    lines = [f"{TITLE}: {parts[0]}"] if parts else []
    for part in parts[1:]:
        if width_of(f"{lines[-1]}, {part}") < width:
            lines[-1] += f", {part}"
        else:
            lines[-1] += ","
            lines.append(f"  {part}")
    return lines


def _foot(report: Report, width: int, paint: Paint) -> list[str]:
    parts = (*origin(report), *([f"in full: {RECORD}"] if report.recorded else []))
    said = " · ".join(for_terminal(part, 60) for part in parts)
    blocking = report.verdict.blocking
    why = f"`quality-gate explain {for_terminal(blocking[0].rule, 200)}` says more" if blocking else ""
    return [*wrap(why, width), *(paint.dim(line) for line in wrap(said, width))]
