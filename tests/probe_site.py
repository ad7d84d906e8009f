"""A folder that a probe looks at, with the probe written as it is in a configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.config.load import load
from quality_gate.model.errors import Mistake
from quality_gate.model.probes import Sighting
from quality_gate.probes.probe import Site
from quality_gate.probes.table import PROBES
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World

RUN_BEGAN = "2026-11-20T12:00:00Z"


def site(root: Path, files: Mapping[str, str | bytes] | None = None, **parts: Any) -> Site:
    """`env` by name; all else is a part of the site."""
    for name, content in (files or {}).items():
        write(root, name, content)
    variables = {"PATH": os.environ["PATH"], **parts.pop("env", {})}
    world = World.at(root, Console(), Environment(variables))
    return Site(world=world, timeout=Fraction(parts.pop("timeout", 10)), **parts)


def write(root: Path, name: str, content: str | bytes, at: str = RUN_BEGAN) -> Path:
    """A file that was written at a time, by default when the run began."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    moment = datetime.fromisoformat(at).astimezone(UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def bound(kind: str, written: str) -> tuple[Any, tuple[Mistake, ...]]:
    return bind(load(written, "probe.yml"), PROBES[kind].SETTINGS)


def look(kind: str, written: str, where: Site) -> Sighting:
    """What the probe of this kind sees, written in YAML."""
    settings, mistakes = bound(kind, written)
    assert not mistakes, mistakes
    seen = PROBES[kind].look(settings, where)
    assert all(len(spot.note) <= 300 for spot in seen.spots)
    return seen


def mistakes(kind: str, written: str) -> str:
    """All that is wrong with a probe, one below the other."""
    _, found = bound(kind, written)
    return "\n".join(f"{one.key}: {one.what}; {one.remedy}" for one in found)


def began(where: Site, at: str = RUN_BEGAN) -> Site:
    return replace(where, since=at)
