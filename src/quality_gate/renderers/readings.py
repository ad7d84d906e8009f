"""What reports say, as a table for people: one row for each file, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from quality_gate.model import cases as case_sums
from quality_gate.model import coverage as coverage_sums
from quality_gate.model.cases import Cases, Counts
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.findings import Findings, Severity
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.ratio import Ratio, percent_text
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Status
from quality_gate.model.wording import listed, plural
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.reading_table import NO_PAINT, Row, table_of

_STATES: Final = {
    State.OK: "",
    State.EMPTY: "empty",
    State.INVALID: "cannot be read",
    State.SUSPECT: "contradicts itself",
}
_TROUBLES: Final = {  # how one file is said to be so, and several
    "empty": ("is empty", "are empty"),
    "incomplete": ("is incomplete", "are incomplete"),
    "contradicts itself": ("contradicts itself", "contradict themselves"),
    "cannot be read": ("cannot be read", "cannot be read"),
}
_TONES: Final = {
    _STATES[State.EMPTY]: Status.UNKNOWN,
    _STATES[State.INVALID]: Status.FAILED,
    _STATES[State.SUSPECT]: Status.WARNED,
    "incomplete": Status.WARNED,
}
_DIGITS: Final = Context(prec=6)  # of a measurement that is only looked at
_PLAIN: Final = range(-7, 15)  # powers of ten that are written out
_LONGEST_PATH: Final = 1_000  # of which each end is looked for


def readings_text(readings: Sequence[tuple[str, Reading]], width: int, paint: Paint = NO_PAINT) -> str:
    rows = [_row(path, reading) for path, reading in readings]
    distinct = list(dict(readings).items())  # a file that is named twice counts once
    sums = [_together(distinct)] if len(distinct) > 1 else []
    return "\n".join(line.rstrip() for line in table_of(rows, sums, width, paint))


def _row(path: str, reading: Reading) -> Row:
    trusted = reading.state is not State.INVALID
    state = _state(reading)
    note = for_terminal(reading.note if trusted else reading.note.removeprefix(f"{state}: "))
    said = [state] if state else []
    if trusted:
        said += [_tests(reading.cases.counts)] if reading.cases is not None else []
        said += [_coverage(reading.coverage)] if reading.coverage is not None else []
        said += [_metrics(reading.metrics)] if reading.metrics is not None else []
        said += [_findings([reading.findings])] if reading.findings is not None else []
    below = [f"the tool itself says {for_terminal(reading.producer)}"] if reading.producer and trusted else []
    below += [note] if note else []
    name = for_terminal(path, 4_000)
    return Row(
        name, for_terminal(reading.format), tuple(said) or ("nothing",), tuple(below), _TONES.get(state)
    )


def _state(reading: Reading) -> str:
    """A tool that says itself that something went wrong does not contradict itself."""
    parts = (reading.metrics, reading.findings)
    failed = any(part is not None and part.failures for part in parts)
    return "incomplete" if failed and reading.state is State.SUSPECT else _STATES[reading.state]


def _together(named: Sequence[tuple[str, Reading]]) -> Row:
    """A test or a line that several files know counts once, as it does for the gate."""
    trusted = [reading for _, reading in named if reading.state is not State.INVALID]
    cases: list[Cases] = [reading.cases for reading in trusted if reading.cases is not None]
    coverage: list[Coverage] = [reading.coverage for reading in trusted if reading.coverage is not None]
    every_case, every_file = case_sums.merged(cases), coverage_sums.merged(coverage)
    said = [_tests(every_case.counts)] if cases else []
    said += [_coverage(every_file)] if coverage else []
    metrics = [reading.metrics for reading in trusted if reading.metrics is not None]
    said += [plural(sum(len(one.metrics) for one in metrics), "measurement")] if metrics else []
    findings = [reading.findings for reading in trusted if reading.findings is not None]
    said += [_findings(findings)] if findings else []
    alike = (
        (sum(one.counts.total for one in cases) - every_case.counts.total, "test"),
        (sum(len(one.files) for one in coverage) - len(every_file.files), "source file"),
    )
    below = (*_alike(alike), *_apart(every_file), *_troubles(named))
    return Row(f"all {len(named):,} files together", "", tuple(said) or ("nothing",), below)


def _alike(numbers: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Why there are fewer than the rows add up to."""
    known = [plural(number, word) for number, word in numbers if number]
    if known:
        yield f"named alike in several of them, and counted once: {', '.join(known)} more"


