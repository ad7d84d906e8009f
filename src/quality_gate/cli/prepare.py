"""What most commands need first: the configuration, the doors, and where we are."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from quality_gate.cli.find_configuration import find, placed
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
    from quality_gate.config.places import digest_of

    shown = _from_here(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}", "make it readable") from error
    node = load(content, shown)
    settings = assemble(node, shown, around_of(node, world))
    return settings, digest_of(content)


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
    from quality_gate.compare import changes_of

    changes = changes_of(prepared.world, prepared.context, wishes.base_ref).changes
    return tuple(sorted(changes.touched)) if changes is not None else None


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
