"""`plan`: say what would run, and why; or give a workflow its matrix."""

from __future__ import annotations

import argparse
import json

from quality_gate.cli.options import common_options, wishes_of
from quality_gate.cli.prepare import plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.model.errors import UsageError
from quality_gate.plan.plan import Plan

MOST_LEGS = 256  # GitHub runs no larger matrix

_EPILOG = """\
examples
  quality-gate plan                   what `run` would do
  quality-gate plan --profile quick   what a profile leaves out, and why
  quality-gate plan --matrix          for `strategy: {matrix: …}` of a workflow

exit codes: 0 said, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)
    selection_options(parser)
    parser.add_argument(
        "--matrix", action="store_true", help="print the matrix of all shards and variants as JSON"
    )


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    plan = plan_for(prepared, wishes_of(arguments))
    if arguments.matrix:
        from quality_gate.renderers.json_text import harmless_json

        prepared.world.console.say(harmless_json(json.dumps({"include": _legs(plan)}, ensure_ascii=False)))
        return 0
    from quality_gate.cli.plan_words import plan_text

    prepared.world.console.say(plan_text(plan, prepared.world.console.width))
    return 0


def _legs(plan: Plan) -> list[dict[str, str]]:
    """One leg per job; `args` is what the leg hands to `quality-gate stage`."""
    if len(plan.jobs) > MOST_LEGS:
        raise UsageError(
            f"the matrix has {len(plan.jobs)} legs, and GitHub runs at most {MOST_LEGS}",
            "use fewer shards or variants",
        )
    legs = []
    for job in plan.jobs:
        words = [job.stage, *(["--shard", f"{job.shard}/{job.shards}"] if job.shards > 1 else [])]
        for key, value in job.variant.items():
            words += ["--variant", f"{key}={value}"]
        legs.append(
            {
                "stage": job.stage,
                "shard": f"{job.shard}/{job.shards}",
                "name": job.folder,
                "runs-on": job.variant.get("os", "ubuntu-latest"),
                "args": json.dumps(words),
                **{f"variant-{key}": value for key, value in job.variant.items()},
            }
        )
    return legs
