"""A small configuration language that uses every word of the real one, for tests of its parser and schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Literal

from quality_gate.bind.node import Node
from quality_gate.bind.values import (
    AtLeastCount,
    AtMostCount,
    AtMostDuration,
    AtMostPercent,
    AtMostSize,
    Count,
    Duration,
    EnvName,
    Paths,
    Percent,
    PercentLimit,
    Positive,
    Size,
    Verbatim,
    Word,
    setting,
)


class Level(StrEnum):
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Another try after a failure."""

    SHORTHAND: ClassVar[str] = "times"

    times: Count = setting(doc="How often.", example="1")
    exit_codes: tuple[int, ...] = setting(default=(), doc="Only after these.", example="[124]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    SHORTHAND: ClassVar[str] = "name"

    name: Literal["console", "summary", "comment"] = setting(doc="Which one.", example="summary")
    required: bool = setting(default=False, doc="Whether it must work.", example="true")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    SHORTHAND: ClassVar[str] = "tests"

    tests: str = setting(doc="Which tests.", example="a::b")
    reason: str = setting(doc="Why.")
    expires: date | None = setting(default=None, doc="Until when.", example="2027-01-15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    run: str = setting(default="", doc="The command.", example="pytest")
    needs: tuple[Word, ...] = setting(default=(), doc="What must come first.", example="unit")
    reports: Paths = setting(default=(), doc="What it writes.", example="[out/unit.xml]")
    level: Level = setting(default=Level.REQUIRED, doc="Its weight.", example="recommended")
    timeout: Duration | None = setting(default=None, doc="The most time.", example="10m")
    retry: Retry | None = setting(default=None, doc="Another try.", example="1")
    env: Mapping[Word, Verbatim] = setting(default_factory=dict, doc="Variables.", example="{A: b}")
    shards: Positive = setting(default=1, doc="In how many parts.", example="4")
    matrix: Mapping[str, tuple[str, ...]] = setting(
        default_factory=dict, doc="Variants.", example='{python: ["3.12"]}'
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not self.run and not self.reports:
            yield "", "it neither runs nor collects anything", "write `run:` or `reports:`"
        if self.retry and not self.run:
            yield "retry", "there is nothing to run again", "remove it"
        if self.retry and 0 in self.retry.exit_codes:
            yield "retry.exit-codes", "0 is no failure", "remove it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    paths: Paths = setting(doc="Its files.", example="src/payments/**")
    lines: PercentLimit | None = setting(default=None, doc="Covered lines.", example="90")
    uncovered: AtMostCount | None = setting(default=None, doc="Uncovered lines.", example="12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    total: PercentLimit | None = setting(
        default=None, doc="All lines.", example="{required: 90, recommended: 95}"
    )
    max_drop: AtMostPercent | None = setting(default=None, doc="Against the base.", example="0.5")
    min_count: AtLeastCount | None = setting(default=None, doc="Tests.", example="500")
    slowest: AtMostDuration | None = setting(default=None, doc="One test.", example="10s")
    largest: AtMostSize | None = setting(default=None, doc="One file.", example="20 MiB")
    groups: Mapping[str, Group] = setting(default_factory=dict, doc="Some of the files.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    verbose: bool = setting(default=False, doc="A switch.")
    offset: int = setting(default=0, doc="A whole number.", example="-3")
    factor: Fraction = setting(default=Fraction(1), doc="A number.", example="1.2")
    share: Percent | None = setting(default=None, doc="A percentage.")
    memory: Size | None = setting(default=None, doc="A size.", example="2 GB")
    anything: Node | None = setting(default=None, doc="Whatever you like.")
    source: str = setting(default="", key="from", doc="Where it comes from.")
    ports: tuple[EnvName, ...] = setting(default=(), doc="Variables.", example="[API_PORT]")
    undocumented: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    version: Literal[1] = setting(doc="The version of this language.", example="1")
    name: Word | None = setting(default=None, doc="The gate's name.", example="api")
    stages: Mapping[Word, Stage] = setting(
        default_factory=dict, doc="The stages.", example="{unit: {run: pytest}}"
    )
    limits: Limits | None = setting(default=None, doc="The limits.", example="{total: 95}")
    plain: Plain | None = setting(default=None, doc="Plain values.", example="{verbose: true}")
    waivers: tuple[Waiver, ...] = setting(default=(), doc="Excuses.")
    publish: tuple[Outlet, ...] | None = setting(default=None, doc="Outlets.", example="[console, summary]")
    colors: Mapping[Level, str] = setting(default_factory=dict, doc="How levels look.")
    inner: Sample | None = setting(default=None, doc="The same again.")
