"""`base`: say what this run is compared with, where it comes from, and how old it is."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from quality_gate.base_record import BaseFound, age_of
from quality_gate.cli.options import base_options, common_options, wishes_of
from quality_gate.cli.prepare import Prepared, plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.model.verdict import Cause, Problem
from quality_gate.plan.plan import Plan
from quality_gate.renderers.columns import wrap
from quality_gate.renderers.escape import for_terminal

_EPILOG = """\
examples
  quality-gate base                   the record that a run here would find
  quality-gate base --base base.json  what a record is of, and how old
  quality-gate base --base-ref main --format json

In a workflow the record is looked for in the artifacts of this repository's
own runs: of the base commit, of a commit that holds the same, of the nearest
one before it. That takes a token, and `permissions: {actions: read}`.

exit codes: 0 there is a base; 1 there is none, or it is refused; 2 mistakes
"""
_NO_TOKEN: Final = Problem(
    Cause.NO_BASE,
    "nobody can be asked: there is no token, or no repository on GitHub",
    "set QUALITY_GATE_TOKEN and GITHUB_REPOSITORY, or give an earlier record: `--base record.json`",
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)
    selection_options(parser)
    base_options(parser)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    )


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.compare import base_of
    from quality_gate.renderers.json_text import harmless_json

    prepared = prepare(arguments)
    plan = plan_for(prepared, replace(wishes_of(arguments), any_target=True))
    asked = replace(plan.comparison, rules=plan.comparison.rules or ("base",))  # also where no rule asks
    found = base_of(prepared.world, prepared.context, asked)
    if found.record is None and found.problem is None:
        found = replace(found, problem=_NO_TOKEN)
    console = prepared.world.console
    if arguments.format == "json":
        console.say(harmless_json(json.dumps(_value(found, plan, prepared), ensure_ascii=False)))
    else:
        console.say("\n".join(_lines(found, plan, prepared)))
    return int(found.record is None)


def _lines(found: BaseFound, plan: Plan, prepared: Prepared) -> Iterator[str]:
    width = prepared.world.console.width
    problem = found.problem
    said = found.notices or ((f"base: none, {problem.reason}",) if problem else ())
    for text in said:
        yield from wrap(for_terminal(text), width, "", "  ")
    if problem and problem.next:
        yield from wrap(f"→ {for_terminal(problem.next)}", width, "  ", "    ")
    rules = ", ".join(plan.comparison.rules)
    asks = f"it is asked for by {rules}" if rules else "no rule of this configuration compares with a base"
    yield from wrap(for_terminal(asks), width, "", "  ")
    if problem and rules:
        yield f"without it they {'block' if _blocks(problem, plan) else 'warn'}"


def _blocks(problem: Problem, plan: Plan) -> bool:
    return plan.comparison.required or problem.cause is not Cause.NO_BASE


def _value(found: BaseFound, plan: Plan, prepared: Prepared) -> dict[str, Any]:
    record, problem = found.record, found.problem
    base = record and {
        "commit": record.commit,
        "tree": record.tree,
        "time": record.time,
        "age": age_of(record, prepared.context),
        "from": found.source,
        "relation": found.relation,
        "scope": record.scope,
    }
    return {
        "base": base,
        "cause": str(problem.cause) if problem else None,
        "reason": problem.reason if problem else "",
        "next": problem.next if problem else "",
        "required": plan.comparison.required,
        "rules": list(plan.comparison.rules),
    }
