"""`stage`: run one stage, shard or variant, and write its envelope."""

from __future__ import annotations

import argparse

from quality_gate.cli.options import common_options
from quality_gate.cli.prepare import output_folder, plan_for, prepare
from quality_gate.cli.selection import target_option
from quality_gate.cli.trust import refuse_untrusted, trust_options
from quality_gate.model.envelope import Envelope, Freshness
from quality_gate.model.errors import UsageError
from quality_gate.model.output import ENVELOPES
from quality_gate.plan.wishes import Wishes

_EPILOG = """\
examples
  quality-gate stage unit             one stage of a job of its own
  quality-gate stage e2e --shard 2/4  one of four parts
  quality-gate stage unit --variant os=linux --variant python=3.12

Everything that the stage hands over lies below quality-gate/ afterwards: upload
that folder, and give it to `quality-gate conclude` in one last job.

exit codes: 0 the stage came to a good end, 1 it did not, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("name", metavar="NAME", help="the stage")
    common_options(parser)
    parser.add_argument("--profile", metavar="P", default="full", help=argparse.SUPPRESS)
    target_option(parser)
    parser.add_argument("--shard", metavar="i/n", default="", help="only this part of a stage with `shards:`")
    trust_options(parser)
    parser.add_argument(
        "--variant", metavar="K=V", action="append", default=[], help="only this variant; may be repeated"
    )


def execute(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from quality_gate.cli.talk import listener_for
    from quality_gate.renderers.escape import for_terminal
    from quality_gate.run import run_stages
    from quality_gate.world.privacy import close_to_others

    prepared = prepare(arguments)
    wishes = Wishes(
        stages=(arguments.name,),
        target=arguments.target,
        shard=_shard(arguments.shard),
        variant=dict(_pair(text) for text in arguments.variant),
    )
    plan = plan_for(prepared, wishes)
    if not plan.jobs:
        raise UsageError(
            f"stage {arguments.name} has no variant {', '.join(arguments.variant)}", "see `quality-gate plan`"
        )
    # In a matrix the needs ran in other jobs; the workflow's own `needs` keeps the order.
    plan = replace(plan, jobs=tuple(replace(job, needs=()) for job in plan.jobs))
    refuse_untrusted(prepared.context, arguments)
    close_to_others()
    output_folder(prepared.world)
    envelopes = run_stages(plan, prepared.world, listener_for(prepared.world, plan))
    for envelope in envelopes:
        prepared.world.console.say(for_terminal(f"{envelope.label}: {_said(envelope)} → {ENVELOPES}/", 2_000))
    return int(not all(_sound(envelope) for envelope in envelopes))


def _shard(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise UsageError(f"{text!r} is no shard", "write --shard 2/4")
    return int(part), int(parts)


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not (key and mark):
        raise UsageError(f"{text!r} is no variant", "write --variant os=ubuntu-latest")
    return key, value


def _said(envelope: Envelope) -> str:
    last = envelope.last
    return last.reason or (f"exit {last.exit_code}" if last.exit_code is not None else str(last.ended))


def _sound(envelope: Envelope) -> bool:
    from quality_gate.stages.outcome import succeeded  # imported late: mistakes do not pay for it

    return succeeded(envelope) and all(report.freshness is Freshness.FRESH for report in envelope.reports)
