"""What was handed over becomes a report: evidence is gathered, compared, looked at, waived and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from quality_gate.compare import Compared, compared
from quality_gate.gather import gather
from quality_gate.looking import probe_evidence
from quality_gate.model.envelope import Envelope
from quality_gate.model.events import CHANGES
from quality_gate.model.evidence import Evidence
from quality_gate.model.probes import Sighting
from quality_gate.model.report import Report
from quality_gate.plan.plan import Plan
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.metrics.rows import metric_rows
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.waivers.apply import waive
from quality_gate.rules.waivers.waived import Occasion, Waived
from quality_gate.sources import sources_of
from quality_gate.world.world import World


def judged(
    plan: Plan,
    envelopes: Sequence[Envelope],
    world: World,
    took: Fraction | None = None,
    seen: Mapping[str, Sighting] | None = None,
) -> Report:
    """`took` is the time of all stages with their setups; without it, that of their commands."""
    found = compared(plan.comparison, plan.context, world)
    evidence = _gathered(plan, envelopes, found, world)
    evidence = replace(evidence, probes=probe_evidence(plan, seen or {}, evidence, world))
    if took is not None and evidence.elapsed is not None:
        evidence = replace(evidence, elapsed=took)
    if plan.accept_label:
        from quality_gate.guard import policy_of  # imported late: only what is proposed is guarded

        evidence = replace(evidence, policy=policy_of(evidence, plan.context, plan.accept_label, world))
    waived = waive(evidence, plan.waivers, _occasion(plan, world))
    return _masked(_report(plan, waived, found.notices), world)


def _gathered(plan: Plan, envelopes: Sequence[Envelope], found: Compared, world: World) -> Evidence:
    # Before anything is cut: half a secret is not known again. And as the base was, or names would differ.
    evidence = world.mask.value(gather(sources_of(plan), envelopes, world))
    return found.added_to(evidence)


def _report(plan: Plan, waived: Waived, notices: tuple[str, ...]) -> Report:
    decides = Decides(scope=plan.scope, partial=plan.partial, base_required=plan.comparison.required)
    verdict = judge(waived.evidence, plan.rules, decides, waived)
    rollup = roll_up(waived.evidence, verdict, plan.by, waived)
    return Report(
        context=plan.context,
        evidence=waived.evidence,
        verdict=verdict,
        rollup=replace(rollup, metrics=metric_rows(plan.rules, waived.evidence, verdict)),
        notices=(*plan.notices, *notices),
        recorded=any(outlet.name == "record" for outlet in plan.outlets),
    )


def _masked(report: Report, world: World) -> Report:
    """Once, and before anything is written or posted."""
    # The base was masked when its record was written, and nobody writes it again.
    base = report.evidence.base
    report = world.mask.value(replace(report, evidence=replace(report.evidence, base=None)))
    return replace(report, evidence=replace(report.evidence, base=base))


def _occasion(plan: Plan, world: World) -> Occasion:
    context = plan.context
    return Occasion(
        today=world.clock.today(),
        pull_request=context.event in CHANGES,
        release=context.event == "release" or bool(context.tag),
        complete=not (plan.scope or plan.left_out),
        config=context.config,
    )
