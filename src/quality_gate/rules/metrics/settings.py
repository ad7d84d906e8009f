"""What is written for one metric: where its number comes from, and what it must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from quality_gate.bind.values import Expected, Glob, Positive, level_setting, setting, told_sides
from quality_gate.model.expectation import Expectation
from quality_gate.model.units import Better, likely_unit, scale_of
from quality_gate.model.verdict import Level

USED: Final = ("wall", "cpu", "peak")
_KINDS: Final = ("report", "log", "stage", "coverage", "ratio", "difference", "share")
_WITH: Final[Mapping[str, tuple[str, ...]]] = {
    "report": ("name", "value", "key", "pick"),
    "log": ("pattern", "pick"),
    "stage": ("value",),
}
_Told = tuple[str, str, str]


class Pick(StrEnum):
    """Which of several numbers counts."""

    LAST = "last"
    FIRST = "first"
    MAX = "max"
    MIN = "min"
    MEAN = "mean"


@dataclass(frozen=True, kw_only=True)
class SourceSettings:
    report: Glob = setting(default="", doc="A report that a stage declares.", example="out/bench.json")
    name: str = setting(
        default="", doc="In a report: the measurement, or a pattern for it.", example="test_checkout"
    )
    value: str = setting(
        default="",
        doc="In a report: which of its numbers. Of a stage: `wall`, `cpu` or `peak`.",
        example="p95",
    )
    key: str = setting(
        default="", doc="In a JSON report of any kind: the path to the number.", example="pool.in_use"
    )
    log: str = setting(default="", doc="The stage whose output is searched.", example="performance")
    pattern: str = setting(
        default="",
        doc="In a log: a regular expression with the groups `value` and, perhaps, `unit`.",
        example=r"'P95=(?P<value>[\d.]+)(?P<unit>ms|s)'",
    )
    stage: str = setting(default="", doc="The stage whose time or memory is judged.", example="unit")
    coverage: Literal["total"] | None = setting(
        default=None, doc="The covered share of all measured files: for `> 80 %`.", example="total"
    )
    ratio: tuple[str, ...] = setting(
        default=(),
        doc="Two metrics: the first one divided by the second.",
        example="[plan_b, plan_a]",
    )
    difference: tuple[str, ...] = setting(
        default=(), doc="Two metrics: the first one less the second.", example="[served_after, served_before]"
    )
    share: tuple[str, ...] = setting(
        default=(),
        doc="Two counts: which part of both together the first one is.",
        example="[plan_a, plan_b]",
    )
    pick: Pick | None = setting(
        default=None, doc="Which number counts where there are several; in a log the last.", example="max"
    )

    @property
    def kind(self) -> str:
        return next((kind for kind in _KINDS if getattr(self, kind)), "")

    @property
    def names(self) -> tuple[str, ...]:
        """The other metrics that this one is computed from."""
        return self.ratio or self.difference or self.share

    def mistakes(self) -> Iterable[_Told]:
        kinds = [kind for kind in _KINDS if getattr(self, kind)]
        if len(kinds) != 1:
            what = "it has two sources" if kinds else "it has no source"
            remedy = f"write one of {', '.join(f'`{kind}:`' for kind in _KINDS)}"
            yield (kinds[1] if kinds else ""), what, remedy
            return
        words = {word for some in _WITH.values() for word in some}
        for word in sorted(words - set(_WITH.get(self.kind, ()))):
            if getattr(self, word):
                owners = " or ".join(f"`{kind}:`" for kind, some in _WITH.items() if word in some)
                yield word, f"`{word}` says nothing beside `{self.kind}:`", f"it belongs to {owners}"
        if self.kind != "coverage":
            yield from getattr(self, f"_of_{self.kind}", self._of_two)()

    def _of_report(self) -> Iterator[_Told]:
        if self.key and (self.name or self.value):
            yield "key", "`key` stands for `name` and `value`", "write `key:` alone, or the other two"
        elif not (self.key or self.name):
            yield "report", "nothing says which number of the report", "write `name:` and `value:`, or `key:`"

    def _of_log(self) -> Iterator[_Told]:
        if not self.pattern:
            yield "log", "nothing says what to look for", "write `pattern:`"
            return
        try:
            compiled = re.compile(self.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            yield "pattern", f"it is no regular expression: {error}", "correct it"
            return
        if "value" not in compiled.groupindex and compiled.groups != 1:
            yield "pattern", "nothing says which part is the number", "write `(?P<value>[0-9.]+)`"

    def _of_stage(self) -> Iterator[_Told]:
        if self.value not in USED:
            yield "value" if self.value else "stage", "it is `wall`, `cpu` or `peak`", "write `value: wall`"

    def _of_two(self) -> Iterator[_Told]:
        if len(self.names) != 2:
            yield self.kind, "it needs two metrics", f"write `{self.kind}: [one, other]`"


@dataclass(frozen=True, kw_only=True)
class MetricSettings:
    from_: SourceSettings = setting(
        key="from",
        doc="Where the number comes from.",
        example="{report: out/bench.json, name: test_checkout, value: p95}",
    )
    required: Expected | None = setting(
        default=None, doc="What must hold, or it blocks.", example='"> 100 ops/s"'
    )
    recommended: Expected | None = setting(
        default=None, doc="What should hold, or it warns.", example='">= 150 ops/s"'
    )
    plausible: Expected | None = setting(
        default=None,
        doc="Outside of this the number is too good to be true, and warns.",
        example='"<= 1000x"',
    )
    provided: Mapping[str, Expected] = setting(
        default_factory=dict,
        doc="What other metrics must be for this one to mean anything; else it is inconclusive.",
        example='{rejected: "> 0"}',
    )
    samples: Positive | None = setting(
        default=None, doc="How many measurements must stand behind the number.", example="100"
    )
    growth: bool = setting(
        default=False,
        doc="Judge by how much the number grows from sample to sample, not the number itself.",
        example="true",
    )
    unit: str = setting(default="", doc="The unit, where the source names none.", example="ms")
    better: Better | None = setting(
        default=None,
        doc="Which way the number improves, where its unit does not say and it is compared with the base.",
        example="higher",
    )
    level: Level = level_setting()
    help: str = setting(
        default="", doc="What to do where it does not hold: a text or an address.", example="docs/slow.md"
    )

    @property
    def limits(self) -> tuple[Expectation, ...]:
        """The required one first."""
        return tuple(one for one in (self.required, self.recommended) if one is not None)

    @property
    def by_base(self) -> bool:
        return any(limit.against_base for limit in self.limits)

    @property
    def all_limits(self) -> tuple[Expectation, ...]:
        return (*self.limits, *(() if self.plausible is None else (self.plausible,)))

    def mistakes(self) -> Iterable[_Told]:
        yield from told_sides(self.required, self.recommended)
        if self.unit and (near := likely_unit(self.unit)):
            yield "unit", f"there is no unit {self.unit!r}", f"did you mean `{near}`?"
        signed = any(limit.signed for limit in self.limits)
        plain = self.from_.kind in ("ratio", "share") or self.unit
        if signed and plain and self.better is None and scale_of(self.unit).better is None:
            what = "nothing says which way this number improves"
            yield "required" if self.required else "recommended", what, "write `better: lower`, or `higher`"
        for name, limit in (("plausible", self.plausible), *self.provided.items()):
            if limit is not None and limit.against_base:
                key = name if limit is self.plausible else f"provided.{name}"
                yield key, "it cannot be about the base", "write a fixed limit: `> 0`"
        if self.growth and any(limit.against_base for limit in self.limits):
            yield "growth", "growth is not compared with the base", "write a limit with a unit: `< 1 MB`"
        if self.growth and self.from_.pick:
            yield "growth", "growth looks at all numbers, and `pick` at one", "remove `pick:`"
