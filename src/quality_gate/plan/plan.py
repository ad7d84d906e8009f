"""The plan of one run: a value that can be printed, run, and judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.job import Job
from quality_gate.model.outlet import Outlet
from quality_gate.model.waivers import Waiver
from quality_gate.model.wording import listed
from quality_gate.plan.commands import runs_tests
from quality_gate.probes.settings import Planned
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.rules.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that the configuration names and this run does not do, with the reason."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    context: Context
    jobs: tuple[Job, ...] = ()  # what must report, and what this machine runs of it
    setup: str = ""
    teardown: str = ""
    jobs_at_once: int = 1
    fail_fast: bool = False
    probes: tuple[Planned, ...] = ()  # with every placeholder filled in
    target: Mapping[str, str] = field(default_factory=dict)  # host and ports of the chosen environment
    collect_only: bool = False  # nothing is run, neither a stage nor a probe's command
    rules: tuple[Rule, ...] = ()
    scope: str = ""  # empty when the run may say READY; else "quick", "partial: unit"
    partial: bool = False  # only some stages were asked for
    left_out: tuple[LeftOut, ...] = ()
    raising: tuple[str, ...] = ()  # why stages are required that mostly are not
    outlets: tuple[Outlet, ...] = ()
    exclude: tuple[str, ...] = ()
    by: str = "folder"
    accept_label: str = ""  # by which somebody accepts a weaker gate; empty where the gate is not compared
    waivers: tuple[Waiver, ...] = ()
    comparison: Comparison = Comparison()
    limits: ReadLimits = DEFAULT_LIMITS
    followed: bool = False  # what another run left is judged, which may have had other orders
    remarks: tuple[str, ...] = ()  # what else a reader must know

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(job.stage for job in self.jobs))

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader of the verdict must know about its reach."""
        left = tuple(f"left out: {one.name} ({one.why})" for one in self.left_out)
        rules = "at least one test ran, and all passed"
        without = (
            () if self.context.config else (f"no configuration: {rules}; `quality-gate init` writes one",)
        )
        loose = self.context.edited
        edited = (f"judged with what is not committed: {listed(loose)}",) if loose else ()
        excluded = (f"excluded from coverage: {', '.join(self.exclude)}",) if self.exclude else ()
        return self.remarks + without + edited + self._unreported + excluded + self.raising + left

    @property
    def _unreported(self) -> tuple[str, ...]:
        """Tests of which only the exit code tells: a run of no test at all would pass."""
        commands = {job.stage: job.run for job in self.jobs if job.run and not job.reports}
        return tuple(
            f"{stage}: `{call}` runs tests and names no report, so only its exit code is judged"
            for stage, command in commands.items()
            if (call := runs_tests(command))
        )
