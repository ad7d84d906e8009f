"""The story of one run: stages hand over envelopes, evidence is gathered, judged, and published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.judging import judged
from quality_gate.looking import Lookout
from quality_gate.model.envelope import Envelope
from quality_gate.model.probes import Sighting
from quality_gate.model.report import Report
from quality_gate.model.target import target_variables
from quality_gate.plan.plan import Plan
from quality_gate.publishers.publish import publish
from quality_gate.stages.listener import Listener
from quality_gate.stages.order import Order
from quality_gate.stages.run_jobs import run_jobs
from quality_gate.world.runner_files import RunnerFiles
from quality_gate.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run ends with: what was decided, and which required outlets refused."""

    report: Report
    refused: tuple[str, ...] = ()


def run(plan: Plan, world: World, listener: Listener) -> Outcome:
    start = world.clock.monotonic()
    lookout = Lookout(plan, world, listener)
    envelopes = run_stages(plan, world, listener, lookout)
    return conclude(plan, envelopes, world, world.clock.monotonic() - start, lookout.seen)


def conclude(
    plan: Plan,
    envelopes: Sequence[Envelope],
    world: World,
    took: Fraction | None = None,
    seen: Mapping[str, Sighting] | None = None,
) -> Outcome:
    report = judged(plan, envelopes, world, took, seen)  # decided before a word is published
    return Outcome(report=report, refused=publish(report, plan.outlets, world))


def run_stages(
    plan: Plan, world: World, listener: Listener, lookout: Lookout | None = None
) -> tuple[Envelope, ...]:
    lookout = lookout or Lookout(plan, world, listener)
    order = Order(
        jobs_at_once=plan.jobs_at_once,
        fail_fast=plan.fail_fast,
        setup=plan.setup,
        teardown=plan.teardown,
        gate=plan.context.gate,
        commit=plan.context.commit,
        config=plan.context.config_digest,
        run=plan.context.run,
        attempt=plan.context.attempt,
        variables=target_variables(plan.target),
        look=lookout.look if plan.probes else None,
        report_cap=plan.limits.max_bytes,
    )
    theirs = RunnerFiles.now(world.environment, world.files)
    try:
        return run_jobs(plan.jobs, world, order, listener)
    finally:
        for name in theirs.restore():
            world.console.tell(f"warning: a stage wrote to the runner's {name}, which was undone")
