"""The verdict as numbers in the text format of Prometheus, for a textfile collector or a push gateway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from quality_gate.model.cases import Counts
from quality_gate.model.coverage import Unit
from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.renderers.xml_text import readable

_Number = int | Fraction
_Series = Iterator[tuple[Mapping[str, str], _Number]]
_OUTCOMES: Final = ("passed", "failed", "errors", "skipped", "expected", "flaky", "waived")
_LABEL: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\\\r"})
_DECIMALS: Final = 9


def metrics_text(report: Report) -> str:
    """Every series names the gate; what was not measured has no series."""
    families = (
        (
            "ready",
            "Whether this commit may be deployed: 1 only for a complete, deciding run.",
            _ready(report),
        ),
        ("verdict", "The verdict in its own words; always 1.", _verdict(report)),
        ("ruling", "How each rule ruled; always 1.", _rulings(report)),
        (
            "tests",
            "Tests by stage and outcome; flaky ones are among the passed, waived ones among the failed.",
            _tests(report),
        ),
        ("coverage_covered", "What was executed, by unit.", _coverage(report, covered=True)),
        ("coverage_measured", "What could have been executed, by unit.", _coverage(report, covered=False)),
        ("stage_seconds", "Seconds on the clock.", _stages(report, "wall")),
        ("stage_cpu_seconds", "Seconds on processors.", _stages(report, "cpu")),
        ("stage_peak_bytes", "Memory at the peak of the stage's processes.", _stages(report, "peak")),
        ("metric", "Each metric, in its own unit.", _metrics(report)),
        ("metric_times", "How many times better each metric is than its limit.", _times(report)),
    )
    gate = report.context.gate
    return "".join(_family(f"quality_gate_{name}", says, gate, series) for name, says, series in families)


def _family(name: str, says: str, gate: str, series: _Series) -> str:
    # A second number for the same labels would make the whole file unreadable.
    found = {_labels({"gate": gate, **labels}): number for labels, number in series}
    if not found:
        return ""
    lines = [f"{name}{{{labels}}} {_number(number)}" for labels, number in found.items()]
    return "\n".join([f"# HELP {name} {says}", f"# TYPE {name} gauge", *lines]) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    return ",".join(f'{key}="{readable(text).translate(_LABEL)}"' for key, text in labels.items())


def _number(value: _Number) -> str:
    if isinstance(value, int):
        return str(value)
    digits = f"{round(abs(value) * 10**_DECIMALS):0{_DECIMALS + 1}d}"
    rest = digits[-_DECIMALS:].rstrip("0")
    return ("-" if value < 0 else "") + digits[:-_DECIMALS] + (f".{rest}" if rest else "")


def _ready(report: Report) -> _Series:
    yield {}, int(report.verdict.ready)


def _verdict(report: Report) -> _Series:
    verdict, context = report.verdict, report.context
    yield (
        {
            "decision": str(verdict.decision),
            "scope": verdict.scope,
            "commit": context.commit,
            "branch": context.branch,
        },
        1,
    )


def _rulings(report: Report) -> _Series:
    for ruling in report.verdict.rulings:
        yield (
            {
                "rule": ruling.rule,
                "status": str(ruling.status),
                "level": str(ruling.level),
                "cause": str(ruling.cause or ""),
            },
            1,
        )


def _tests(report: Report) -> _Series:
    for row in report.rollup.stages:
        if row.counts is not None:
            for outcome in _OUTCOMES:
                yield {"stage": row.name, "outcome": outcome}, _counted(row.counts, outcome)


def _counted(counts: Counts, outcome: str) -> int:
    return int(getattr(counts, outcome))


def _coverage(report: Report, *, covered: bool) -> _Series:
    for unit in Unit:
        ratio = report.evidence.coverage.ratio(unit) if report.evidence.coverage is not None else None
        if ratio is not None:
            yield {"unit": str(unit)}, ratio.part if covered else ratio.whole


def _metrics(report: Report) -> _Series:
    for row in report.rollup.metrics:
        if row.number is not None:
            yield {"metric": row.name, "unit": row.unit}, row.number


def _times(report: Report) -> _Series:
    for row in report.rollup.metrics:
        if row.times is not None:
            yield {"metric": row.name}, row.times


def _stages(report: Report, used: str) -> _Series:
    """Zero stands for a stage that did not run, or that nobody measured: that is no number."""
    for row in report.rollup.stages:
        if number := _used(row, used):
            yield {"stage": row.name}, number


def _used(row: StageRow, used: str) -> _Number:
    number: _Number = getattr(row.resources, used)
    return number
