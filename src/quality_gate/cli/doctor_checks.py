"""What `doctor` looks at: the programs, the folder, the disk, the configuration and its stages."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quality_gate.cli.prepare import Prepared, output_folder
from quality_gate.config.settings import Settings
from quality_gate.model.errors import CannotWork, ConfigMistakes, GateError
from quality_gate.model.output import FOLDER
from quality_gate.model.verdict import Status
from quality_gate.model.wording import listed, plural, size_text
from quality_gate.plan.tools import tools
from quality_gate.stages.settings import StageSettings
from quality_gate.world.world import World

_LEAST: Final = 100 << 20  # below, hardly a report can be written
_COMFORT: Final = 1 << 30
_PROBE: Final = f"{FOLDER}/.doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    name: str
    status: Status
    said: str
    fix: str = ""


def here(world: World) -> Iterator[Check]:
    """What the gate needs wherever it runs."""
    yield Check(name="python", status=Status.PASSED, said=f"{platform.python_version()}, {sys.executable}")
    yield _git(world)
    yield _shell(world)
    yield _folder(world)
    yield _disk(shutil.disk_usage(world.files.root).free)


def _git(world: World) -> Check:
    program = shutil.which("git", path=world.environment.get("PATH"))
    if not program:
        return Check(name="git", status=Status.FAILED, said="is not installed", fix="install git")
    try:
        top, head = world.git.top(), world.git.head()
    except CannotWork as trouble:
        return Check(name="git", status=Status.FAILED, said=trouble.what, fix=trouble.remedy)
    if top is None:
        said = f"{program}, but there is no repository here: no file is known to be tracked"
        return Check(name="git", status=Status.WARNED, said=said, fix="start in a repository, or `git init`")
    if not head:
        fix = "commit something: reports are judged against the time of the commit"
        return Check(name="git", status=Status.WARNED, said="a repository without a commit", fix=fix)
    return Check(name="git", status=Status.PASSED, said=f"{program}, commit {head[:7]}")


def _shell(world: World) -> Check:
    program = world.shell.program
    if not program:
        said = "neither bash nor sh is installed: no stage can run"
        return Check(name="bash", status=Status.FAILED, said=said, fix="install bash")
    if world.shell.note:
        return Check(name="bash", status=Status.WARNED, said=world.shell.note, fix="install bash")
    return Check(name="bash", status=Status.PASSED, said=program[0])


def _folder(world: World) -> Check:
    name = f"{FOLDER}/"
    try:
        output_folder(world)
        world.files.write(_PROBE, "")
        world.files.path(_PROBE).unlink()
    except (CannotWork, OSError) as error:
        said = error.what if isinstance(error, CannotWork) else f"cannot be written: {error.strerror}"
        return Check(name=name, status=Status.FAILED, said=said, fix="make the folder writable")
    return Check(name=name, status=Status.PASSED, said="can be written")


def _disk(free: int) -> Check:
    status = Status.FAILED if free < _LEAST else Status.WARNED if free < _COMFORT else Status.PASSED
    fix = "" if status is Status.PASSED else "make room: reports and logs are copied"
    return Check(name="disk", status=status, said=f"{size_text(free)} free", fix=fix)


def unprepared(trouble: GateError) -> Check:
    fix = "see them by `quality-gate lint`" if isinstance(trouble, ConfigMistakes) else trouble.remedy
    return Check(name="configuration", status=Status.FAILED, said=trouble.what, fix=fix)


def stage_checks(prepared: Prepared) -> Iterator[Check]:
    """The configuration, and one row for each command in it."""
    settings = prepared.settings
    if not prepared.configured:
        said = "none: conventional reports are judged"
        yield Check(
            name="configuration", status=Status.WARNED, said=said, fix="write one by `quality-gate init`"
        )
        return
    said = f"{prepared.context.config}, {plural(len(settings.stages), 'stage')}"
    yield Check(name="configuration", status=Status.PASSED, said=said)
    for name, script in (("setup", settings.setup), ("teardown", settings.teardown)):
        if script:
            yield _command(name, script, StageSettings(), prepared.world)
    for name, stage in settings.stages.items():
        if script := _script(stage):
            yield _command(f"stage {name}", script, stage, prepared.world)
        else:
            yield Check(name=f"stage {name}", status=Status.SKIPPED, said="runs nothing, it collects reports")


def scripts(settings: Settings) -> Iterator[str]:
    """All that a whole run would run."""
    yield from (settings.setup, settings.teardown, *map(_script, settings.stages.values()))


def _script(stage: StageSettings) -> str:
    return "\n".join(part for part in (stage.setup, stage.run, stage.teardown) if part)


def _command(name: str, script: str, stage: StageSettings, world: World) -> Check:
    folder = world.files.path(stage.working_directory)
    if not folder.is_dir():
        said = f"there is no folder {stage.working_directory}"
        return Check(name=name, status=Status.FAILED, said=said, fix="correct its working-directory")
    needed = tools(script)
    missing = [tool for tool in needed if not _there(tool, folder, stage, world)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        said = f"{listed(missing)} {verb} not found"
        return Check(name=name, status=Status.FAILED, said=said, fix="install it, or correct the command")
    said = f"{listed(needed, 6)} found" if needed else "names no program that could be looked up"
    return Check(name=name, status=Status.PASSED, said=said)


def _there(tool: str, folder: Path, stage: StageSettings, world: World) -> bool:
    if "/" in tool:
        path = folder / tool
        with contextlib.suppress(RuntimeError):  # nobody has that name: the shell takes it as it is written
            path = folder / Path(tool).expanduser()
        return path.is_file() and os.access(path, os.X_OK)
    search = os.pathsep.join(
        part for part in (stage.env.get("PATH", ""), world.environment.get("PATH")) if part
    )
    return shutil.which(tool, path=search) is not None
