"""`run`: run the stages, then judge and publish."""

from __future__ import annotations

import argparse

from quality_gate.cli.ending import ended, quiet
from quality_gate.cli.options import common_options, verdict_options, wishes_of
from quality_gate.cli.own_folder import forget_outputs
from quality_gate.cli.prepare import output_folder, plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.cli.trust import refuse_untrusted, trust_options
from quality_gate.plan.plan import Plan
from quality_gate.stages.listener import Listener
from quality_gate.world.world import World

SEAL = "handed-over"  # the output of the step that runs the stages
_EPILOG = """\
examples
  quality-gate run                    everything: the only run that says READY
  quality-gate run --stage unit       one stage: PASSED or FAILED, never READY
  quality-gate run --level required   the stages of one level
  quality-gate run --profile quick    a profile of the configuration
  quality-gate run --stage unit -- -k name
                                      words behind -- go to the stage's command

exit codes: 0 ready or passed, 1 not ready or failed, with --strict also for
warnings; 2 a mistake in the configuration or on the command line. More: -h of
`quality-gate` itself.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)
    selection_options(parser)
    parser.add_argument(
        "words",
        metavar="WORD",
        nargs="*",
        help="words for the command of the one stage that `--stage` names, behind `--`",
    )
    parser.add_argument("--fail-fast", action="store_true", help="start no further stage after a failure")
    parser.add_argument("--dry-run", action="store_true", help="say what would run, and run nothing")
    parser.add_argument(
        "--no-verdict",
        action="store_true",
        help="only run the stages and write their envelopes, for a later `conclude`",
    )
    trust_options(parser)
    verdict_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    plan = quiet(plan_for(prepared, wishes_of(arguments, prepared.world.environment.system)), arguments)
    if arguments.dry_run:
        from quality_gate.cli.plan_words import plan_text

        prepared.world.console.say(plan_text(plan, prepared.world.console.width))
        return 0
    from quality_gate.cli.talk import listener_for
    from quality_gate.run import run
    from quality_gate.world.privacy import close_to_others

    refuse_untrusted(prepared.context, arguments)
    close_to_others()
    output_folder(prepared.world, fresh=True)
    forget_outputs(prepared.world, plan.comparison.base)
    listener = listener_for(prepared.world, plan)
    if arguments.no_verdict:
        _only_stages(plan, prepared.world, listener)
        return 0
    return ended(run(plan, prepared.world, listener), arguments, prepared.world)


def _only_stages(plan: Plan, world: World, listener: Listener) -> None:
    """Then the next step is told what was handed over, by a way that no stage can take."""
    from quality_gate.envelopes.seal import seal_of
    from quality_gate.looking import Lookout
    from quality_gate.run import run_stages
    from quality_gate.world.runner_files import RunnerFiles

    runner = RunnerFiles.now(world.environment, world.files)
    lookout = Lookout(plan, world, listener)
    envelopes = run_stages(plan, world, listener, lookout)
    seen = (lookout.handed,) if lookout.handed else ()
    written = (world.mask.value(envelope) for envelope in envelopes)
    runner.tell(SEAL, seal_of(written, seen, world.files))
