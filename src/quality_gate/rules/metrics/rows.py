"""The table of metrics: each with what was expected, what was found, and how many times better that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from quality_gate.model.evidence import Evidence
from quality_gate.model.lookups import Lookup
from quality_gate.model.quantity import multiplier_text
from quality_gate.model.rollup import MetricRow
from quality_gate.model.verdict import Verdict
from quality_gate.rules.metrics.measured import Measured
from quality_gate.rules.metrics.reports import reports_at
from quality_gate.rules.metrics.rule import MetricRule
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.rule import Rule


def lookups_of(rules: Iterable[Rule]) -> tuple[Lookup, ...]:
    """What has to be looked up in logs and reports before these rules can judge."""
    found = (one for rule in rules if isinstance(rule, MetricRule) for one in rule.lookups)
    return tuple(dict.fromkeys(found))


def metric_rows(rules: Iterable[Rule], evidence: Evidence, verdict: Verdict) -> tuple[MetricRow, ...]:
    rulings = {ruling.rule: ruling for ruling in verdict.rulings}
    rows: list[MetricRow] = []
    metrics = [rule for rule in rules if isinstance(rule, MetricRule)]
    for rule in metrics:
        row, ruling = _row(rule, evidence), rulings.get(rule.about.rule)
        if ruling is not None:
            row = replace(row, status=ruling.status, cause=ruling.cause, waived=ruling.waived)
        rows.append(row)
    return (*rows, *_vanished(metrics, evidence))


def _row(rule: MetricRule, evidence: Evidence) -> MetricRow:
    answer = rule.answer(evidence)
    found = answer.measured
    times = _times(rule.settings, found) if found is not None else None
    return MetricRow(
        name=rule.name,
        expected=answer.ruling.expected,
        got=answer.ruling.got or "—",
        times=times,
        times_text=multiplier_text(times),
        number=found.quantity.number if found is not None else None,
        unit=found.quantity.scale.name if found is not None else "",
        samples=found.samples if found is not None else None,
    )


def _times(settings: MetricSettings, found: Measured) -> Fraction | None:
    """How many times better than the limit that decides; None where they cannot be compared."""
    limit = next((one for one in settings.limits if one.better is not None), None)
    if limit is None or limit.limits[0].scale.measures != found.quantity.scale.measures:
        return None
    return limit.multiplier(found.quantity)


def _vanished(metrics: Iterable[MetricRule], evidence: Evidence) -> Iterator[MetricRow]:
    """Measurements that only one of both has, in the reports that are compared with the base."""
    base = evidence.base
    paths = dict.fromkeys(
        rule.settings.from_.report
        for rule in metrics
        if rule.settings.from_.name and any(limit.against_base for limit in rule.settings.limits)
    )
    for path in paths if base is not None else ():
        now, before = _keys(path, evidence), _keys(path, base)
        if now and before:
            for key in (*before, *now):
                if (key in now) != (key in before):
                    got = "gone: only the base has it" if key in before else "new: the base has it not"
                    yield MetricRow(name=key, got=got)


def _keys(path: str, evidence: Evidence | None) -> dict[str, None]:
    reports = reports_at(path, evidence) if evidence is not None else []
    metrics = (report.reading.metrics for report in reports)
    return dict.fromkeys(one.key for some in metrics if some is not None for one in some.metrics)
