"""What may be written behind a stage's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from quality_gate.bind.values import (
    Count,
    Duration,
    EnvName,
    Paths,
    Positive,
    Verbatim,
    level_setting,
    setting,
)
from quality_gate.model.verdict import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrySettings:
    SHORTHAND: ClassVar[str] = "times"

    times: Count = setting(doc="How often the command is run again.", example="1")
    exit_codes: tuple[int, ...] = setting(
        default=(),
        doc="Only these exit codes earn another try; without any, every failure does.",
        example="[124]",
    )
    signals: tuple[str, ...] = setting(
        default=(), doc="Only these signals earn another try.", example="[SIGSEGV]"
    )
    wait: Duration | None = setting(default=None, doc="The pause before the next try.", example="5s")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSettings:
    run: str = setting(
        default="",
        doc="The command, run by `bash -eo pipefail`. Without it the gate only collects reports.",
        example="pytest tests/unit --junitxml=out/unit.xml",
    )
    needs: tuple[str, ...] = setting(
        default=(), doc="Stages that must have succeeded before this one starts.", example="unit"
    )
    reports: Paths = setting(
        default=(),
        doc="Files that this very run must write; their formats are recognised by content.",
        example="[out/unit.xml, out/coverage.json]",
    )
    level: Level = level_setting()
    required_for: Paths = setting(
        default=(),
        doc="A change of one of these files makes the stage required, whatever its level.",
        example="mcp_bridge/**",
    )
    timeout: Duration | None = setting(default=None, doc="The most time the command may take.", example="10m")
    idle_timeout: Duration | None = setting(
        default=None, doc="The most time that may pass without a line of output.", example="2m"
    )
    retry: RetrySettings | None = setting(
        default=None, doc="Another try after a failure; a pass on a later try is shown as such.", example="1"
    )
    environment: str = setting(
        default="",
        doc="Where it runs, in a word of yours, shown with its result. A required or recommended stage "
        "with `mock` warns that it ran on mocks; unit tests need no such word.",
        example="staging",
    )
    env: Mapping[str, Verbatim] = setting(
        default_factory=dict, doc="Environment variables of the command.", example="{DATABASE: test}"
    )
    env_file: str = setting(
        default="", doc="A file of NAME=VALUE lines, read into the environment.", example=".env.test"
    )
    ports: tuple[EnvName, ...] = setting(
        default=(), doc="Variables that receive a free local port each.", example="[API_PORT]"
    )
    mutex: str = setting(
        default="", doc="Stages with the same word never run at the same time.", example="database"
    )
    working_directory: str = setting(
        default="", doc="Where the command runs, relative to the configuration's folder.", example="web"
    )
    setup: str = setting(
        default="",
        doc="Runs before the command; its failure is `environment`, not a failed test.",
        example="make db",
    )
    teardown: str = setting(default="", doc="Always runs after the command.", example="make clean-db")
    shards: Positive = setting(
        default=1, doc="How many parts the stage has; the command sees QG_SHARD and QG_SHARDS.", example="4"
    )
    matrix: Mapping[str, tuple[Verbatim, ...]] = setting(
        default_factory=dict,
        doc="Variants of the stage; the command sees each key as QG_<KEY>.",
        example='{os: [ubuntu-latest, macos-latest], python: ["3.12", "3.13"]}',
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not self.run and not self.reports:
            yield "", "it neither runs anything nor collects a report", "write `run:`, `reports:`, or both"
        if self.required_for and self.level is Level.REQUIRED:
            said = "the stage is required for every change"
            yield "required-for", said, "write `level: recommended` or `optional`, or delete it"
        if self.retry and not self.run:
            yield "retry", "there is nothing to run again without `run:`", "delete it"
