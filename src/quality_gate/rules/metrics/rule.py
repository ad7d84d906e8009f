"""A number must keep its limits; what was not measured, or not often enough, is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.lookups import Lookup
from quality_gate.model.quantity import Quantity
from quality_gate.model.verdict import Cause, Level, Problem, Ruling
from quality_gate.rules.compared import base_of
from quality_gate.rules.metrics.change import Change, change
from quality_gate.rules.metrics.measured import Measured, fitting
from quality_gate.rules.metrics.ruling import expected_text, got_text, ruled
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.metrics.sources import Sources, questions
from quality_gate.rules.rule import About, NamedRow, Rule, unknown


@dataclass(frozen=True, slots=True)
class Answer:
    """How it rules, and what was found, as far as it went."""

    ruling: Ruling
    measured: Measured | None = None


_NEVER_NEGATIVE: Final = ("s", "B", "/s", "B/s")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRule:
    about: About
    settings: MetricSettings
    metrics: Mapping[str, MetricSettings] = field(default_factory=dict)  # all, for ratios of two

    @property
    def name(self) -> str:
        return self.about.rule.partition(".")[2]

    @property
    def lookups(self) -> Iterator[Lookup]:
        """Also those of the metrics it is computed from, which no rule may stand for."""
        for settings in (self.settings, *self.metrics.values()):
            yield from questions(settings.from_)

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        """A metric without a limit rules nothing: others are computed from it."""
        if self.settings.limits:
            yield self.answer(evidence).ruling

    def answer(self, evidence: Evidence) -> Answer:
        about = self._weighed()
        sources = Sources(evidence, self.metrics)
        found = sources.measure(self.settings, (self.name,))
        if isinstance(found, Problem):
            return Answer(self._unknown(about, found))
        fitted = fitting(found, self.settings.all_limits)
        if isinstance(fitted, Problem):
            return Answer(self._unknown(about, fitted, found), found)
        moved = (
            self._impossible(fitted)
            or self._too_few(fitted)
            or self._unprovided(sources)
            or self._moved(fitted, evidence)
        )
        if isinstance(moved, Problem):
            if not fitted.failures:
                return Answer(self._unknown(about, moved, fitted), fitted)
            moved = None
        return Answer(ruled(about, self.settings, fitted, moved), fitted)

    def _weighed(self) -> About:
        """What is only recommended makes the whole rule a recommendation."""
        if self.settings.required is not None or self.about.level is not Level.REQUIRED:
            return self.about
        return replace(self.about, level=Level.RECOMMENDED)

    def _impossible(self, found: Measured) -> Problem | None:
        """Nothing takes less than no time; only what is the difference of two things may be negative."""
        quantity, kind = found.quantity, self.settings.from_.kind
        if self.settings.growth or kind == "difference" or quantity.number >= 0:
            return None
        if kind not in ("ratio", "share") and quantity.scale.measures not in _NEVER_NEGATIVE:
            return None
        reason = f"{quantity.text()} is negative, so something else was measured"
        return Problem(Cause.INCONCLUSIVE, reason, "see what the tool wrote, and correct `from:`")

    def _too_few(self, found: Measured) -> Problem | None:
        wanted = self.settings.samples
        if wanted is None or (found.samples or 0) >= wanted:
            return None
        reason = f"nothing says that there are {wanted:,} samples"
        if found.samples is not None:
            reason = f"{found.samples:,} of at least {wanted:,} samples"
        return Problem(Cause.INCONCLUSIVE, reason, "measure more often")

    def _unprovided(self, sources: Sources) -> Problem | None:
        for name, wanted in self.settings.provided.items():
            other = sources.named(name, (self.name,))
            other = other if isinstance(other, Problem) else fitting(other, [wanted])
            if isinstance(other, Problem):
                return other
            if not wanted.holds(other.quantity):
                reason = f"{name} is {other.quantity.text(*wanted.limits)}, expected {wanted.text}"
                return Problem(Cause.INCONCLUSIVE, reason, "let the run reach what this metric is about")
        return None

    def _moved(self, found: Measured, evidence: Evidence) -> Change | Problem | None:
        if not any(limit.against_base for limit in self.settings.limits):
            return None
        base = base_of(evidence)
        if isinstance(base, Problem):
            return base
        before = Sources(base, self.metrics).measure(self.settings, (self.name,))
        if isinstance(before, Problem) and (known := base.numbers.get(self.name)) is not None:
            before = Measured(quantity=Quantity(known.number, known.unit), samples=known.samples)
        if isinstance(before, Problem):
            reason = f"the base has no such number: {before.reason}"
            return Problem(Cause.NO_BASE, reason, "the next base will have one")
        before = before.told(found.quantity.unit) if not before.quantity.unit else before
        moved = change(found, before, self.settings.better, self.settings.samples)
        if isinstance(moved, Change):
            verdicts = (moved.holds(limit) for limit in self.settings.limits if limit.against_base)
            return next((one for one in verdicts if isinstance(one, Problem)), moved)
        return moved

    def _unknown(self, about: About, problem: Problem, found: Measured | None = None) -> Ruling:
        got = got_text(self.settings, found, None) if found is not None else ""
        return unknown(about, problem, expected=expected_text(self.settings), got=got)


def linked(rules: Iterable[Rule], metrics: Mapping[str, MetricSettings]) -> Iterator[Rule]:
    """Each metric knows the others, for ratios of two."""
    for rule in rules:
        yield replace(rule, metrics=metrics) if isinstance(rule, MetricRule) else rule


ROW = NamedRow(
    section="metrics",
    setting=MetricSettings,
    doc="Numbers of reports, logs and stages, and what they must be.",
    example='{checkout: {from: {report: out/bench.json, name: checkout, value: p95}, required: "< 10 ms"}}',
    make=lambda about, written, _scope: MetricRule(
        # What has no limit requires nothing.
        about=about if written.limits else replace(about, level=Level.OPTIONAL),
        settings=written,
    ),
)
