"""`selftest`: prove that each required rule can fail, on spoiled copies of the last run's evidence."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from quality_gate.cli.options import base_options, common_options, wishes_of
from quality_gate.cli.prepare import plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.model.envelope import Envelope
from quality_gate.model.errors import UsageError
from quality_gate.model.evidence import Evidence
from quality_gate.model.output import ENVELOPES
from quality_gate.model.verdict import Level, Status
from quality_gate.model.wording import plural
from quality_gate.plan.plan import Plan
from quality_gate.renderers.columns import Row, table
from quality_gate.renderers.escape import for_terminal
from quality_gate.rules.rule import Rule
from quality_gate.rules.spoil import broken_by, lost_by
from quality_gate.world.world import World

_EPILOG = """\
Run the gate first. The evidence it left is copied in memory and spoiled, one
change at a time: tests fail or are skipped, coverage and metrics fall, a
scanner finds something, reports are lost. A required rule that no change can
break is named: it would stay green whatever happens.

example
  quality-gate run && quality-gate selftest

exit codes: 0 every required rule can fail, 1 one cannot, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)
    selection_options(parser)
    base_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.envelopes.sightings import find_sightings
    from quality_gate.judging import judged
    from quality_gate.looking import handed_over

    prepared = prepare(arguments)
    plan = plan_for(prepared, wishes_of(arguments))
    envelopes = _envelopes(prepared.world)
    seen = handed_over(plan, find_sightings([ENVELOPES], prepared.world))
    evidence = judged(plan, envelopes, prepared.world, seen=seen).evidence
    answers = [_answer(rule, evidence) for rule in _required(plan)]
    if not answers:
        raise UsageError("there is no required rule to put to the test", "write one: `quality-gate init`")
    prepared.world.console.say("\n".join(_lines(answers, prepared.world.console.width)))
    return int(any(not answer.proven for answer in answers))


def _envelopes(world: World) -> tuple[Envelope, ...]:
    from quality_gate.envelopes.find import find_envelopes

    folder = world.files.path(ENVELOPES)
    if not folder.is_dir():
        raise UsageError("there is no evidence to spoil yet", "run the gate first: `quality-gate run`")
    return tuple(find_envelopes([str(folder)], world))


def _required(plan: Plan) -> Iterator[Rule]:
    return (rule for rule in plan.rules if rule.about.level is Level.REQUIRED)


@dataclass(frozen=True, slots=True)
class _Answer:
    rule: str
    proven: bool
    said: str


def _answer(rule: Rule, evidence: Evidence) -> _Answer:
    name = rule.about.rule
    if name.startswith("todo."):
        return _Answer(name, True, "it fails when its box is open: people tick it")
    if not any(ruling.status is Status.PASSED for ruling in rule.judge(evidence)):
        return _Answer(name, True, "it does not hold even now")
    if changed := broken_by(rule, evidence):
        return _Answer(name, True, f"it fails when {changed}")
    lost = lost_by(rule, evidence)
    only = f"; it notices only when {lost}" if lost else ""
    return _Answer(name, False, f"nothing that the reports could say breaks it{only}")


def _lines(answers: list[_Answer], width: int) -> Iterator[str]:
    rows = [
        Row(("ok" if answer.proven else "never", for_terminal(answer.rule), for_terminal(answer.said)))
        for answer in answers
    ]
    yield from table(rows, width, prose=frozenset({2}))
    never = sum(not answer.proven for answer in answers)
    yield ""
    if never:
        yield f"{plural(never, 'required rule')} can never fail: correct the limit, or delete the rule"
    else:
        yield f"{plural(len(answers), 'required rule')}: each can fail"
