"""`conclude`: merge envelopes, judge and publish."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from quality_gate.cli.ending import ended, quiet
from quality_gate.cli.prepare import (
    common_options,
    output_folder,
    plan_for,
    prepare,
    selection_options,
    verdict_options,
    wishes_of,
)
from quality_gate.model.errors import UsageError
from quality_gate.model.output import ENVELOPES
from quality_gate.rules.handed_over import Seal

_EPILOG = """\
Folders are searched for envelopes at any depth; names do not matter. A shard
that is missing, or that comes from another commit, is named and blocks.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="a folder with envelopes (default: quality-gate/envelopes)"
    )
    common_options(parser)
    selection_options(parser)
    parser.add_argument(
        "--seal",
        metavar="SHA256",
        help="what an earlier step of this job said that it handed over; anything else there blocks",
    )
    verdict_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.envelopes.find import find_envelopes
    from quality_gate.envelopes.seal import seal_of
    from quality_gate.envelopes.sightings import find_sightings
    from quality_gate.looking import handed_over
    from quality_gate.run import conclude, sources_of

    prepared = prepare(arguments)
    own = prepared.world.files.path(ENVELOPES)
    folders = [Path(arguments.directory, path).resolve() for path in arguments.paths] or [own]
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"there is no {folder}", "name a folder with envelopes")
    places = [str(folder) for folder in folders]
    found = find_sightings(places, prepared.world)
    target = next((one.target for one in found if one.gate == prepared.context.gate), "")
    envelopes = find_envelopes(places, prepared.world)
    wishes = replace(wishes_of(arguments), runs_nothing=True, handed_target=target)
    if arguments.seal is not None:
        lying = seal_of(envelopes, found, prepared.world.files)
        wishes = replace(wishes, seal=Seal(told=arguments.seal, found=lying))
    plan = quiet(plan_for(prepared, wishes), arguments)
    output_folder(prepared.world)
    seen = handed_over(plan, sources_of(plan), found)
    return ended(conclude(plan, envelopes, prepared.world, seen=seen), arguments, prepared.world)
