"""`init`: write a configuration for what the repository already has."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from quality_gate.cli.lint import known_of
from quality_gate.config.places import PLACES
from quality_gate.init.find import find_all
from quality_gate.init.proposal import Proposal
from quality_gate.init.repository import TELLING, Repository
from quality_gate.init.table import PYTHON
from quality_gate.init.write import configuration_text
from quality_gate.model.errors import CannotWork, UsageError
from quality_gate.model.wording import plural
from quality_gate.plan.holes import holes
from quality_gate.renderers.escape import for_terminal
from quality_gate.repository import known_files
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World

_ENVIRONMENTS: Final = (".venv", "venv")
_MOST_TEXTS: Final = 500
_LARGEST_TEXT: Final = 1 << 20
_EPILOG: Final = """\
examples
  quality-gate init                   writes quality-gate.yml
  quality-gate init --print           shows it, and writes nothing

It looks for pytest, unittest, tox, nox, npm scripts, Jest, Vitest, Go, Maven,
Gradle and Cargo, and takes over the coverage limits that they already keep.

exit codes: 0 written or shown, 2 there is one already
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "--force", action="store_true", help="overwrite a configuration that is already there"
    )
    parser.add_argument(
        "--print", action="store_true", dest="show", help="print the configuration, and write nothing"
    )
    parser.add_argument("-C", "--directory", metavar="DIR", default=".", help="work as if started in DIR")


def execute(arguments: argparse.Namespace) -> int:
    start = Path(arguments.directory).resolve()
    if not start.is_dir():
        raise UsageError(f"{arguments.directory} is no folder", "name an existing folder with -C")
    world = World.at(start, Console(), Environment())
    there = next((name for name in PLACES if world.files.exists(name)), "")
    if there and not (arguments.force or arguments.show):
        raise UsageError(
            f"{there} is already there", "overwrite it with --force, or look at a new one with --print"
        )
    known = _repository(world)
    proposals = find_all(replace(known, environments=_environments(world, known)))
    text = configuration_text(proposals)
    if arguments.show:
        world.console.tell(_found(proposals))
        world.console.say(text)
        return 0
    name = there or PLACES[0]
    _write(world, name, text)
    gaps = "".join(f"{line}\n" for line in _holes(text, name, world))
    world.console.say(f"{_found(proposals)}\nwrote {name}\n\n{gaps}{_next(proposals, world)}")
    return 0


def _repository(world: World) -> Repository:
    known = known_files(world)
    telling = [path for path in TELLING.among(known) if "node_modules" not in path.split("/")]
    texts = {}
    for path in sorted(telling, key=lambda path: (path.count("/"), path))[:_MOST_TEXTS]:
        stamp = world.files.stamp(path)
        text = world.files.text(path) if stamp and stamp.size <= _LARGEST_TEXT else None
        if text is not None:
            texts[path] = text.removeprefix("\ufeff")
    return Repository(tuple(sorted(known)), texts)


def _environments(world: World, repository: Repository) -> dict[str, frozenset[str]]:
    """Virtual environments stand where git does not look."""
    found: dict[str, frozenset[str]] = {}
    for folder in ("", *repository.folders_with(*PYTHON)):
        for name in _ENVIRONMENTS:
            path = world.files.path(f"{folder}/{name}" if folder else name)
            there = {tool for tool in ("pytest", "coverage") if (path / "bin" / tool).is_file()}
            there |= {"pytest-cov"} if any(path.glob("lib/python3*/site-packages/pytest_cov")) else set()
            found[f"{folder}/{name}" if folder else name] = frozenset(there)
    return found


def _holes(text: str, name: str, world: World) -> Iterator[str]:
    """What the written file does not ask for, though it seems to; `lint` says the same at length."""
    from quality_gate.config.assemble import assemble
    from quality_gate.config.load import load

    for hole in holes(assemble(load(text, name), name), known_of(world)):
        if not hole.hint:
            yield for_terminal(f"hole: {hole.key}: {hole.what}; {hole.remedy}")


def _write(world: World, name: str, text: str) -> None:
    try:
        world.files.write(name, text)
    except OSError as error:
        raise CannotWork(f"{name} cannot be written: {error.strerror}", "make the folder writable") from error


def _found(proposals: tuple[Proposal, ...]) -> str:
    if not proposals:
        return "found no tests that are known here: the configuration is a frame to fill in"
    lines = [f"found {for_terminal(proposal.found)}" for proposal in proposals]
    lines += [f"not carried over: {for_terminal(lost)}" for one in proposals for lost in one.lost]
    return "\n".join(lines)


def _next(proposals: tuple[Proposal, ...], world: World) -> str:
    stages = [stage for proposal in proposals for stage in proposal.stages]
    if not stages:
        return "next: write a stage into it, then quality-gate run"
    lines = [f"next: quality-gate run   ({plural(len(stages), 'stage')}, then the verdict)"]
    ignored = (world.files.text(".gitignore") or "").split()
    writes = any("out" in report.split("/") for stage in stages for report in stage.reports)
    if writes and not {"out", "out/", "/out", "/out/"}.intersection(ignored):
        lines.append("reports go to out/: add that line to .gitignore, as committed reports are no evidence")
    return "\n".join(lines)
