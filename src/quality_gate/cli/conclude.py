"""`conclude`: merge envelopes, judge and publish."""

from __future__ import annotations

import argparse
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
    verdict_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.envelopes.find import find_envelopes
    from quality_gate.run import conclude

    prepared = prepare(arguments)
    own = prepared.world.files.path(ENVELOPES)
    folders = [Path(arguments.directory, path).resolve() for path in arguments.paths] or [own]
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"there is no {folder}", "name a folder with envelopes")
    plan = quiet(plan_for(prepared, wishes_of(arguments)), arguments)
    output_folder(prepared.world)
    envelopes = find_envelopes([str(folder) for folder in folders], prepared.world)
    return ended(conclude(plan, envelopes, prepared.world), arguments, prepared.world)
