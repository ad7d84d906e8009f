"""Finds envelopes in folders, at any depth and under any name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quality_gate.envelopes.read import BadEnvelope, envelope_from
from quality_gate.model.envelope import Envelope
from quality_gate.model.output import ENVELOPE_FILE, SIGHTINGS_FILE
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.renderers.neutral import neutral_line
from quality_gate.world.files import Files
from quality_gate.world.world import World

_MOST: Final = 20_000
_LARGEST: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Found:
    envelopes: tuple[Envelope, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_envelopes(folders: Iterable[str], world: World) -> tuple[Envelope, ...]:
    """All that can be read; what cannot is told, and misses in the merge."""
    found = search(folders, world)
    for problem in found.problems:
        world.console.tell(neutral_line(f"not used: {problem.reason}"))
    return found.envelopes


def search(folders: Iterable[str], world: World) -> Found:
    envelopes: dict[str, Envelope] = {}
    problems: list[Problem] = []
    for path in files_named(ENVELOPE_FILE, folders, world):
        if len(envelopes) + len(problems) >= _MOST:
            reason = f"there are more than {_MOST:,} envelopes; the rest was not read"
            problems.append(Problem(Cause.INCOMPLETE, reason, "name a smaller folder"))
            break
        folder = str(path.parent)
        try:
            envelopes[folder] = envelope_from(Files(path.parent).read(path.name, _LARGEST), folder)
        except (OSError, BadEnvelope) as problem:
            spot = Spot(str(path))
            next_step = "run that stage again"
            problems.append(Problem(Cause.UNREADABLE, f"{path}: {problem}", next_step, (spot,)))
    return Found(tuple(envelopes.values()), tuple(problems))


def files_named(file: str, folders: Iterable[str], world: World) -> Iterator[Path]:
    """Every file of this name; a path that is no folder is taken for what it is called."""
    for folder in folders:
        top = world.files.path(folder)
        if top.is_file():
            if (top.name == SIGHTINGS_FILE) == (file == SIGHTINGS_FILE):
                yield top.resolve()
            continue
        # An uploaded folder may hold `quality-gate`, which a search for reports would leave out.
        for name in Files(top).walk("", frozenset()):
            if name.rsplit("/", 1)[-1] == file:
                yield (top / name).absolute()
