"""A pull request to publish to: a world whose GitHub is the fake, and whose clock only pretends to wait."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from builders import CONTEXT
from github.fake import FakeGitHub
from github.state import REPOSITORY
from outlet_site import world as plain_world
from quality_gate.model.context import Context
from quality_gate.model.subject import Subject
from quality_gate.world.clock import Clock
from quality_gate.world.github import GitHub
from quality_gate.world.world import World

HEAD = "a1" * 20
MERGE = CONTEXT.commit
SUBJECT = Subject(
    commit=HEAD,
    merge=MERGE,
    pull_request=5,
    base_ref="main",
    base_sha="b2" * 20,
    head_ref="feature",
    head_repository=REPOSITORY,
)
PULL = replace(CONTEXT, event="pull_request", subject=SUBJECT, repository=REPOSITORY)


@dataclass(frozen=True)
class HurriedClock(Clock):
    """Time passes only while somebody sleeps."""

    slept: list[Fraction] = field(default_factory=list)

    def epoch(self) -> int:
        return 1_795_183_000 + int(sum(self.slept))

    def sleep(self, seconds: Fraction) -> None:
        self.slept.append(seconds)

    def monotonic(self) -> Fraction:
        return sum(self.slept, Fraction(0))


def run(number: int, attempt: int = 1, context: Context = PULL, **parts: Any) -> Context:
    return replace(context, run=str(number), attempt=attempt, **parts)


def world(root: Path, fake: FakeGitHub, token: str = "good", **variables: str) -> World:
    plain = plain_world(root, environment(fake, token, variables))
    return replace(plain, clock=HurriedClock())


def environment(
    fake: FakeGitHub, token: str = "good", more: Mapping[str, str] | None = None
) -> dict[str, str]:
    known = {"GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": REPOSITORY, "INPUT_TOKEN": token}
    return {**known, **(more or {})}


def door(fake: FakeGitHub, clock: Clock | None = None, token: str = "good") -> GitHub:
    return GitHub(base=fake.url, repository=REPOSITORY, token=token, clock=clock or HurriedClock())


def slept(where: World) -> list[Fraction]:
    assert isinstance(where.clock, HurriedClock)
    return where.clock.slept


def told(where: World) -> str:
    assert isinstance(where.console.err, io.StringIO)
    return where.console.err.getvalue()
