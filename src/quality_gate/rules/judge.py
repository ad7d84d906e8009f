"""Every rule is asked; the rulings together are the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Decision, Level, Ruling, Status, Verdict
from quality_gate.rules.rule import Rule
from quality_gate.rules.waivers.account import account
from quality_gate.rules.waivers.rulings import waive_rulings
from quality_gate.rules.waivers.waived import Waived

_EVALUATED = {Status.PASSED, Status.WARNED, Status.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decides:
    """What this run may say: READY only when it is complete and its profile decides."""

    scope: str = ""  # empty for a complete, deciding run; else "quick", "partial: unit"
    partial: bool = False  # only some stages were asked for
    base_required: bool = False  # a rule that finds no base to compare with blocks


def judge(
    evidence: Evidence, rules: Iterable[Rule], decides: Decides, waived: Waived | None = None
) -> Verdict:
    """`waived` is where the evidence comes from, if there are waivers."""
    rulings = tuple(ruling for rule in rules for ruling in rule.judge(evidence))
    if decides.base_required:
        rulings = tuple(_insisted(ruling) for ruling in rulings)
    if decides.partial:
        rulings = tuple(_excused(ruling) for ruling in rulings)
    if waived is not None:
        rulings, met = waive_rulings(rulings, waived)
        rulings += account(met, waived)
    return decided(rulings, decides)


def decided(rulings: tuple[Ruling, ...], decides: Decides) -> Verdict:
    """What rulings add up to; whoever reads them from a record adds them up anew."""
    required = [ruling for ruling in rulings if ruling.level is Level.REQUIRED]
    blocked = any(ruling.blocks for ruling in rulings)
    evaluated = any(ruling.status in _EVALUATED for ruling in required)
    reason = "" if blocked or evaluated else _nothing_judged(rulings)
    good = evaluated and not blocked
    if decides.scope:
        decision = Decision.PASSED if good else Decision.FAILED
    elif good:
        warned = any(ruling.warns for ruling in rulings)
        decision = Decision.READY_WITH_WARNINGS if warned else Decision.READY
    else:
        decision = Decision.NOT_READY
    return Verdict(decision=decision, rulings=rulings, scope=decides.scope, reason=reason)


def _nothing_judged(rulings: tuple[Ruling, ...]) -> str:
    if not rulings:
        return "no rule was evaluated: the configuration names no stage, no test rule and no coverage rule"
    return "no required rule was evaluated"


def _insisted(ruling: Ruling) -> Ruling:
    return replace(ruling, base_required=True) if ruling.cause is Cause.NO_BASE else ruling


def _excused(ruling: Ruling) -> Ruling:
    """A part of the gate need not show what other stages measure; a report that a stage declares it must."""
    if ruling.cause is not Cause.MISSING or ruling.rule.startswith(("stages.", "probes.")):
        return ruling
    return replace(
        ruling, status=Status.SKIPPED, cause=None, reason=f"{ruling.reason} in this part of the gate", next=""
    )
