"""The door to `.coverage` data files: the one evidence that is a database, and needs the sources.

Shards are read from copies; the files themselves are never written, moved or deleted. Totals are those of
`coverage json` with its defaults: the project's coverage settings are not read (`config_file=False`), because
they may run plugins and name other folders; whether branches count is what the data says. A source is looked
for at its own path below the root or elsewhere in this checkout, then by its longest suffix below the root,
then where it was measured.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quality_gate.model.coverage import Coverage
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.world.coverage_report import NAME, reading_of
from quality_gate.world.coverage_tables import check_tables

if TYPE_CHECKING:
    import coverage

_SHOWN: Final = ("/proc/", "/sys/")
_MAGIC: Final = b"SQLite format 3\0"


@dataclass(slots=True)
class _Measured:
    """What all data files together have executed, by the path of the source as it lies here."""

    lines: dict[str, set[int]] = field(default_factory=dict)
    arcs: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    with_branches: set[bool] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    plugins: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)  # shards in which nothing was measured


class CoverageData:
    """Recognises and reads `.coverage` files, one or several shards at once."""

    def recognises(self, head: bytes) -> bool:
        return head.startswith(_MAGIC)

    def read(self, paths: Sequence[str], root: str) -> Reading:
        """One reading for all shards; a note that starts with `environment` says what is lacking here."""
        import sqlite3  # imported late, as coverage is

        import coverage

        measured = _Measured()
        top = Path(root).resolve()
        try:
            with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for number, path in enumerate(paths):
                    shard = shutil.copyfile(path, Path(folder, f"shard{number}"))
                    check_tables(shard)
                    if not _add(measured, shard, top):
                        measured.empty.add(path)
                return _judged(measured, Path(folder, "coverage.json"), top)
        except (coverage.CoverageException, sqlite3.Error, OSError, ValueError, TypeError) as error:
            return invalid(NAME, f"cannot be read: {error}")


def _add(measured: _Measured, shard: Path, top: Path) -> bool:
    """False where the shard measured no file at all."""
    import coverage

    data = coverage.CoverageData(basename=str(shard))
    data.read()
    if not data.measured_files():
        return False
    measured.with_branches.add(data.has_arcs())
    for path in data.measured_files():
        if plugin := data.file_tracer(path):
            measured.plugins.add(plugin)
            continue
        source = _source(path, top)
        if source is None:
            measured.missing.add(path)
        elif data.has_arcs():
            measured.arcs.setdefault(source, set()).update(data.arcs(path) or ())
        else:
            measured.lines.setdefault(source, set()).update(data.lines(path) or ())
    data.close()
    return True


def _source(path: str, top: Path) -> str | None:
    """Where the source lies here; a shard of another machine has that machine's absolute paths."""
    own = Path(os.path.normpath(Path(top, path)))
    if _is_source(own) and (own.is_relative_to(top) or _is_next_door(own, top)):
        return str(own)
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    for start in range(len(parts)):
        here = top.joinpath(*parts[start:])
        if _is_source(here) and (start < len(parts) - 1 or not _is_source(own)):
            return str(here)
    return str(own) if _is_source(own) else None


def _is_source(path: Path) -> bool:
    """What the system only shows as a file may never end, or wait for ever."""
    return path.is_file() and not os.path.realpath(path).startswith(_SHOWN)


def _is_next_door(source: Path, top: Path) -> bool:
    """Of this checkout, above the gate's folder: ours only ends like it. What is installed may be ours."""
    checkout = next((folder for folder in top.parents if (folder / ".git").exists()), top)
    return source.is_relative_to(checkout) and "site-packages" not in source.parts


def _judged(measured: _Measured, outfile: Path, top: Path) -> Reading:
    import coverage

    if not measured.with_branches:
        return Reading(format=NAME, state=State.EMPTY, note="no file was measured", coverage=Coverage())
    if lacking := _what_is_lacking(measured):
        return invalid(NAME, lacking)
    try:
        found = reading_of(_report(measured, outfile), top)
    except (coverage.CoverageException, SyntaxError, UnicodeError, RecursionError) as error:
        return invalid(NAME, _environment(f"the sources cannot be analysed with this Python: {error}"))
    if measured.empty and found.state is State.OK:
        return replace(found, state=State.SUSPECT, note=f"nothing was measured in {_named(measured.empty)}")
    return found


def _what_is_lacking(measured: _Measured) -> str:
    if len(measured.with_branches) > 1:
        return "some shards measured branches and some did not: they cannot be combined"
    if measured.plugins:
        return _environment(f"measured with the plugin {_named(measured.plugins)}")
    if measured.missing:
        return _environment(f"not every measured source is here: {_named(measured.missing)}")
    return ""


def _environment(why: str) -> str:
    return f"environment: {why}; add `coverage json` to the stage"


def _named(names: set[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:2]) + (f" and {len(shown) - 2} more" if len(shown) > 2 else "")


def _report(measured: _Measured, outfile: Path) -> Mapping[str, Any]:
    """What `coverage json` says of the combined data."""
    import coverage

    branches = True in measured.with_branches
    control = coverage.Coverage(data_file=None, config_file=False, branch=branches)
    # Only the digits of the percentage that is displayed.
    control.set_option("report:precision", 2)
    _fill(control.get_data(), measured)
    control.json_report(outfile=str(outfile))
    found: Mapping[str, Any] = json.loads(outfile.read_bytes())
    return found


def _fill(data: coverage.CoverageData, measured: _Measured) -> None:
    if measured.arcs:
        data.add_arcs(measured.arcs)
    else:
        data.add_lines(measured.lines)
    data.touch_files(measured.arcs or measured.lines)  # those of which no line ran
