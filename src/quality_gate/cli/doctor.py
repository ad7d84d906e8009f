"""`doctor`: is everything here that the gate and its stages need; and where do a report's files lead?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from quality_gate.cli.doctor_checks import Check, here, stage_checks, unprepared
from quality_gate.cli.find_configuration import find
from quality_gate.cli.options import common_options
from quality_gate.cli.prepare import prepare
from quality_gate.model.errors import CannotWork, ConfigMistakes, GateError, UsageError
from quality_gate.model.verdict import Status
from quality_gate.renderers.columns import Row, by_row, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint, plain_letters
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World

_EPILOG = """\
examples
  quality-gate doctor                 what is here, and what is missing
  quality-gate doctor --paths out/coverage.xml

--paths says for each file of the coverage reports which file of the repository
it is: of the reports named, else of those that the configuration names.

exit codes: 0 all is here, 1 something is missing, or a file leads nowhere;
2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("reports", metavar="REPORT", nargs="*", help="with --paths: look at these reports")
    common_options(parser)
    parser.add_argument(
        "--paths", action="store_true", help="show where the files of the coverage reports lead"
    )


def execute(arguments: argparse.Namespace) -> int:
    if arguments.reports and not arguments.paths:
        raise UsageError("reports are looked at with --paths only", "write `quality-gate doctor --paths`")
    if arguments.paths:
        from quality_gate.cli.doctor_paths import paths_text  # imported late: readers take their time

        prepared = prepare(arguments)
        said, good = paths_text(prepared, [_from_here(name, arguments) for name in arguments.reports])
        _say(said, prepared.world.console)
        return int(not good)
    checks, world = _checks(arguments)
    _say(_laid_out(checks, world.console), world.console)
    return int(any(check.status is Status.FAILED for check in checks))


def _checks(arguments: argparse.Namespace) -> tuple[list[Check], World]:
    """What keeps a run from starting is one finding among others: the rest is looked at all the same."""
    try:
        prepared = prepare(arguments)
    except (ConfigMistakes, CannotWork) as trouble:
        environment = Environment()
        world = World.at(_root(arguments, trouble), Console(allow_color=environment.color), environment)
        return [*here(world), unprepared(trouble)], world
    from quality_gate.cli.doctor_around import around_checks  # imported late: it asks many doors

    around = around_checks(prepared) if prepared.configured else ()
    return [*here(prepared.world), *stage_checks(prepared), *around], prepared.world


def _root(arguments: argparse.Namespace, trouble: GateError) -> Path:
    start = Path(arguments.directory).resolve()
    # Only a configuration that was found can hold mistakes; `.github/` stands for the root.
    file = find(start, arguments.config) if isinstance(trouble, ConfigMistakes) else None
    folder = file.parent if file else start
    return folder.parent if folder.name == ".github" else folder


def _from_here(name: str, arguments: argparse.Namespace) -> str:
    return str(Path(arguments.directory, name).absolute())


def _say(lines: Iterable[str], console: Console) -> None:
    text = "\n".join(lines)
    console.say(text if _unicode(console) else plain_letters(text))


def _unicode(console: Console) -> bool:
    return "utf" in (console.out.encoding or "utf-8").lower()


def _laid_out(checks: list[Check], console: Console) -> Iterator[str]:
    paint = Paint(color=console.color, unicode=_unicode(console))
    rows = [_row(check, paint) for check in checks]
    for check, lines in zip(checks, by_row(rows, console.width, prose=frozenset({2})), strict=True):
        yield from lines
        if check.fix:
            yield from wrap(f"→ {for_terminal(check.fix)}", console.width, "      ", "        ")
    missing = sum(check.status is Status.FAILED for check in checks)
    warned = sum(check.status is Status.WARNED for check in checks)
    if missing or warned:
        yield f"{missing} of {len(checks)} checks failed" + (f", {warned} warned" if warned else "")
    else:
        yield f"all {len(checks)} checks are fine"


def _row(check: Check, paint: Paint) -> Row:
    mark = paint.marked(check.status, str(check.status))
    cells = (mark, for_terminal(check.name), for_terminal(check.said))
    return Row(cells, partial(paint.status, check.status))
