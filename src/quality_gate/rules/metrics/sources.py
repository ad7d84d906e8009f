"""Where the number of a metric comes from: a report, a log, a JSON key, a stage, or two other metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.lookups import Lookup
from quality_gate.model.quantity import Quantity
from quality_gate.model.units import scale_of
from quality_gate.model.verdict import Cause, Problem
from quality_gate.rules.metrics.measured import Measured, growth, picked
from quality_gate.rules.metrics.reports import from_report, reports_at, trouble_with
from quality_gate.rules.metrics.settings import MetricSettings, Pick, SourceSettings
from quality_gate.rules.scope import Scope

COUNTS: Final = ("samples", "n", "count")  # keys beside a number that say how many stand behind it
_UNITS: Final = {"wall": "s", "cpu": "s", "peak": "B"}


def questions(source: SourceSettings) -> Iterator[Lookup]:
    """What has to be looked up before the metric can be judged."""
    if source.log:
        yield Lookup(log=source.log, pattern=source.pattern)
    elif source.key:
        yield Lookup(report=source.report, key=source.key)
        above, dot, _ = source.key.rpartition(".")
        yield from (Lookup(report=source.report, key=f"{above}{dot}{count}") for count in COUNTS)


@dataclass(frozen=True, slots=True)
class Sources:
    """All metrics of the configuration, over one run's evidence."""

    evidence: Evidence
    metrics: Mapping[str, MetricSettings]

    def measure(self, settings: MetricSettings, above: tuple[str, ...] = ()) -> Measured | Problem:
        source = settings.from_
        if source.names:
            found = self._two(source, above)
        elif source.log:
            found = self._log(source)
        elif source.coverage:
            found = _covered(self.evidence)
        elif source.stage:
            found = self._stage(source)
        elif source.key:
            found = self._key(source)
        else:
            found = from_report(source, self.evidence, whole=settings.growth)
        if isinstance(found, Problem):
            return found
        found = found.told(settings.unit)
        return growth(found) if settings.growth else found

    def named(self, name: str, above: tuple[str, ...]) -> Measured | Problem:
        if name in above:
            return Problem(Cause.NO_MATCH, f"{name} is computed from itself", "correct `from:`")
        settings = self.metrics.get(name)
        if settings is None:
            return Problem(Cause.NO_MATCH, f"there is no metric {name}", "correct the name")
        found = self.measure(settings, (*above, name))
        if isinstance(found, Problem):
            return Problem(found.cause, f"{name}: {found.reason}", found.next)
        return found

    def _two(self, source: SourceSettings, above: tuple[str, ...]) -> Measured | Problem:
        first, second = (self.named(name, above) for name in source.names)
        if isinstance(first, Problem):
            return first
        return second if isinstance(second, Problem) else _computed(source, first, second)

    def _log(self, source: SourceSettings) -> Measured | Problem:
        stage = self.evidence.stage(source.log)
        if trouble := _not_run(stage, source.log):
            return trouble
        where = f"the log of {source.log}"
        return self._looked(Lookup(log=source.log, pattern=source.pattern), source, _parts(stage), where)

    def _key(self, source: SourceSettings) -> Measured | Problem:
        reports = reports_at(source.report, self.evidence)
        if trouble := trouble_with(source.report, reports, self.evidence):
            return trouble
        where = f"{source.key} in {source.report}"
        found = self._looked(Lookup(report=source.report, key=source.key), source, len(reports), where)
        if isinstance(found, Problem) or len(found.series) > 1:
            return found
        counts = [self.evidence.lookups.get(question) for question in list(questions(source))[1:]]
        told = next((one.numbers[0][0] for one in counts if one is not None and len(one.numbers) == 1), None)
        samples = int(told) if told is not None and told.denominator == 1 else None
        return Measured(quantity=found.quantity, samples=samples, series=found.series, names_unit=False)

    def _looked(self, question: Lookup, source: SourceSettings, parts: int, where: str) -> Measured | Problem:
        found = self.evidence.lookups.get(question)
        if found is None or not (found.numbers or found.problem):
            return Problem(Cause.NO_MATCH, f"{where} was not found", "correct `from:`")
        if found.problem is not None:
            return found.problem
        series = tuple(Quantity(number, scale_of(unit).name) for number, unit in found.numbers)
        if parts > 1 and len(series) > 1 and source.pick is None:
            reason = f"{where} stands {len(series)} times in {parts} parts of a stage"
            return Problem(Cause.INCONCLUSIVE, reason, "say which one counts: `pick: max`, `min` or `mean`")
        pick = source.pick or (Pick.LAST if source.log else Pick.MEAN)
        try:
            quantity = picked(series, pick)
        except ValueError as error:
            return Problem(Cause.INCONCLUSIVE, f"{where}: {error}", "have all of them in one unit")
        return Measured(quantity=quantity, samples=len(series), series=series, names_unit=bool(quantity.unit))

    def _stage(self, source: SourceSettings) -> Measured | Problem:
        """What all parts of the stage used together; of memory the most that one of them held."""
        stage = self.evidence.stage(source.stage)
        if trouble := _not_run(stage, source.stage):
            return trouble
        used = [one.resources for envelope in stage.envelopes for one in envelope.attempts] if stage else []
        numbers = [Fraction(getattr(one, source.value)) for one in used]
        number = max(numbers, default=Fraction(0)) if source.value == "peak" else sum(numbers, Fraction(0))
        if not number:
            reason = f"nobody measured `{source.value}` of stage {source.stage}"
            return Problem(Cause.NOT_RUN, reason, "run the stage: what is collected has no time of its own")
        return Measured(quantity=Quantity(number, _UNITS[source.value]))


