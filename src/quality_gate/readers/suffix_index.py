"""Paths indexed by their segments from the end: which of them end like this one, without looking at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice


@dataclass(slots=True)
class Node:
    """One segment of a path, read from its end."""

    below: dict[str, Node] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)  # that end (that is: begin) here

    def all_paths(self, most: int) -> list[str]:
        found: list[str] = []
        waiting = [self]
        while waiting and len(found) < most:
            node = waiting.pop()
            found += node.paths
            waiting += [*islice(reversed(node.below.values()), most)][::-1]  # below each is one at least
        return sorted(found[:most])


def indexed(named: Iterable[tuple[str, str]]) -> Node:
    """From pairs of a name, by which a path is found, and the path."""
    top = Node()
    for name, path in named:
        node = top
        for segment in reversed(name.split("/")):
            node = node.below.setdefault(segment, Node())
        node.paths.append(path)
    return top
