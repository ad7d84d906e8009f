"""What most commands need first: the configuration, the doors, and where we are."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

from quality_gate.cli.find_configuration import find, placed
from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.errors import CannotWork, UsageError
from quality_gate.model.output import ENVELOPES, FOLDER
from quality_gate.plan.plan import Plan
from quality_gate.plan.wishes import Wishes
from quality_gate.version import version
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    world: World
    settings: Settings
    context: Context
    configured: bool  # False: there is no file, the conventional rule set holds


def common_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="the configuration (default: quality-gate.yml, here or in .github/, else in a folder above)",
    )
    parser.add_argument("-C", "--directory", metavar="DIR", default=".", help="work as if started in DIR")


def selection_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--profile",
        metavar="P",
        default="full",
        help="a profile of the configuration (default: full, everything)",
    )
    parser.add_argument(
        "--stage", metavar="S", action="append", default=[], help="only this stage; may be repeated"
    )
    parser.add_argument("--from", metavar="S", dest="first", default="", help="begin with this stage")
    parser.add_argument("--until", metavar="S", dest="last", default="", help="end with this stage")


def verdict_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="exit 1 when there are warnings")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="what goes to standard output (default: text)",
    )


def prepare(arguments: argparse.Namespace) -> Prepared:
    start = Path(arguments.directory).resolve()
    if not start.is_dir():
        raise UsageError(f"{arguments.directory} is no folder", "name an existing folder with -C")
    file = find(start, arguments.config)
    if file:
        root, config = placed(file)
    else:
        root, config = World.at(start, Console(), Environment()).git.top() or start, ""
    environment = Environment()
    world = World.at(root, Console(allow_color=environment.color), environment)
    settings, digest = _settings(file, world)
    return Prepared(
        world=world,
        settings=settings,
        context=_context(world, settings, config, digest, getattr(arguments, "profile", "full")),
        configured=file is not None,
    )


def _settings(file: Path | None, world: World) -> tuple[Settings, str]:
    if file is None:
        from quality_gate.plan.conventional import PLACES, without_configuration

        tracked = set(world.git.tracked())
        found = [name for name in world.files.matching(PLACES) if name not in tracked]
        return without_configuration(tuple(found)), ""
    from quality_gate.config.assemble import assemble
    from quality_gate.config.load import load

    shown = _from_here(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}", "make it readable") from error
    return assemble(load(content, shown), shown), hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _from_here(file: Path) -> str:
    """As a person would write it where they stand, which need not be the root."""
    path, here = file.parent.resolve() / file.name, Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _context(world: World, settings: Settings, config: str, digest: str, profile: str) -> Context:
    environment = world.environment
    return Context(
        gate=settings.name or world.files.root.name,
        version=version(),
        commit=world.git.head(),
        branch=environment.get("GITHUB_HEAD_REF") or environment.get("GITHUB_REF_NAME") or world.git.branch(),
        event=environment.get("GITHUB_EVENT_NAME"),
        run=environment.get("GITHUB_RUN_ID"),
        run_url=environment.run_url,
        attempt=environment.attempt,
        repository=environment.get("GITHUB_REPOSITORY"),
        server_url=environment.get("GITHUB_SERVER_URL"),
        config=config,
        config_digest=digest,
        folder=_folder(world),
        profile=profile,
        started=world.clock.now(),
        ci=environment.ci,
        github=environment.github,
    )


def _folder(world: World) -> str:
    """The root below the repository's top: several gates may stand in one repository."""
    top = world.git.top()
    root = world.files.root.resolve()
    if top is None or not root.is_relative_to(top.resolve()):
        return ""
    inside = root.relative_to(top.resolve()).as_posix()
    return "" if inside == "." else inside


def plan_for(prepared: Prepared, wishes: Wishes) -> Plan:
    from quality_gate.plan.make import make_plan
    from quality_gate.publishers.table import DEFAULT

    return make_plan(prepared.settings, prepared.context, wishes, DEFAULT)


def wishes_of(arguments: argparse.Namespace, system: str = "") -> Wishes:
    return Wishes(
        profile=arguments.profile,
        stages=tuple(arguments.stage),
        first=arguments.first,
        last=arguments.last,
        system=system,
        fail_fast=getattr(arguments, "fail_fast", False),
    )


def output_folder(world: World, *, fresh: bool = False) -> None:
    """The one folder that the gate writes to; not being able to is the gate's own failure."""
    from quality_gate.cli.own_folder import refuse_links

    refuse_links(world, deep=not fresh)
    if fresh:
        world.files.remove_tree(ENVELOPES)  # what an earlier run handed over is no evidence of this one
    try:
        world.files.folder(FOLDER)
    except OSError as error:
        raise CannotWork(
            f"{FOLDER}/ cannot be written: {error.strerror}", "make the folder writable"
        ) from error
