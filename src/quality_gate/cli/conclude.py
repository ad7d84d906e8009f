"""`conclude`: merge envelopes, judge and publish."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from quality_gate.cli.ending import ended, quiet
from quality_gate.cli.followed import as_followed, followed_options, looked_there, take_over
from quality_gate.cli.options import common_options, verdict_options, wishes_of
from quality_gate.cli.own_folder import forget_outputs
from quality_gate.cli.prepare import Prepared, output_folder, plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.model.errors import UsageError
from quality_gate.model.output import ENVELOPES
from quality_gate.rules.handed_over import Seal

_EPILOG = """\
examples
  quality-gate conclude               what `run --no-verdict` has left here
  quality-gate conclude downloads     what the jobs of a matrix have uploaded

Folders are searched for envelopes at any depth; names do not matter. A shard
that is missing, or that comes from another commit, is named and blocks.

exit codes: 0 ready or passed, 1 not ready or failed, with --strict also for
warnings; 2 a mistake in the configuration or on the command line. More: -h of
`quality-gate` itself.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="a folder with envelopes (default: quality-gate/envelopes)"
    )
    common_options(parser)
    selection_options(parser)
    followed_options(parser)
    parser.add_argument(
        "--seal",
        metavar="SHA256",
        help="what an earlier step of this job said that it handed over; anything else there blocks",
    )
    verdict_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    if not arguments.followed:
        return _concluded(prepared, _places(arguments, prepared), arguments)
    if arguments.paths or arguments.seal is not None:
        raise UsageError("--followed says where the envelopes are", "leave out PATH and --seal")
    from tempfile import TemporaryDirectory

    # Never in the repository, where a file of theirs could be taken for one of ours.
    with TemporaryDirectory(dir=prepared.world.environment.get("RUNNER_TEMP") or None) as folder:
        prepared = take_over(prepared, arguments.artifact, Path(folder))
        return _concluded(prepared, [folder], arguments)


def _concluded(prepared: Prepared, places: list[str], arguments: argparse.Namespace) -> int:
    from quality_gate.envelopes.find import find_envelopes
    from quality_gate.envelopes.seal import seal_of
    from quality_gate.envelopes.sightings import find_sightings
    from quality_gate.looking import handed_over
    from quality_gate.run import conclude

    found = find_sightings(places, prepared.world)
    target = next((one.target for one in found if one.gate == prepared.context.gate), "")
    envelopes = find_envelopes(places, prepared.world)
    wishes = replace(wishes_of(arguments), runs_nothing=True, handed_target=target)
    if arguments.seal is not None:
        lying = seal_of(envelopes, found, prepared.world.files)
        wishes = replace(wishes, seal=Seal(told=arguments.seal, found=lying))
    plan = quiet(plan_for(prepared, wishes), arguments)
    if arguments.followed:
        plan = as_followed(plan, envelopes)
    output_folder(prepared.world)
    forget_outputs(prepared.world, plan.comparison.base)
    seen = handed_over(plan, found)
    if arguments.followed:
        seen = looked_there(plan, seen)
    return ended(conclude(plan, envelopes, prepared.world, seen=seen), arguments, prepared.world)


def _places(arguments: argparse.Namespace, prepared: Prepared) -> list[str]:
    if arguments.paths and arguments.seal is not None:
        raise UsageError("--seal is of this job's own envelopes", "leave out PATH")
    own = prepared.world.files.path(ENVELOPES)
    if arguments.seal is not None:
        return [str(own)]  # where there is none, the verdict says so
    folders = [Path(arguments.directory, path).absolute() for path in arguments.paths] or [own]
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"there is no {folder}", "name a folder with envelopes")
    return [str(folder) for folder in folders]
