"""What most commands need first: the configuration, the doors, and where we are."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from quality_gate.cli.find_configuration import find, placed
from quality_gate.cli.needs_option import needs_of, needs_options
from quality_gate.cli.whereabouts import context_of
from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.errors import CannotWork, UsageError
from quality_gate.model.mask import Mask
from quality_gate.model.output import ENVELOPES, FOLDER
from quality_gate.plan.plan import Plan
from quality_gate.plan.wishes import Wishes
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

    parser.add_argument(
        "--probe", metavar="P", action="append", default=[], help="only this probe; may be repeated"
    )
    target_option(parser)


def target_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target", metavar="T", default="", help="the target to look at, where the configuration has several"
    )


def base_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base", metavar="FILE", default="", help="the record of an earlier run, to compare this one with"
    )
    parser.add_argument(
        "--base-ref",
        metavar="REF",
        default="",
        help="a commit, branch or tag: lines count as changed since this one left its line",
    )


def verdict_options(parser: argparse.ArgumentParser) -> None:
    base_options(parser)
    needs_options(parser)
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
    mask = Mask(environment.secrets(settings.mask))
    world = replace(world, mask=mask, console=replace(world.console, mask=mask.many))
    return Prepared(
        world=world,
        settings=settings,
        context=context_of(world, settings, config, digest, getattr(arguments, "profile", "full")),
        configured=file is not None,
    )


def _settings(file: Path | None, world: World) -> tuple[Settings, str]:
    if file is None:
        from quality_gate.plan.conventional import PLACES, without_configuration

        tracked = set(world.git.tracked())
        found = [name for name in world.files.matching(PLACES) if name not in tracked]
        return without_configuration(tuple(found)), ""
    from quality_gate.cli.waiver_files import around_of
    from quality_gate.config.assemble import assemble
    from quality_gate.config.load import load

    shown = _from_here(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}", "make it readable") from error
    node = load(content, shown)
    settings = assemble(node, shown, around_of(node, world))
    return settings, hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _from_here(file: Path) -> str:
    """As a person would write it where they stand, which need not be the root."""
    path, here = file.parent.resolve() / file.name, Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def plan_for(prepared: Prepared, wishes: Wishes) -> Plan:
    from quality_gate.plan.make import make_plan
    from quality_gate.publishers.table import DEFAULT

    if any(stage.required_for for stage in prepared.settings.stages.values()):
        wishes = replace(wishes, touched=_touched(prepared, wishes))
    return make_plan(prepared.settings, prepared.context, wishes, DEFAULT)


def _touched(prepared: Prepared, wishes: Wishes) -> tuple[str, ...] | None:
    """A renamed file is touched where it lay, too."""
    from quality_gate.compare import changes_of

    changes = changes_of(prepared.world, prepared.context, wishes.base_ref).changes
    if changes is None:
        return None
    before = (file.before for file in changes.files.values() if file.before)
    return (*changes.files, *before)


def base_named(arguments: argparse.Namespace) -> str:
    """A record is named from where the user stands; empty for none."""
    named = getattr(arguments, "base", "")
    return str(Path(arguments.directory, named).resolve()) if named else ""


def wishes_of(arguments: argparse.Namespace, system: str = "") -> Wishes:
    return Wishes(
        profile=arguments.profile,
        stages=tuple(arguments.stage),
        first=arguments.first,
        last=arguments.last,
        probes=tuple(arguments.probe),
        target=arguments.target,
        base=base_named(arguments),
        base_ref=getattr(arguments, "base_ref", ""),
        needs=needs_of(arguments) if hasattr(arguments, "needs") else {},
        may_skip=tuple(getattr(arguments, "may_skip", ())),
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
