"""What else `doctor` looks at: versions of programs, ports, and whether reports can be evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from quality_gate.cli.doctor_checks import Check, scripts
from quality_gate.cli.prepare import Prepared
from quality_gate.config.settings import Settings
from quality_gate.model.paths import Globs
from quality_gate.model.verdict import Status
from quality_gate.model.wording import listed, plural
from quality_gate.plan.tools import tools
from quality_gate.probes.command_output import said_by
from quality_gate.probes.probe import Site
from quality_gate.world.ports import free_ports
from quality_gate.world.sockets import connect
from quality_gate.world.unreachable import Unreachable
from quality_gate.world.world import World

_PATIENCE: Final = Fraction(2)  # seconds, for one program or port
_HERE: Final = ("localhost", "127.0.0.1", "::1")
# Only of these it is certain that they answer such a question and do nothing else.
_VERSION: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("make", "cmake", "gcc", "clang", "docker", "podman", "redis-cli", "psql"),
            *("python", "python3", "pip", "uv", "poetry", "tox", "nox", "pytest", "coverage", "ruff"),
            *("mypy", "black", "node", "npm", "npx", "pnpm", "yarn", "bun", "deno", "tsc", "jest"),
            *("cargo", "rustc", "java", "mvn", "gradle", "dotnet", "ruby", "bundle", "php", "k6"),
        ),
        "--version",
    ),
    "go": "version",
}


def around_checks(prepared: Prepared) -> Iterator[Check]:
    settings, world = prepared.settings, prepared.world
    yield from _versions(settings, world)
    for name, words in settings.targets.items():
        if words.get("host") in _HERE:
            yield _target(name, words, settings)
    if wanted := sum(len(stage.ports) for stage in settings.stages.values()):
        yield _ports(wanted)
    if reports := [one for stage in settings.stages.values() for one in stage.reports]:
        yield _reports(reports, world)


def _versions(settings: Settings, world: World) -> Iterator[Check]:
    named = dict.fromkeys(tool for script in scripts(settings) for tool in tools(script))
    site = Site(world=world, timeout=_PATIENCE)
    for tool in named:
        if tool in _VERSION and shutil.which(tool, path=world.environment.get("PATH")):
            said = said_by(f"{tool} {_VERSION[tool]}", site)
            lines = (said.out.strip() or said.errors.strip()).splitlines()
            known = lines and not said.trouble and not said.exit_code
            shown = lines[0][:100] if known else "is there, and does not say its version"
            yield Check(name=tool, status=Status.PASSED if known else Status.WARNED, said=shown)


def _target(name: str, words: Mapping[str, str], settings: Settings) -> Check:
    """Where `setup` starts the server, nobody may listen yet: another one would be looked at."""
    ports = {key: int(word) for key, word in words.items() if word.isdecimal() and 0 < int(word) < 65536}
    taken = [key for key, port in ports.items() if _listening(words["host"], port)]
    said = listed(f"{key} {port} {'answers' if key in taken else 'is free'}" for key, port in ports.items())
    if taken and settings.setup:
        fix = "end what listens there: `setup` starts a server of its own, and the old one would answer"
        return Check(name=f"target {name}", status=Status.WARNED, said=said, fix=fix)
    return Check(name=f"target {name}", status=Status.PASSED, said=said or "names no port")


def _listening(host: str, port: int) -> bool:
    try:
        connect(host, port, float(_PATIENCE))
    except Unreachable:
        return False
    return True


def _ports(wanted: int) -> Check:
    try:
        free_ports(wanted)
    except OSError as error:
        said = f"{plural(wanted, 'free port')} cannot be had: {error.strerror}"
        return Check(
            name="ports", status=Status.FAILED, said=said, fix="see which addresses this machine has"
        )
    return Check(name="ports", status=Status.PASSED, said=f"{plural(wanted, 'free port')} can be had")


def _reports(reports: list[str], world: World) -> Check:
    globs = Globs(tuple(reports))
    tracked, loose = globs.among(world.git.tracked()), globs.among(world.git.untracked())
    if tracked:
        said = f"{listed(tracked)} is committed to git, and such a file is never evidence"
        fix = f"git rm --cached {tracked[0]}, and add it to .gitignore"
        return Check(name="reports", status=Status.FAILED, said=said, fix=fix)
    if loose:
        said = f"git does not ignore {listed(loose)}, and would take it"
        return Check(name="reports", status=Status.WARNED, said=said, fix="add it to .gitignore")
    said = f"{plural(len(reports), 'path')}, none of them committed"
    return Check(name="reports", status=Status.PASSED, said=said)
