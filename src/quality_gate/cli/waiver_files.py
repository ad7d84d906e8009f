"""Reads the files of waivers that a configuration names, and asks for the day."""

from __future__ import annotations

from quality_gate.bind.node import Node
from quality_gate.config.load import load
from quality_gate.config.waivers import Around, waiver_files
from quality_gate.world.world import World


def around_of(root: Node, world: World) -> Around:
    """What cannot be read is left out: the configuration says where it is named."""
    files = {}
    for name in waiver_files(root):
        try:
            content = world.files.read(name)
        except (OSError, ValueError):
            continue
        files[name] = load(content, name)
    return Around(today=world.clock.today(), files=files)
