"""Names in a configuration that stand for nothing, and needs that go in a circle.

This looks at the tree as written, not at the bound values: a mistake elsewhere must not hide these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quality_gate.bind.node import Kind, Node
from quality_gate.config.placeholders import names_in
from quality_gate.model.errors import Mistake
from quality_gate.model.paths import nearest

ALL, NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class _Name:
    """A word that ought to be the name of something, and the place a mistake in it points at."""

    text: str
    where: Node


def mistaken_names(root: Node) -> Iterator[Mistake]:
    stages = dict(_entries(_child(root, "stages")))
    needs = {name: list(_names(stage, "needs")) for name, stage in stages.items()}
    for name, wanted in needs.items():
        yield from _unknown(f"stages.{name}.needs", wanted, stages)
        for need in wanted:
            if need.text == name:
                yield _told(need.where, f"stages.{name}.needs", f"{name} needs itself", "remove this need")
    others = {name: {n.text: n.where for n in some if n.text != name} for name, some in needs.items()}
    yield from _circles(others)
    for name, profile in _entries(_child(root, "profiles")):
        yield from _unknown(f"profiles.{name}.stages", _names(profile, "stages"), stages)
    yield from _of_probes(root, stages)
    yield from _of_metrics(root, stages)
    for name, group in _entries(_child(_child(root, "tests"), "groups")):
        yield from _unknown(f"tests.groups.{name}.stage", _names(group, "stage"), stages)


def _of_probes(root: Node, stages: Mapping[str, Node]) -> Iterator[Mistake]:
    probes, targets = dict(_entries(_child(root, "probes"))), dict(_entries(_child(root, "targets")))
    for name, profile in _entries(_child(root, "profiles")):
        known = {**probes, ALL: root, NONE: root}
        yield from _unknown(f"profiles.{name}.probes", _names(profile, "probes"), known, "probe")
        yield from _unknown(f"profiles.{name}.target", _names(profile, "target"), targets, "target")
    words = dict.fromkeys(key for _, target in targets.items() for key, _ in _entries(target))
    for name, probe in probes.items():
        yield from _unknown(f"probes.{name}.needs", _names(probe, "needs"), stages)
        yield from _placeholders(f"probes.{name}", probe, words)


def _of_metrics(root: Node, stages: Mapping[str, Node]) -> Iterator[Mistake]:
    metrics = dict(_entries(_child(root, "metrics")))
    for name, metric in metrics.items():
        source = _child(metric, "from") or Node(kind=Kind.MAPPING)
        for key in ("log", "stage"):
            yield from _unknown(f"metrics.{name}.from.{key}", _names(source, key), stages)
        others = {other: value for other, value in metrics.items() if other != name}
        for key in ("ratio", "difference", "share"):
            yield from _unknown(f"metrics.{name}.from.{key}", _names(source, key), others, "metric")
        wanted = [_Name(other, value) for other, value in _entries(_child(metric, "provided"))]
        yield from _unknown(f"metrics.{name}.provided", wanted, others, "metric")


def _placeholders(path: str, probe: Node, words: Iterable[str]) -> Iterator[Mistake]:
    from quality_gate.probes.table import PROBES  # imported late: most configurations have no probe

    own = {
        word for kind, _ in _entries(probe) if kind in PROBES for word in PROBES[kind].SETTINGS.PLACEHOLDERS
    }
    known = [*words]
    for key, value in probe.entries:
        for name in dict.fromkeys(names_in(value)):
            if name not in own and name not in known:
                near = nearest(name, known, 1)
                remedy = f"did you mean `{{{near[0]}}}`? " if near else ""
                remedy += f"write `{{{{{name}}}}}` where braces are meant" if not near else ""
                told = f"`{{{name}}}` stands for nothing: no target has `{name}`"
                yield _told(key, f"{path}.{key.text}", told, remedy.strip())


def _child(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in node.entries if name.text == key), None) if node else None


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, value in node.entries if node else ():
        if key.scalar:
            yield key.text, value


def _names(node: Node, wanted: str) -> Iterator[_Name]:
    """One bare word, or a list of them; a mistake points at the key, or at the item of the list."""
    for key, value in node.entries:
        if key.text == wanted and value.kind is Kind.LIST:
            yield from (_Name(item.text, item) for item in value.items if item.scalar)
        elif key.text == wanted and value.kind not in (Kind.MAPPING, Kind.NULL):
            yield _Name(value.text, key)


def _unknown(
    key: str, wanted: Iterable[_Name], known: Mapping[str, Node], noun: str = "stage"
) -> Iterator[Mistake]:
    for name in wanted:
        if name.text not in known:
            near = nearest(name.text, known, 1)
            remedy = (
                f"did you mean `{near[0]}`?" if near else f"the {noun}s are: {', '.join(known) or 'none'}"
            )
            yield _told(name.where, key, f"there is no {noun} {name.text!r}", remedy)


def _circles(needs: Mapping[str, Mapping[str, Node]]) -> Iterator[Mistake]:
    """Takes away what needs nothing that is left, again and again: circles stay, and what needs them."""
    left = {name: {need for need in wanted if need in needs} for name, wanted in needs.items()}
    while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in free:
            del left[name]
    while left:
        trail = [next(iter(left))]
        while (after := min(left[trail[-1]] & left.keys(), default="")) and after not in trail:
            trail.append(after)
        circle = trail[trail.index(after) :] if after else []
        for name in trail:
            del left[name]
        if circle:
            where = needs[circle[-1]][after]
            said = f"{' → '.join([*circle, after])} is a circle"
            yield _told(where, f"stages.{circle[-1]}.needs", said, "remove one of these needs")


def _told(node: Node, key: str, what: str, remedy: str) -> Mistake:
    return Mistake(node.line, node.column, key, what, remedy)
