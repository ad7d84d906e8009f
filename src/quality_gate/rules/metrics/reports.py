"""Finds one measurement among those of the reports that stages handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.model.envelope import Freshness
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.paths import Globs, name_pattern, nearest
from quality_gate.model.quantity import Quantity
from quality_gate.model.reading import State
from quality_gate.model.units import scale_of
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed
from quality_gate.rules.metrics.measured import Measured, picked
from quality_gate.rules.metrics.settings import SourceSettings

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class _Hit:
    report: ReadReport
    metric: Metric
    metrics: Metrics


def from_report(source: SourceSettings, evidence: Evidence, *, whole: bool) -> Measured | Problem:
    """The number that `name` and `value` single out; with `whole` several of them are a series."""
    reports = reports_at(source.report, evidence)
    trouble = trouble_with(source.report, reports, evidence)
    if trouble:
        return trouble
    measured = [(one, one.reading.metrics) for one in reports if one.reading.metrics is not None]
    if not measured:
        said = f"{reports[0].path} ({reports[0].reading.format}) holds no measurement"
        return Problem(Cause.NO_MATCH, said, "correct `report:`, or write `key:` for a number in any JSON")
    hits = [
        _Hit(report, one, some) for report, some in measured for one in some.metrics if _fits(one, source)
    ]
    if not hits:
        return _none(source, [one for _, some in measured for one in some.metrics])
    if len(hits) > 1 and not (whole or source.pick):
        return _several(source, hits)
    try:
        return _measured(source, hits)
    except ValueError as error:
        return Problem(Cause.INCONCLUSIVE, str(error), "narrow `name:`, so that it fits one measurement")


def reports_at(path: str, evidence: Evidence) -> list[ReadReport]:
    globs = Globs((path,))
    everything = [report for stage in evidence.stages for report in stage.reports]
    return [one for one in everything if one.path == path] or [
        one for one in everything if globs.match(one.path)
    ]


def trouble_with(path: str, reports: list[ReadReport], evidence: Evidence) -> Problem | None:
    """Why the reports at a path cannot speak."""
    if not reports:
        return _missing(path, evidence)
    for one in reports:
        note = f": {one.reading.note}" if one.reading.note else ""
        if one.reading.state is State.INVALID:
            return Problem(Cause.UNREADABLE, f"{one.path} cannot be read{note}", "see what the tool says")
        if one.reading.state is State.EMPTY:
            return Problem(Cause.EMPTY, f"{one.path} is empty{note}", "check what the command measures")
        if one.reading.state is State.SUSPECT and not (one.reading.metrics and one.reading.metrics.failures):
            return Problem(Cause.INCOMPLETE, f"{one.path} contradicts itself{note}", "see what the tool says")
    return None


def _missing(path: str, evidence: Evidence) -> Problem:
    globs = Globs((path,))
    for stage in evidence.stages:
        for envelope in stage.envelopes:
            for file in envelope.reports:
                if file.freshness is not Freshness.FRESH and (file.path == path or globs.match(file.path)):
                    old = file.freshness in (Freshness.STALE, Freshness.TRACKED)
                    reason = f"{file.path} of stage {stage.name} is {file.freshness}"
                    cause = Cause.STALE if old else Cause.MISSING
                    return Problem(cause, reason, f"see the ruling of stages.{stage.name}")
    there = sorted({report.path for stage in evidence.stages for report in stage.reports})
    known = f"; there are: {listed(there, _MOST_NAMED)}" if there else ""
    remedy = "name it under `reports:` of the stage that writes it"
    return Problem(Cause.MISSING, f"no stage handed {path} over{known}", remedy)


def _fits(metric: Metric, source: SourceSettings) -> bool:
    if source.value and metric.value != source.value:
        return False
    full = metric.key.removesuffix(f" {metric.value}")
    spellings = (metric.name, full, metric.key)
    return source.name in spellings or any(map(name_pattern(source.name).match, spellings))


def _none(source: SourceSettings, metrics: list[Metric]) -> Problem:
    wanted = f"{source.name} {source.value}".strip()
    same = [one.value for one in metrics if _fits(one, SourceSettings(name=source.name))]
    if same:
        known = f"; its values are: {listed(dict.fromkeys(same), 12)}"
    else:
        near = nearest(wanted, dict.fromkeys(one.key for one in metrics))
        known = f"; nearest: {', '.join(near)}" if near else ""
        known = known or f"; there are: {listed(dict.fromkeys(one.name for one in metrics), _MOST_NAMED)}"
    return Problem(Cause.NO_MATCH, f"{source.report} has no {wanted}{known}", "correct `name:` or `value:`")


def _several(source: SourceSettings, hits: list[_Hit]) -> Problem:
    keys = list(dict.fromkeys(hit.metric.key for hit in hits))
    if len(keys) == 1:
        reason = f"{keys[0]} was measured {len(hits)} times"
        return Problem(Cause.INCONCLUSIVE, reason, "say which one counts: `pick: max`, `min` or `mean`")
    reason = f"{len(keys)} measurements fit {f'{source.name} {source.value}'.strip()}: "
    remedy = "narrow `name:` and `value:`, or say which one counts: `pick: max`"
    return Problem(Cause.INCONCLUSIVE, reason + listed(keys, _MOST_NAMED), remedy)


def _measured(source: SourceSettings, hits: list[_Hit]) -> Measured:
    series = tuple(Quantity(hit.metric.number, scale_of(hit.metric.unit).name) for hit in hits)
    known = [hit.metric.samples for hit in hits if hit.metric.samples is not None]
    quantity = picked(series, source.pick) if source.pick and len(hits) > 1 else series[-1]
    return Measured(
        quantity=quantity,
        samples=min(known) if len(known) == len(hits) else None,
        series=series,
        machine=tuple(dict.fromkeys(_machines(hits))),
        failures=tuple(dict.fromkeys(text for hit in hits for text in hit.metrics.failures)),
        # The properties of a test are whatever its author wrote.
        names_unit=all(hit.report.reading.cases is None for hit in hits),
    )


def _machines(hits: list[_Hit]) -> Iterator[tuple[str, str]]:
    for hit in hits:
        yield from hit.metrics.machine
