"""Compares the gate with itself at the base: the head says how to run, the base how much is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.config.assemble import configuration
from quality_gate.config.load import load
from quality_gate.config.places import PLACES, digest_of
from quality_gate.config.waivers import Around, bound_file, waiver_files
from quality_gate.model.changes import Changes
from quality_gate.model.context import Context
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.events import PROPOSALS
from quality_gate.model.evidence import Evidence
from quality_gate.model.policy import Policy
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Level, Problem
from quality_gate.policy.compare import weakenings
from quality_gate.policy.weakening import Trees
from quality_gate.rules.lost import Lost
from quality_gate.rules.policy import PolicySettings
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope
from quality_gate.world.world import World


def policy_of(evidence: Evidence, context: Context, label: str, world: World) -> Policy:
    """Every weakening in words, and whether somebody has accepted them."""
    changes = evidence.changes
    if changes is None:
        problem = evidence.changes_problem or Problem(Cause.NO_BASE, "the base of this change is not known")
        return Policy(label=label, problem=problem)
    name, before = _at_base(context, changes, world)
    if before is None:
        return _first(context, changes, label, world)
    try:
        old = _bound(before, name, lambda file: _shown(changes.base, file, world))
    except ConfigMistakes as mistakes:
        why = f"{name} at {changes.base[:7]} has {len(mistakes.mistakes)} mistakes, so it is no floor"
        remedy = "compare by eye, and leave the policy to people this once"
        return _open(Problem(Cause.UNREADABLE, why, remedy), PolicySettings(), context)
    if not context.config:
        return _answered(changes.base, ((name, "it was deleted"),), old.policy, context, world)
    return _held_against(old, evidence, changes, context, world)


def _held_against(old: Any, evidence: Evidence, changes: Changes, context: Context, world: World) -> Policy:
    content = _now(context, world)
    if isinstance(content, Problem):
        return _open(content, old.policy, context)
    try:
        new = _bound(content, context.config, lambda file: _lying(file, world))
    except ConfigMistakes as mistakes:  # of another commit than the one that is checked out
        why = f"{context.config} has {len(mistakes.mistakes)} mistakes in this change"
        return _open(Problem(Cause.UNREADABLE, why, "correct them"), old.policy, context)
    found = weakenings(old, new, configuration(), _trees(changes, evidence, world))
    said = (*_renamed(old, context, evidence, world), *((one.key, one.said) for one in found))
    said += tuple(_lost_tests(evidence))
    return _answered(changes.base, said, old.policy, context, world)


def _answered(
    base: str, weaker: tuple[tuple[str, str], ...], floor: PolicySettings, context: Context, world: World
) -> Policy:
    """The base says which label accepts, and how much it weighs: no change can give itself leave."""
    label = floor.accept_label
    accepted = bool(weaker) and label in _labels(context, world)
    return Policy(base=base, weaker=weaker, label=label, accepted=accepted, level=_level(floor, context))


def _open(problem: Problem, floor: PolicySettings, context: Context) -> Policy:
    return Policy(label=floor.accept_label, problem=problem, level=_level(floor, context))


def _level(floor: PolicySettings, context: Context) -> Level:
    return floor.level if context.event in PROPOSALS else Level.OPTIONAL


def _first(context: Context, changes: Changes, label: str, world: World) -> Policy:
    """There is none at the base, unless git cannot say so, or one further up spoke for this folder."""
    listed = world.git.answer("ls-tree", "-z", "--name-only", changes.base, "--end-of-options", *PLACES)
    if listed.code != 0 or listed.out:
        remedy = "fetch the base's files: a partial clone lacks them"
        problem = Problem(Cause.ENVIRONMENT, f"git cannot show the gate of {changes.base[:7]}", remedy)
        return _open(problem, PolicySettings(), context)
    for depth in range(1, 1 + len(PurePosixPath(context.folder).parts)):
        for place in PLACES:
            name = "../" * depth + place
            if _shown(changes.base, name, world) is not None:
                weaker = ((context.config or name, f"takes the place of {name}"),)
                return _answered(changes.base, weaker, PolicySettings(), context, world)
    return Policy(base=changes.base, label=label, nothing="this is the first gate: the base has none")


def _labels(context: Context, world: World) -> tuple[str, ...]:
    """Asked of the forge: a run that is started again still carries the labels of its first time."""
    from quality_gate.forges.labels import labels_of

    return labels_of(context, world)


def _at_base(context: Context, changes: Changes, world: World) -> tuple[str, bytes | None]:
    """Under its old name where it was renamed, or wherever a gate is looked for."""
    now = context.config
    old = changes.files[now].before if now in changes.files else ""
    # What would have been found there goes first: git calls whatever looks alike a renamed file.
    for name in dict.fromkeys(
        name for name in (now, *(PLACES if now in PLACES else ()), old, *PLACES) if name
    ):
        if (content := _shown(changes.base, name, world)) is not None:
            return name, content
    return "", None


def _shown(commit: str, name: str, world: World) -> bytes | None:
    answer = world.git.answer("show", "--end-of-options", f"{commit}:./{name}")
    return answer.out if answer.code == 0 else None


def _now(context: Context, world: World) -> bytes | Problem:
    """As it was when this run was planned; a stage may have written to it since."""
    if world.git.at:
        return _shown(world.git.at, context.config, world) or b""
    content = _lying(context.config, world) or b""
    if digest_of(content) != context.config_digest:
        why = f"{context.config} is not what it was when the run began"
        return Problem(Cause.ENVIRONMENT, why, "let no stage write to it")
    return content


def _lying(name: str, world: World) -> bytes | None:
    if world.git.at:
        return _shown(world.git.at, name, world)
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
    return Trees(before=names, now=evidence.known, renamed=changes.renames)


def _renamed(old: Any, context: Context, evidence: Evidence, world: World) -> Iterator[tuple[str, str]]:
    """Under another name a gate finds no base: rules that compare with one ask for nothing any more."""
    was = old.name or world.files.root.name
    if was != context.gate and evidence.base is None and evidence.base_problem is not None:
        yield "name", f"changed from {was} to {context.gate}, of which no run has left a base"


def _lost_tests(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """A test that is gone asks for nothing any more; without a base nobody knows."""
    if evidence.base is None:
        return
    about = About(rule="tests.lost", title="lost tests")
    for ruling in Lost(about=about, limit=Limit(required=Fraction(0)), scope=Scope()).judge(evidence):
        for spot in ruling.spots:
            yield "tests", f"{spot.path}::{spot.note}".removeprefix("::").replace(": gone", " is gone")
