"""What runs of workflows on GitHub have left as artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, Final

from quality_gate.forges.github_pulls import heads_of
from quality_gate.model.errors import CannotWork, NotAllowed
from quality_gate.model.kept import Kept
from quality_gate.model.wording import size_text
from quality_gate.world.github import PAGE, GitHub
from quality_gate.world.github_answer import Refused, known
from quality_gate.world.world import World

MOST: Final = 64 << 20  # bytes, packed
_HIDDEN: Final = 404  # what must not even be known to be there
_MOST_ROWS: Final = 3 * PAGE


def artifacts(world: World) -> GitHubArtifacts | None:
    return None if world.github is None else GitHubArtifacts(world.github)


class GitHubArtifacts:
    most = MOST

    def __init__(self, github: GitHub) -> None:
        self._github = github

    def named(self, name: str, enough: Callable[[Sequence[Kept]], bool]) -> list[Kept]:
        found: list[Kept] = []
        with _readable("the artifacts of earlier runs cannot be had"):
            rows = self._github.pages("actions/artifacts", "artifacts", name=name)
            for number, row in enumerate(islice(rows, _MOST_ROWS), 1):
                if (one := _kept(row, name)) is not None:
                    found.append(one)
                if number % PAGE == 0 and enough(found):
                    break
        return found

    def heads(self, commit: str) -> tuple[str, ...]:
        return heads_of(commit, self._github)

    def content(self, kept: Kept) -> bytes:
        with _readable(f"the artifact of run {kept.run} cannot be had"):
            return self._github.download(f"actions/artifacts/{kept.number}/zip", MOST)


def artifact_of(github: GitHub, run: int, name: str) -> bytes:
    """The newest of this name: a run that was started again leaves one for each attempt."""
    with _readable(f"the artifact of run {run} cannot be had"):
        found = list(github.pages(f"actions/runs/{run}/artifacts", "artifacts", name=name))
        fitting = [one for one in found if _usable(one, name)]
        if not fitting:
            remedy = (
                f"let the run upload the folder quality-gate/ as the artifact `{name}`, also when it fails"
            )
            raise CannotWork(f"run {run} left no artifact `{name}`", remedy)
        newest = max(fitting, key=lambda one: known(one, "id", int))
        size = newest.get("size_in_bytes")
        if isinstance(size, int) and size > MOST:
            raise CannotWork(f"the artifact `{name}` of run {run} is larger than {size_text(MOST)}")
        return github.download(f"actions/artifacts/{newest['id']}/zip", MOST)


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        if not (refused.not_permitted or refused.status == _HIDDEN):
            raise
        remedy = "give the job `permissions: {actions: read}`"
        raise NotAllowed(f"{what}: this token lacks `actions: read`", remedy) from None


def _usable(one: Any, name: str) -> bool:
    return isinstance(one, dict) and one.get("name") == name and one.get("expired") is not True


def _kept(row: Any, name: str) -> Kept | None:
    """None for what is not as it should be, and for what a run of a fork has left."""
    run = row.get("workflow_run") if isinstance(row, dict) and row.get("name") == name else None
    if not isinstance(run, dict):
        return None
    number, size, own = row.get("id"), row.get("size_in_bytes"), run.get("repository_id")
    commit, branch = run.get("head_sha"), run.get("head_branch")
    # A fork's commits and branches may be called as ours are.
    if type(own) is not int or run.get("head_repository_id") != own:
        return None
    if type(number) is not int or type(run.get("id")) is not int or not isinstance(commit, str):
        return None
    return Kept(
        number=number,
        run=run["id"],
        commit=commit,
        branch=branch if isinstance(branch, str) else "",
        made=_moment(row.get("created_at")),
        size=size if type(size) is int else 0,
        expired=row.get("expired") is True,
    )


def _moment(text: Any) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except (TypeError, ValueError, OverflowError):
        return 0
