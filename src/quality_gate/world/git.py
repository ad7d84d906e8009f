"""The door to git: which commit is this, when was it made, which files are tracked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quality_gate.model.errors import CannotWork

_SECONDS: Final = 60
_NO: Final = 1  # how git says that there is no such thing; anything higher is an error
_UNBORN: Final = "does not have any commits yet"
_NEW_TOO: Final = ("--cached", "--others", "--exclude-standard")
# What sends git to another repository than the one around the folder it is asked in.
_ELSEWHERE: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True, slots=True)
class Answer:
    code: int | None  # None: it could not be asked
    out: bytes = b""
    said: str = ""

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "surrogateescape")

    @property
    def why(self) -> str:
        """The first line of what it said, without the word that begins it."""
        first = next(iter(self.said.splitlines()), f"exit {self.code}")
        return first.removeprefix("fatal: ").removeprefix("error: ")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Which commit lies where; two commits that hold the same files have the same tree."""

    top: Path | None
    commit: str
    tree: str


@dataclass(frozen=True, slots=True)
class Git:
    """Answers of a repository; outside of one there are none. One that cannot answer is an error."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    at: str = ""  # a commit that is spoken of in the place of what is checked out

    def top(self) -> Path | None:
        """The repository's own root; None outside a repository."""
        answer = self._ask("rev-parse", "--show-toplevel")
        return Path(answer.strip()) if answer else None

    def head(self) -> str:
        """Empty before the first commit."""
        if answer := self._ask("rev-parse", "--verify", "--quiet", "HEAD"):
            return answer.strip()
        self.head_time()  # an error where the branch is broken instead of new
        return ""

    def whereabouts(self) -> Whereabouts:
        """In one question, where there is a commit: each costs the start of a process."""
        answer = self.answer("rev-parse", "--show-toplevel", "HEAD^{commit}", "HEAD^{tree}")
        if answer.code == 0:
            *top, commit, tree = answer.text.rstrip("\n").split("\n")
            return Whereabouts(Path("\n".join(top)), commit, tree)
        return Whereabouts(self.top(), self.head(), "")

    def head_time(self) -> int | None:
        """When HEAD was committed, in seconds since the epoch; None before the first commit."""
        answer = (self._ask("log", "-1", "--format=%ct", unless=_UNBORN) or "").strip()
        return int(answer) if answer.isdigit() else None

    def branch(self) -> str:
        return (self._ask("symbolic-ref", "--quiet", "--short", "HEAD") or "").strip()

    def edited(self) -> tuple[str, ...]:
        """Tracked files that are not as the commit has them, relative to the root."""
        if self.at:
            return ()
        # Behind `--` nothing is a name any more: a file may be called HEAD.
        return self._names("diff", "--name-only", "--relative", "--no-ext-diff", "-z", "HEAD", "--")

    def tracked(self) -> tuple[str, ...]:
        """Tracked files below the root, relative to it."""
        if self.at:
            return self._names("ls-tree", "-r", "-z", "--name-only", self.at, "--end-of-options", ".")
        return self._names("ls-files", "-z")

    def folder(self) -> str:
        """The root's own path within the repository; empty where it is the repository's."""
        return (self._ask("rev-parse", "--show-prefix") or "").strip("\n").removesuffix("/")

    def around(self) -> tuple[str, ...]:
        """Files outside the root, tracked and new, from the repository's top; of a root that is it, none."""
        folder = self.folder()
        if not folder:
            return ()
        question = ("ls-tree", "-r", "-z", "--name-only", "--full-tree", self.at) if self.at else ()
        names = self._names(*(question or ("ls-files", "-z", *_NEW_TOO, "--full-name", "--", ":/")))
        return tuple(name for name in names if not name.startswith(f"{folder}/"))

    def untracked(self) -> tuple[str, ...]:
        """Files that are there, are not tracked, and are not ignored."""
        return () if self.at else self._names("ls-files", "-z", "--others", "--exclude-standard")

    def known(self) -> tuple[str, ...]:
        """Tracked files, and new ones."""
        return self.tracked() if self.at else self._names("ls-files", "-z", *_NEW_TOO)

    def tracked_elsewhere(self, folder: Path) -> frozenset[str]:
        """The names in one folder that another repository tracks, such as a submodule it lies in."""
        if not self._may_be_another(folder):
            return frozenset()
        around = {name: value for name, value in self.environment.items() if name not in _ELSEWHERE}
        return frozenset(Git(folder, around).tracked())

    def answer(self, *question: str, given: bytes = b"", seconds: int = _SECONDS) -> Answer:
        """What git says to one question, whatever it is; where it cannot be asked at all, a refusal."""
        # A checkout in a container often belongs to another user; we only read.
        command = ["git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", *map(self._meant, question)]
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                # Nobody is there to type a password: asking for one would wait for ever.
                env={**self.environment, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
                capture_output=True,
                timeout=seconds,
                check=False,
                input=given,
            )
        except FileNotFoundError:
            return Answer(code=None, said="it is not installed")
        except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
            return Answer(code=None, said=str(problem))
        return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())

    def _meant(self, word: str) -> str:
        head, mark, rest = word.partition("^")
        return f"{self.at}{mark}{rest}" if self.at and head == "HEAD" else word

    def _names(self, *question: str) -> tuple[str, ...]:
        return tuple(name for name in (self._ask(*question) or "").split("\0") if name)

    def _ask(self, *question: str, unless: str = "") -> str | None:
        """None where there is no repository, or no such thing in it."""
        answer = self.answer(*question)
        if answer.code == 0:
            return answer.text
        if answer.code == _NO or (answer.code and unless and unless in answer.said):
            return None
        why, remedy = answer.said, "install git, or run where there is no .git folder"
        if answer.code is not None:
            why, remedy = answer.why, "see `git status`: mend the repository, or clone it anew"
        if self._in_repository():
            raise CannotWork(f"git cannot be asked: {why}", remedy)
        return None

    def _may_be_another(self, folder: Path) -> bool:
        """Looks for what only another repository has; asking git takes as long as a thousand looks."""
        root = self.root.resolve()
        if any(self.environment.get(name) for name in _ELSEWHERE) or not folder.is_relative_to(root):
            return True
        depth = len(folder.relative_to(root).parts)
        return any(os.path.lexists(one / ".git") for one in (folder, *folder.parents)[:depth])

    def _in_repository(self) -> bool:
        """Does something here claim to be one, whatever git makes of it?"""
        if self.environment.get("GIT_DIR"):
            return True
        ceilings = self.environment.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
        root = self.root.resolve()
        for folder in (root, *root.parents):
            if folder != root and str(folder) in ceilings:
                return False
            if os.path.lexists(folder / ".git"):
                return True
        return False
