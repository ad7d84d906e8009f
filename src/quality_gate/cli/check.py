"""`check`: judge what lies there, run nothing."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from quality_gate.cli.ending import ended, quiet
from quality_gate.cli.options import common_options, verdict_options, wishes_of
from quality_gate.cli.own_folder import forget_outputs
from quality_gate.cli.prepare import Prepared, output_folder, plan_for, prepare
from quality_gate.cli.selection import selection_options
from quality_gate.model.errors import UsageError

_EPILOG = """\
examples
  quality-gate check                  the reports that lie there
  quality-gate check out/*.xml        these ones
  quality-gate check --format json    the whole record on standard output

Without REPORT the reports that the configuration names are judged; without a
configuration, those in the conventional places. A report must be newer than
the commit it speaks of, and must not be tracked by git.

exit codes: 0 ready or passed, 1 not ready or failed, with --strict also for
warnings; 2 a mistake in the configuration or on the command line. More: -h of
`quality-gate` itself.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "reports", metavar="REPORT", nargs="*", help="judge these reports instead of the configured ones"
    )
    common_options(parser)
    selection_options(parser)
    verdict_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.run import run
    from quality_gate.stages.listener import Silent

    prepared = prepare(arguments)
    reports = tuple(_from_root(name, arguments, prepared) for name in arguments.reports)
    wishes = replace(wishes_of(arguments), collect_only=True, reports=reports)
    plan = quiet(plan_for(prepared, wishes), arguments)
    output_folder(prepared.world, fresh=True)
    forget_outputs(prepared.world, plan.comparison.base)
    return ended(run(plan, prepared.world, Silent()), arguments, prepared.world)


def _from_root(name: str, arguments: argparse.Namespace, prepared: Prepared) -> str:
    """A report is named from where the user stands; the gate's paths start at the root."""
    path = os.path.realpath(Path(arguments.directory, name))
    if not os.path.exists(path):  # noqa: PTH110 - a path with a NUL is no error here, it is not there
        raise UsageError(f"there is no {name}", "name reports that are there, or none: the configured ones")
    if Path(path).is_dir():
        raise UsageError(f"{name} is a folder", f"name the reports in it, such as {name.rstrip('/')}/*.xml")
    relative = os.path.relpath(path, os.path.realpath(prepared.world.files.root))
    return path if relative.startswith("..") else relative.replace(os.sep, "/")