def _covered(evidence: Evidence) -> Measured | Problem:
    """In the unit that the formats call coverage: lines, or statements of Go."""
    found = Scope().coverage(evidence)
    if isinstance(found, Problem):
        return found
    percent = found.headline[1].percent
    if percent is None:
        return Problem(Cause.EMPTY, "the reports measure no line", "see what the coverage tool was told")
    return Measured(quantity=Quantity(percent, "%"))


def _parts(stage: StageEvidence | None) -> int:
    return len(stage.envelopes) if stage is not None else 0


def _not_run(stage: StageEvidence | None, name: str) -> Problem | None:
    if stage is None:
        return Problem(Cause.MISSING, f"stage {name} is not part of this run", "run the whole gate")
    if stage.not_run or not stage.envelopes:
        reason = f"stage {name} did not run: {stage.not_run or 'it handed nothing over'}"
        return Problem(Cause.NOT_RUN, reason, f"see the ruling of stages.{name}")
    return None


def _computed(source: SourceSettings, first: Measured, second: Measured) -> Measured | Problem:
    """A ratio, a difference or a share; as many samples as the weaker of both has."""
    one, other = source.names
    try:
        number = first.quantity.to(second.quantity.unit).number
    except ValueError as error:
        return Problem(Cause.INCONCLUSIVE, f"{one} and {other}: {error}", "give both one unit with `unit:`")
    of = second.quantity.number
    known = [some.samples for some in (first, second) if some.samples is not None]
    samples = min(known) if len(known) == 2 else None
    if source.difference:
        quantity = Quantity(number - of, second.quantity.unit)
    else:
        whole = number + of if source.share else of
        if not whole:
            what = f"{one} and {other} are 0 together" if source.share else f"{other} is 0"
            return Problem(Cause.EMPTY, f"{what}, so nothing was measured", "see why nothing was counted")
        if source.share:
            samples = int(whole) if whole.denominator == 1 else None
        quantity = Quantity(number / whole, "x").to("%" if source.share else "x")
    return Measured(
        quantity=quantity,
        samples=samples,
        names_unit=bool(quantity.unit),
        machine=tuple(dict.fromkeys((*first.machine, *second.machine))),
        failures=tuple(dict.fromkeys((*first.failures, *second.failures))),
    )
