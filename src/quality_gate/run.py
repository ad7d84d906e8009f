"""The story of one run: stages hand over envelopes, evidence is gathered, judged, and published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from quality_gate.compare import compared
from quality_gate.envelopes.expected import Expected
from quality_gate.gather import Sources, gather
from quality_gate.looking import Lookout, probe_evidence
from quality_gate.model.envelope import Envelope
from quality_gate.model.probes import Sighting
from quality_gate.model.report import Report
from quality_gate.model.target import target_variables
from quality_gate.plan.plan import Plan
from quality_gate.publishers.publish import publish
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.metrics.rows import lookups_of, metric_rows
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.waivers.apply import waive
from quality_gate.rules.waivers.waived import PULL_REQUESTS, Occasion
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
    lookout = Lookout(plan, world, listener, sources_of(plan))
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
    lookout = lookout or Lookout(plan, world, listener, sources_of(plan))
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


def judged(
    plan: Plan,
    envelopes: Sequence[Envelope],
    world: World,
    took: Fraction | None = None,
    seen: Mapping[str, Sighting] | None = None,
) -> Report:
    """`took` is the time of all stages with their setups; without it, that of their commands."""
    found = compared(plan.comparison, plan.context, world)
    evidence = found.added_to(gather(sources_of(plan), envelopes, world))
    evidence = replace(evidence, probes=probe_evidence(plan, seen or {}, evidence, world))
    if took is not None and evidence.elapsed is not None:
        evidence = replace(evidence, elapsed=took)
    if plan.accept_label:
        from quality_gate.guard import policy_of  # imported late: only what is proposed is guarded

        evidence = replace(evidence, policy=policy_of(evidence, plan.context, plan.accept_label, world))
    waived = waive(evidence, plan.waivers, _occasion(plan, world))
    verdict = judge(waived.evidence, plan.rules, _decides(plan), waived)
    report = Report(
        context=plan.context,
        evidence=replace(waived.evidence, base=None),
        verdict=verdict,
        rollup=replace(
            roll_up(waived.evidence, verdict, plan.by, waived),
            metrics=metric_rows(plan.rules, waived.evidence, verdict),
        ),
        notices=(*plan.notices, *found.notices),
    )
    report = world.mask.value(report)  # once, and before anything is written or posted
    # The base was masked when its record was written, and nobody writes it again.
    return replace(report, evidence=replace(report.evidence, base=waived.evidence.base))


def _decides(plan: Plan) -> Decides:
    return Decides(scope=plan.scope, partial=plan.partial, base_required=plan.comparison.required)


def _occasion(plan: Plan, world: World) -> Occasion:
    context = plan.context
    return Occasion(
        today=world.clock.today(),
        pull_request=context.event in PULL_REQUESTS,
        release=context.event == "release" or bool(context.tag),
        complete=not (plan.scope or plan.left_out),
        config=context.config,
    )


def sources_of(plan: Plan) -> Sources:
    context = plan.context
    expected = Expected(
        jobs=plan.jobs,
        commit=context.commit,
        gate=context.gate,
        config=context.config_digest,
        run=context.run,
        attempt=context.attempt,
    )
    return Sources(
        expected=expected, exclude=plan.exclude, limits=plan.limits, lookups=lookups_of(plan.rules)
    )
