"""Which commit another is compared with, and how it gets into a clone that does not hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from quality_gate.model.kept import Step
from quality_gate.world.git import Git

_SHA: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_FETCH_SECONDS: Final = 300
# How many commits of history to ask for, step by step, until the two lines meet.
_DEPTHS: Final = (30, 300, 3_000)


class NoCommit(Exception):
    """Why there is no commit to compare with: with `broken`, git should know it and cannot tell."""

    def __init__(self, why: str, remedy: str = "", *, broken: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Commits:
    git: Git
    depths: tuple[int, ...] = _DEPTHS

    def parents(self, commit: str = "HEAD") -> tuple[str, ...]:
        """As the commit itself names them: a shallow clone knows their names and hides them from `HEAD^1`."""
        answer = self.git.answer("cat-file", "-p", commit)
        head = answer.text.partition("\n\n")[0] if answer.code == 0 else ""
        return tuple(line.removeprefix("parent ") for line in head.split("\n") if line.startswith("parent "))

    def has(self, commit: str) -> bool:
        return self.git.answer("cat-file", "-e", f"{commit}^{{commit}}").code == 0

    def resolved(self, name: str) -> str:
        """The commit that a person's word stands for, also as a branch of `origin`; empty for none."""
        if name.startswith("-"):  # no name that git gives; it would be taken for an option
            return ""
        for word in (name, f"refs/remotes/origin/{name}"):
            question = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{word}^{{commit}}")
            answer = self.git.answer(*question)
            if answer.code == 0:
                return answer.text.strip()
        return ""

    def at_the_origin(self, name: str) -> str:
        """The tip of a branch or tag that a small clone does not know; empty for none."""
        wanted = (f"refs/heads/{name.removeprefix('origin/')}", f"refs/tags/{name}")
        for ref in wanted:  # as a pattern a name may fit others, too
            answer = self.git.answer("ls-remote", "origin", ref, seconds=_FETCH_SECONDS)
            for line in answer.text.split("\n") if answer.code == 0 else ():
                commit, _, found = line.partition("\t")
                if found == ref:
                    return commit
        return ""

    def remote(self, ref: str) -> str:
        """Where a name leads at the origin, at this moment; empty where nobody can say."""
        answer = self.git.answer("ls-remote", "--refs", "origin", ref)
        return answer.text.partition("\t")[0] if answer.code == 0 else ""

    def shallow(self) -> bool:
        return self.git.answer("rev-parse", "--is-shallow-repository").text.strip() == "true"

    def fetched(self, commit: str) -> str:
        """The commit, which is then here; a shallow clone is deepened by nothing else."""
        if not self.has(commit):
            self._fetch(commit, *(("--depth=1",) if self.shallow() else ()))
        if not self.has(commit):
            raise NoCommit(f"git cannot find {commit[:12]}", "check out with `fetch-depth: 0`", broken=True)
        return commit

    def meeting(self, commit: str) -> str:
        """Where HEAD's line left that of the other commit; history is fetched as far as that takes."""
        if not self.has(commit):
            self.fetched(commit)
        found, head = self._merge_base(commit), self.resolved("HEAD")
        for how in (*(f"--depth={depth}" for depth in self.depths), "--unshallow"):
            if found or not self.shallow():
                break
            self._fetch(commit, how)
            if how != "--unshallow":
                self._fetch(head, how)
            found = self._merge_base(commit)
        if not found:
            why = f"HEAD and {commit[:12]} have no common history"
            raise NoCommit(why, "check out with `fetch-depth: 0`", broken=True)
        return found

    def line(self, commit: str, most: int) -> tuple[Step, ...]:
        """The commit and its first parents as far as they are here, newest first."""
        return tuple(_steps(self.git, "--first-parent", f"--max-count={most}", "--end-of-options", commit))

    def deepened(self, commit: str) -> None:
        """Fetches a little of the history before a commit that a shallow clone ends with."""
        self._fetch(commit, f"--deepen={self.depths[0]}")  # `--depth` would cut a longer history off

    def holding(self, tree: str, commits: Iterable[str]) -> frozenset[str]:
        """Those of the commits that hold the very same; none that is not here."""
        known = "".join(f"{commit}\n" for commit in commits if _SHA.match(commit))
        # Or a partial clone would ask its origin for each of them.
        git = replace(self.git, environment={**self.git.environment, "GIT_NO_LAZY_FETCH": "1"})
        steps = _steps(git, "--no-walk", "--ignore-missing", "--stdin", given=known)
        return frozenset(step.commit for step in steps if step.tree == tree)

    def _merge_base(self, commit: str) -> str:
        answer = self.git.answer("merge-base", "HEAD", commit)
        return answer.text.strip() if answer.code == 0 else ""

    def _fetch(self, commit: str, *how: str) -> None:
        if not _SHA.match(commit):
            raise NoCommit(f"{commit[:60]!r} is no commit", broken=True)
        quiet = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc")
        question = ("fetch", *quiet, *how, "origin", commit)
        answer = self.git.answer(*question, seconds=_FETCH_SECONDS)
        if answer.code != 0:
            remedy = "check out with `fetch-depth: 0`, or let git reach its origin"
            raise NoCommit(f"git cannot fetch {commit[:12]}: {answer.why}", remedy, broken=True)


def _steps(git: Git, *question: str, given: str = "") -> Iterator[Step]:
    answer = git.answer("rev-list", "--format=%H %T %ct", *question, given=given.encode())
    for line in answer.text.split("\n") if answer.code == 0 else ():
        parts = line.split(" ")
        if len(parts) == 3:  # each stands below a line that only names it
            yield Step(parts[0], parts[1], int(parts[2]))
