"""The story of one run: stages hand over envelopes, evidence is gathered, judged, and published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from quality_gate.envelopes.expected import Expected
from quality_gate.gather import Sources, gather
from quality_gate.model.envelope import Envelope
from quality_gate.model.report import Report
from quality_gate.plan.plan import Plan
from quality_gate.publishers.publish import publish
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.roll_up import roll_up
from quality_gate.stages.listener import Listener
from quality_gate.stages.order import Order
from quality_gate.stages.run_jobs import run_jobs
from quality_gate.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run ends with: what was decided, and which required outlets refused."""

    report: Report
    refused: tuple[str, ...] = ()


def run(plan: Plan, world: World, listener: Listener) -> Outcome:
    start = world.clock.monotonic()
    envelopes = run_stages(plan, world, listener)
    return conclude(plan, envelopes, world, took=world.clock.monotonic() - start)


def conclude(
    plan: Plan, envelopes: Sequence[Envelope], world: World, took: Fraction | None = None
) -> Outcome:
    report = judged(plan, envelopes, world, took)  # decided before a word is published
    return Outcome(report=report, refused=publish(report, plan.outlets, world))


def run_stages(plan: Plan, world: World, listener: Listener) -> tuple[Envelope, ...]:
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
    )
    return run_jobs(plan.jobs, world, order, listener)


def judged(plan: Plan, envelopes: Sequence[Envelope], world: World, took: Fraction | None = None) -> Report:
    """`took` is the time of all stages with their setups; without it, that of their commands."""
    evidence = gather(_sources(plan), envelopes, world)
    if took is not None and evidence.elapsed is not None:
        evidence = replace(evidence, elapsed=took)
    verdict = judge(evidence, plan.rules, Decides(scope=plan.scope, partial=plan.partial))
    return Report(
        context=plan.context,
        evidence=evidence,
        verdict=verdict,
        rollup=roll_up(evidence, verdict, plan.by),
        notices=plan.notices,
    )


def _sources(plan: Plan) -> Sources:
    context = plan.context
    expected = Expected(
        jobs=plan.jobs,
        commit=context.commit,
        gate=context.gate,
        config=context.config_digest,
        run=context.run,
        attempt=context.attempt,
    )
    return Sources(expected=expected, exclude=plan.exclude)
