"""One look at something, as the gate would do it."""

from __future__ import annotations

import io
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.config.load import load
from quality_gate.config.probes import WrittenProbe, planned
from quality_gate.model.probes import Sighting
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import Planned
from quality_gate.probes.table import PROBES
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World


def site(folder: Path, variables: dict[str, str] | None = None, **parts: Any) -> Site:
    environment = Environment({"PATH": os.environ["PATH"], **(variables or {})})
    world = World.at(folder, Console(out=io.StringIO(), err=io.StringIO()), environment)
    return Site(world=world, timeout=parts.pop("timeout", Fraction(5)), **parts)


def probe(text: str, name: str = "one") -> Planned:
    """`probe('{tcp: "localhost:80"}')`."""
    settings, mistakes = bind(load(text, "probe.yml"), WrittenProbe)
    assert mistakes == ()
    return planned(name, settings)


def mistakes(text: str) -> list[str]:
    """What is wrong with a probe, and where."""
    found = bind(load(text, "probe.yml"), WrittenProbe)[1]
    return [f"{one.key}: {one.what}" for one in found]


def seen(text: str, where: Site) -> Sighting:
    one = probe(text)
    return PROBES[one.kind].look(one.settings, where)
