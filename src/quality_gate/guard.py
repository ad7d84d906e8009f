"""Compares the gate with itself at the base: the head says how to run, the base how much is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.config.assemble import configuration
from quality_gate.config.load import load
from quality_gate.config.waivers import Around, bound_file, waiver_files
from quality_gate.model.changes import Changes
from quality_gate.model.context import Context
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.evidence import Evidence
from quality_gate.model.policy import Policy
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Problem
from quality_gate.policy.compare import weakenings
from quality_gate.policy.weakening import Trees
from quality_gate.rules.lost import Lost
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope
from quality_gate.world.world import World

_PLACES = ("quality-gate.yml", "quality-gate.yaml", ".github/quality-gate.yml", ".github/quality-gate.yaml")


def policy_of(evidence: Evidence, context: Context, label: str, world: World) -> Policy:
    """Every weakening in words, and whether somebody has accepted them."""
    changes = evidence.changes
    if changes is None:
        problem = evidence.changes_problem or Problem(Cause.NO_BASE, "the base of this change is not known")
        return Policy(label=label, problem=problem)
    name, before = _at_base(context, changes, world)
    if before is None:
        return Policy(base=changes.base, label=label, nothing="this is the first gate: the base has none")
    try:
        old = _bound(before, name, lambda file: _shown(changes.base, file, world))
    except ConfigMistakes as mistakes:
        why = f"{name} at {changes.base[:7]} has {len(mistakes.mistakes)} mistakes, so it is no floor"
        remedy = "compare by eye, and leave the policy to people this once"
        return Policy(label=label, problem=Problem(Cause.UNREADABLE, why, remedy))
    if not context.config:
        gone = ((name, "it was deleted"),)
        return _answered(changes.base, gone, label, context, world)
    new = _bound(world.files.read(context.config), context.config, lambda file: _lying(file, world))
    found = weakenings(old, new, configuration(), _trees(changes, evidence, world))
    said = (*((one.key, one.said) for one in found), *_lost_tests(evidence))
    return _answered(changes.base, said, label, context, world)


def _answered(
    base: str, weaker: tuple[tuple[str, str], ...], label: str, context: Context, world: World
) -> Policy:
    accepted = bool(weaker) and label in _labels(context, world)
    return Policy(base=base, weaker=weaker, label=label, accepted=accepted)


def _labels(context: Context, world: World) -> tuple[str, ...]:
    """Asked of the forge: a run that is started again still carries the labels of its first time."""
    from quality_gate.forges.labels import labels_of

    return labels_of(context, world)


def _at_base(context: Context, changes: Changes, world: World) -> tuple[str, bytes | None]:
    """Under its old name where it was renamed, or wherever a gate is looked for."""
    now = context.config
    old = changes.files[now].before if now in changes.files else ""
    for name in dict.fromkeys(name for name in (old, now, *_PLACES) if name):
        if (content := _shown(changes.base, name, world)) is not None:
            return name, content
    return "", None


def _shown(commit: str, name: str, world: World) -> bytes | None:
    answer = world.git.answer("show", "--end-of-options", f"{commit}:./{name}")
    return answer.out if answer.code == 0 else None


def _lying(name: str, world: World) -> bytes | None:
    try:
        return world.files.read(name)
    except (OSError, ValueError):
        return None


def _bound(content: bytes, name: str, read: Callable[[str], bytes | None]) -> Any:
    """The settings as they were written, with the waivers of other files in their place."""
    node = load(content, name)
    bound, mistakes = bind(node, configuration())
    if mistakes:
        raise ConfigMistakes(name, mistakes)
    return replace(bound, waivers=(*(one for one in bound.waivers if not one.file), *_waivers(node, read)))


def _waivers(node: Node, read: Callable[[str], bytes | None]) -> Iterator[Any]:
    for file in waiver_files(node):
        if (content := read(file)) is not None:
            yield from bound_file(load(content, file), file, Around())


def _trees(changes: Changes, evidence: Evidence, world: World) -> Trees:
    answer = world.git.answer("ls-tree", "-r", "-z", "--name-only", changes.base, "--end-of-options", ".")
    names = tuple(name for name in answer.text.split("\0") if name) if answer.code == 0 else ()
    renamed = {file.before: path for path, file in changes.files.items() if file.before}
    return Trees(before=names, now=evidence.known, renamed=renamed)


def _lost_tests(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """A test that is gone asks for nothing any more; without a base nobody knows."""
    if evidence.base is None:
        return
    about = About(rule="tests.lost", title="lost tests")
    for ruling in Lost(about=about, limit=Limit(required=Fraction(0)), scope=Scope()).judge(evidence):
        for spot in ruling.spots:
            yield "tests", f"{spot.path}::{spot.note}".removeprefix("::").replace(": gone", " is gone")
