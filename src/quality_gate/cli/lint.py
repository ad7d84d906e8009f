"""`lint`: find mistakes and holes in the configuration."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from quality_gate.bind.node import Node
from quality_gate.cli.options import common_options
from quality_gate.cli.prepare import Prepared, prepare
from quality_gate.config.places import PLACES
from quality_gate.model.errors import UsageError
from quality_gate.model.wording import plural
from quality_gate.plan.hole import Hole, Known
from quality_gate.plan.holes import holes
from quality_gate.renderers.columns import wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.repository import known_files
from quality_gate.world.world import World

_EPILOG = """\
example
  quality-gate lint --config .github/quality-gate.yml

A hole is a place where the gate would stay green without a reason: a test
command without a report, a formatter that repairs instead of complaining, a
limit that nothing can miss. Hints do not change the exit code.

exit codes: 0 no holes, 1 holes, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)  # a configuration with mistakes ends here
    if not prepared.configured:
        raise UsageError(f"there is no {PLACES[0]} to look at", "run `quality-gate init`")
    found = holes(prepared.settings, known_of(prepared.world))
    real = [hole for hole in found if not hole.hint]
    lines = list(_lines(found, prepared))
    lines.append(f"{plural(len(real), 'hole')} found" if real else "no holes found")
    prepared.world.console.say("\n".join(lines))
    return int(bool(real))


def known_of(world: World) -> Known:
    return Known(
        files=known_files(world),
        tracked=world.git.tracked(),
        lines=lambda path: (world.files.text(path) or "").count("\n") + 1,
    )


def _lines(found: list[Hole], prepared: Prepared) -> Iterator[str]:
    width = prepared.world.console.width
    tree = written_tree(prepared)
    for hole in sorted(found, key=lambda hole: hole.hint):
        node = tree.place(hole.key)
        place = f"{for_terminal(prepared.context.config)}:{node.line}:{node.column}"
        yield f"{place}  {for_terminal(hole.key)}" + ("  (a hint)" if hole.hint else "")
        yield from wrap(for_terminal(hole.what), width, "    ")
        yield from wrap(f"→ {for_terminal(hole.remedy)}", width, "    ", "      ")


def written_tree(prepared: Prepared) -> Node:
    """The written file again: settings do not remember where they stood."""
    from quality_gate.config.load import load

    content = Path(prepared.world.files.path(prepared.context.config)).read_bytes()
    return load(content, prepared.context.config)
