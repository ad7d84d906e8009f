"""The environment of one stage: the caller's without what it must not see, then the stage's own."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.model.job import Job
from quality_gate.world.ports import free_ports
from quality_gate.world.world import World

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Z0-9]")


class BadVariables(Exception):
    """The stage's env-file cannot be used; says where and why."""


def variables_of(job: Job, world: World) -> dict[str, str]:
    variables = world.environment.for_stages()
    if job.env_file:
        variables.update(_from_file(job.env_file, world))
    variables.update(job.env)
    variables.update({"QG_STAGE": job.stage, "QG_SHARD": str(job.shard), "QG_SHARDS": str(job.shards)})
    variables.update({f"QG_{_NOT_IN_NAMES.sub('_', k.upper())}": value for k, value in job.variant.items()})
    ports = free_ports(len(job.ports))
    variables.update({name: str(port) for name, port in zip(job.ports, ports, strict=True)})
    return variables


def _from_file(name: str, world: World) -> dict[str, str]:
    try:
        text = world.files.read(name, 1 << 20).decode("utf-8-sig")
    except (OSError, ValueError) as problem:
        raise BadVariables(f"the env-file {name} cannot be read: {problem}") from None
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        key, equals, value = stripped.removeprefix("export ").partition("=")
        key = key.strip()
        if not equals or not _NAME.match(key):
            raise BadVariables(f"{name}:{number}: not of the form NAME=value")
        found[key] = _value(value.strip(), f"{name}:{number}")
    return found


def _value(text: str, where: str) -> str:
    """Quotes keep everything between them; without quotes a comment ends the value."""
    if text[:1] in ("'", '"'):
        inside, closing, rest = text[1:].partition(text[0])
        if not closing or (rest.strip() and not rest.strip().startswith("#")):
            raise BadVariables(f"{where}: the quote is not closed, or something follows it")
        return inside
    return re.split(r"\s#", text, maxsplit=1)[0].rstrip()
