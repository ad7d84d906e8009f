"""Which stages a metric needs: it is left out of a run that leaves one of them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quality_gate.config.settings import Settings, WrittenRule
from quality_gate.model.paths import Globs
from quality_gate.plan.hole import Hole
from quality_gate.rules.metrics.settings import MetricSettings


def metrics_of(settings: Settings) -> dict[str, MetricSettings]:
    """All metrics of the configuration, by their names."""
    return {
        rule.key.partition(".")[2]: rule.value
        for rule in settings.rules
        if isinstance(rule.value, MetricSettings)
    }


def stages_of(metric: MetricSettings, settings: Settings) -> set[str]:
    """The stages whose logs, resources or reports it is taken from, also by way of other metrics."""
    return _stages(metric, metrics_of(settings), settings, set())


def _stages(
    metric: MetricSettings, metrics: Mapping[str, MetricSettings], settings: Settings, seen: set[str]
) -> set[str]:
    source = metric.from_
    found = {source.log, source.stage} - {""}
    if source.report:
        found |= {name for name, stage in settings.stages.items() if _writes(stage.reports, source.report)}
    for name in {*source.names, *metric.provided} - seen:
        seen.add(name)
        found |= _stages(metrics[name], metrics, settings, seen)
    return found


def _writes(reports: tuple[str, ...], path: str) -> bool:
    """A declared report may be a pattern, and so may the metric's."""
    wanted = [report for report in reports if not report.startswith("!")]
    return path in wanted or Globs(reports).match(path) or bool(Globs((path,)).among(wanted))


def metric_holes(rule: WrittenRule, settings: Settings) -> Iterator[Hole]:
    """Reports that nobody will ever hand over, and numbers that nothing looks at."""
    metric: MetricSettings = rule.value
    path = metric.from_.report
    if path and not any(_writes(stage.reports, path) for stage in settings.stages.values()):
        yield Hole(
            key=f"{rule.key}.from.report",
            what=f"no stage declares {path}, so nobody hands it over",
            remedy="name it under `reports:` of the stage that writes it",
        )
    name = rule.key.partition(".")[2]
    others = metrics_of(settings).values()
    if not metric.limits and not any(name in (*one.from_.names, *one.provided) for one in others):
        yield Hole(
            key=rule.key,
            what="it has no limit, and no other metric is computed from it",
            remedy="write `required:`, or delete it",
        )