def _apart(coverage: Coverage) -> Iterator[str]:
    """Nobody has asked here where a path leads: `pay/a.py` may be `src/pay/a.py` of another report."""
    ends = {path.replace("\\", "/") for path in coverage.files if len(path) <= _LONGEST_PATH}
    longer = sum(any(path[at + 1 :] in ends for at, sign in enumerate(path) if sign == "/") for path in ends)
    if longer:
        may = (
            f"{plural(longer, 'path')} may be of a file that another report names shorter, and counted twice"
        )
        yield f"{may}: `quality-gate coverage` knows"


def _troubles(named: Sequence[tuple[str, Reading]]) -> Iterator[str]:
    """`2 files are empty: a.xml, b.xml`: what to look at first, the worst at the end."""
    for state, (one, several) in _TROUBLES.items():
        files = [for_terminal(path, 4_000) for path, reading in named if _state(reading) == state]
        if files:
            yield f"{plural(len(files), 'file')} {several if files[1:] else one}: {listed(files, 3)}"


def _tests(counts: Counts) -> str:
    """`14 tests: 6 passed, 3 failed, 3 errors, 2 skipped, 1 flaky`."""
    numbers = (
        (counts.passed, "passed"),
        (counts.failed, "failed"),
        (counts.errors, "error" if counts.errors == 1 else "errors"),
        (counts.skipped, "skipped"),
        (counts.expected, "expected to fail"),
        (counts.flaky, "flaky"),
    )
    parts = ", ".join(f"{number:,} {word}" for number, word in numbers if number)
    return plural(counts.total, "test") + (f": {parts}" if parts else "")


def _coverage(coverage: Coverage) -> str:
    """`13/15 lines (86.7 %), 8/10 branches in 3 files`."""
    found = [(unit, coverage.ratio(unit)) for unit in Unit]
    parts = [_share(unit, ratio) for unit, ratio in found if ratio is not None and ratio.whole]
    return f"{', '.join(parts) or 'no line'} in {plural(len(coverage.files), 'file')}"


def _metrics(metrics: Metrics) -> str:
    """`12 measurements: test_checkout mean 0.0015 s, test_checkout ops 666.667 ops/s and 10 more`."""
    shown = listed((_metric(metric) for metric in metrics.metrics), 2)
    return plural(len(metrics.metrics), "measurement") + (f": {shown}" if shown else "")


def _metric(metric: Metric) -> str:
    number = _DIGITS.divide(Decimal(metric.number.numerator), Decimal(metric.number.denominator)).normalize()
    text = f"{number:f}" if number.adjusted() in _PLAIN else str(number)
    return for_terminal(f"{metric.key} {text} {metric.unit}".strip(), 200)


def _findings(several: Sequence[Findings]) -> str:
    """`4 findings: 1 high, 3 low; 2 suppressed`; where nothing was found that is said."""
    counts = [(sum(one.count(severity) for one in several), severity) for severity in Severity]
    parts = ", ".join(f"{count:,} {severity}" for count, severity in counts if count)
    suppressed = sum(one.suppressed for one in several)
    total = plural(sum(count for count, _ in counts), "finding")
    return total + (f": {parts}" if parts else "") + (f"; {suppressed:,} suppressed" if suppressed else "")


def _share(unit: Unit, ratio: Ratio) -> str:
    percent = (
        f" ({percent_text(ratio.percent or Fraction(0))})" if unit in (Unit.LINES, Unit.STATEMENTS) else ""
    )
    return f"{ratio.part:,}/{ratio.whole:,} {unit}{percent}"
