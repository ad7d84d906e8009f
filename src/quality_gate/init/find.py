"""Asks every finder, first at the root and then in the folders below, and joins what they propose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository
from quality_gate.init.table import FINDERS, Finder


def find_all(repository: Repository) -> tuple[Proposal, ...]:
    """Names of stages and groups differ in all of them together."""
    stages: set[str] = set()
    groups: set[str] = set()
    proposals = []
    for front, proposal in _found(repository):
        proposals.append(_renamed(proposal, front, stages, groups))
        stages.update(stage.name for stage in proposals[-1].stages)
        groups.update(group.name for group in proposals[-1].groups)
    return tuple(proposals)


def _found(repository: Repository) -> Iterator[tuple[str, Proposal]]:
    done: set[str] = set()
    for finder in FINDERS:
        marked = repository.has(*finder.marks) or not repository.folders_with(*finder.marks)
        proposal = finder.find(repository) if marked else None
        if proposal:
            done.add(finder.name)
            yield finder.name, proposal
    for finder in FINDERS:
        if finder.name not in done:
            yield from _below(repository, finder)


def _below(repository: Repository, finder: Finder) -> Iterator[tuple[str, Proposal]]:
    """A finder looks into folders only where the root says nothing to it."""
    for folder in repository.folders_with(*finder.marks):
        proposal = finder.find(repository.below(folder))
        if proposal:
            yield folder.replace("/", "-"), proposal.within(folder)


def _renamed(proposal: Proposal, front: str, stages: set[str], groups: set[str]) -> Proposal:
    names = {stage.name: _free(stage.name, front, stages) for stage in proposal.stages}
    return replace(
        proposal,
        stages=tuple(_stage_renamed(stage, names) for stage in proposal.stages),
        groups=tuple(replace(group, name=_free(group.name, front, groups)) for group in proposal.groups),
    )


def _stage_renamed(stage: Stage, names: dict[str, str]) -> Stage:
    return replace(stage, name=names[stage.name], needs=tuple(names[need] for need in stage.needs))


def _free(name: str, front: str, taken: set[str]) -> str:
    free = f"{front}-{name}" if name in taken else name
    while free in taken:
        free += "-2"
    return free
