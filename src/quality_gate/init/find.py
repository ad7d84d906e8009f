"""Asks every finder, first at the root and then in the folders below, and joins what they propose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository
from quality_gate.init.table import FINDERS, Finder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    folder: str  # empty for the root
    finder: str
    proposal: Proposal


def find_all(repository: Repository) -> tuple[Proposal, ...]:
    """Names of stages and groups differ in all of them together, and say the folder if there are several."""
    found = list(_found(repository))
    several = len({one.folder for one in found if one.proposal.stages}) > 1
    stages: set[str] = set()
    groups: set[str] = set()
    proposals = []
    for one in found:
        proposals.append(_renamed(one, stages, groups, several))
        stages.update(stage.name for stage in proposals[-1].stages)
        groups.update(group.name for group in proposals[-1].groups)
    return tuple(proposals)


def _found(repository: Repository) -> Iterator[_Found]:
    done: set[str] = set()
    for finder in FINDERS:
        marked = repository.has(*finder.marks) or not repository.folders_with(*finder.marks)
        proposal = finder.find(repository) if marked else None
        if proposal:
            done.add(finder.name)
            yield _Found(folder="", finder=finder.name, proposal=proposal)
    for finder in FINDERS:
        if finder.name not in done:
            yield from _below(repository, finder)


def _below(repository: Repository, finder: Finder) -> Iterator[_Found]:
    """A finder looks into folders only where the root says nothing to it."""
    whole: list[str] = []
    for folder in repository.folders_with(*finder.marks):
        if folder.startswith(tuple(whole)):
            continue  # a module: its build is part of the one above, which collects its reports, too
        proposal = finder.find(repository.below(folder))
        if proposal:
            if any(report.startswith("**/") for stage in proposal.stages for report in stage.reports):
                whole.append(f"{folder}/")
            yield _Found(folder=folder, finder=finder.name, proposal=proposal.within(folder))


def _renamed(one: _Found, stages: set[str], groups: set[str], several: bool) -> Proposal:
    proposal = one.proposal
    folder = re.sub(r"[^A-Za-z0-9_.]+", "-", one.folder).strip("-.")
    front = f"{folder}-" if folder and several else ""
    names = {stage.name: _free(stage.name, front, one.finder, stages) for stage in proposal.stages}
    return replace(
        proposal,
        stages=tuple(_stage_renamed(stage, names) for stage in proposal.stages),
        groups=tuple(
            replace(group, name=_free(group.name, front, one.finder, groups)) for group in proposal.groups
        ),
    )


def _stage_renamed(stage: Stage, names: dict[str, str]) -> Stage:
    return replace(stage, name=names[stage.name], needs=tuple(names[need] for need in stage.needs))


def _free(name: str, front: str, finder: str, taken: set[str]) -> str:
    free = f"{front}{name}"
    if free in taken:
        free = f"{front}{finder}-{name}"
    while free in taken:
        free += "-2"
    return free
