"""What the words of a rule mean, by its key path: from the same dataclasses that read the file."""

from __future__ import annotations

from typing import Any

from quality_gate.bind.shapes import Free, Many, Maybe, Record, shape_of
from quality_gate.config.assemble import configuration


def about(rule: str) -> str:
    """What the last known word on the way says of itself; empty where no word is known."""
    said = ""
    target: Any = configuration()
    for word in rule.split("."):
        shape = shape_of(target)
        while isinstance(shape, Maybe | Many):
            target = shape.item
            shape = shape_of(target)
        if isinstance(shape, Free):
            target = shape.item  # a name that the user chose
            continue
        found = [entry for entry in shape.entries if entry.key == word] if isinstance(shape, Record) else []
        if not found:
            break
        said, target = found[0].doc, found[0].type
    return said
