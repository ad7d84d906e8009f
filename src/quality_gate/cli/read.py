"""`read`: say what a report really says, one answer per file, whatever the file is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from quality_gate.model.reading import Reading, State, invalid
from quality_gate.world.console import Console
from quality_gate.world.coverage_data import CoverageData
from quality_gate.world.environment import Environment
from quality_gate.world.files import Files

if TYPE_CHECKING:
    from quality_gate.readers.reader import ReadLimits

_EPILOG = """\
examples
  quality-gate read out/unit.xml      one report
  quality-gate read out               every report in a folder, and their sum

Formats are recognised by content. Failing tests in a report are
its content, not an error of reading.

exit codes: 0 all was read, 1 a file cannot be read, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a report of any known format, or a folder of them"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="a table, or one JSON object per file and line",
    )
    parser.add_argument(
        "--limit",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="take more of a report, as `limits:` in the configuration: report-size=2GiB; may be repeated",
    )


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.readers.contract import contract_line

    console = Console(allow_color=Environment().color)
    readings = list(_readings(arguments.files, _limits(arguments.limit)))
    if arguments.format == "json":
        from quality_gate.renderers.json_text import harmless_json

        for name, reading in readings:
            console.say(harmless_json(contract_line(name, reading)))
    else:
        from quality_gate.renderers.paint import Paint
        from quality_gate.renderers.readings import readings_text

        paint = Paint(color=console.color, unicode=True)
        console.say(readings_text(readings, console.width, paint))
    return int(any(reading.state is State.INVALID for _, reading in readings))


def _limits(written: list[str]) -> ReadLimits:
    from quality_gate.readers.reader import DEFAULT_LIMITS

    if not written:
        return DEFAULT_LIMITS
    from quality_gate.config.limits import limits_from  # imported late: most readings need no configuration

    return limits_from(written)


def _readings(names: list[str], limits: ReadLimits) -> Iterator[tuple[str, Reading]]:
    from quality_gate.reading import read_file

    files, data = Files(Path.cwd()), CoverageData()
    for given in names:
        if not given:
            yield given, invalid("unknown", "it has no name")
            continue
        refused: list[OSError] = []
        inside = _inside(given, refused)
        for error in refused:
            yield str(error.filename or given), invalid("unknown", error.strerror or str(error))
        if inside == [] and not refused:
            yield given, invalid("unknown", "it is not a regular file, but a folder without any")
        for name in [given] if inside is None else inside:
            yield name, read_file(str(Path(name).absolute()), files, data, limits)


def _inside(given: str, refused: list[OSError]) -> list[str] | None:
    """All files in a folder; None where it is none."""
    if not Path(given).is_dir():
        return None
    return [str(Path(given, name)) for name in Files(Path(given)).walk(refused=refused.append)]
