"""Report path → repository path, for every file of the coverage reports."""

from __future__ import annotations

from collections.abc import Sequence

from quality_gate.cli.prepare import Prepared
from quality_gate.model.coverage import Coverage
from quality_gate.model.paths import Globs
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Status
from quality_gate.model.wording import plural
from quality_gate.readers.candidates import Located, candidates
from quality_gate.readers.locate import Locator, excludes, where_they_lead
from quality_gate.reading import read_file
from quality_gate.renderers.columns import width_of
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint
from quality_gate.repository import known_files, locator_of
from quality_gate.world.world import World

_LONGEST = 4_000
_A_SCREEN = 20


def paths_text(prepared: Prepared, named: Sequence[str]) -> tuple[list[str], bool]:
    """The lines to print, and whether every file has its one place."""
    world = prepared.world
    # Whatever lies there, old or new: this asks where paths lead, not what they prove.
    names = named or _configured(prepared)
    limits = prepared.settings.limits
    readings = [(name, read_file(name, world.files, world.coverage_data, limits)) for name in names]
    shown = [(name, r) for name, r in readings if r.coverage is not None or r.state is State.INVALID]
    if not shown:
        return [_nothing(len(readings)), "→ run the stages first, or name a report"], False
    locator = locator_of(known_files(world), world)
    excluded = Globs(prepared.settings.exclude)
    paint = Paint(color=world.console.color, unicode=True)
    lines: list[str] = []
    good = True
    for name, reading in shown:
        said, fine = _report(_shown(name, world), reading, locator, excluded, paint, world.console.width)
        lines += said
        good = good and fine
    return lines, good


def _nothing(reports: int) -> str:
    if not reports:
        return "no report lies here"
    verb = "lies" if reports == 1 else "lie"
    return f"{plural(reports, 'report')} {verb} here, and none holds coverage"


def _configured(prepared: Prepared) -> list[str]:
    names: dict[str, None] = {}
    for stage in prepared.settings.stages.values():
        names.update(dict.fromkeys(prepared.world.files.matching(stage.reports)))
    return list(names)


def _shown(name: str, world: World) -> str:
    return name.removeprefix(f"{world.files.root}/")


def _report(
    name: str, reading: Reading, locator: Locator, excluded: Globs, paint: Paint, width: int
) -> tuple[list[str], bool]:
    if reading.state is State.INVALID:
        mark = paint.status(Status.FAILED, paint.marked(Status.FAILED, "failed"))
        return [f"{for_terminal(name)}: {mark}, it cannot be read: {for_terminal(reading.note)}"], False
    files = (reading.coverage or Coverage()).files
    found, rivals = where_they_lead(files, locator, reading.roots, name)
    foreign = {path for path, one in found.items() if not one.paths and excludes(excluded, path)}
    lost = sum(one.path is None or one.path in rivals for one in found.values()) - len(foreign)
    end = f", {lost:,} without a place" if lost else ""
    lines = [f"{for_terminal(name)} ({reading.format}): {plural(len(files), 'file')}{end}"]
    shown = list(found.items())
    if len(shown) > _A_SCREEN:
        shown.sort(
            key=lambda item: item[1].path is None or item[1].path in rivals
        )  # trouble stands where the prompt comes back
    for path, one in shown:
        lines += _line(path, None if path in foreign else one, rivals, paint, width)
    return lines, not lost and bool(files)


def _line(
    path: str, found: Located | None, rivals: dict[str, Located], paint: Paint, width: int
) -> list[str]:
    """Whole paths, on a second line where one is too short for both: they are to be compared."""
    if found is None:
        status, word, to = Status.SKIPPED, "outside", "is excluded from coverage, and need not be here"
    elif found.path is not None and found.path in rivals:
        status, word = Status.UNKNOWN, "unclear"
        to = f"{found.path} could be {candidates(rivals[found.path])}"
    elif found.path is not None:
        status, word, to = Status.PASSED, "found", f"→ {found.path}"
    elif found.ambiguous:
        status, word, to = Status.UNKNOWN, "unclear", f"could be {candidates(found)}"
    else:
        status, word, to = Status.FAILED, "outside", "is not in this repository"
    shown = for_terminal(path, _LONGEST) or "(a file without a name)"
    mark = paint.marked(status, f"{word:<7}")
    target = for_terminal(to, _LONGEST)
    head = f"  {paint.status(status, mark)}  {shown}"
    if width_of(f"  {mark}  {shown}  {target}") <= width:
        return [f"{head}  {target}"]
    return [head, f"      {target}"]
