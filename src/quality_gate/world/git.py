"""The door to git: which commit is this, when was it made, which files are tracked."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Git:
    root: Path

    def top(self) -> Path | None:
        """The repository's own root; None outside a repository, or where git is not installed."""
        answer = self._ask("rev-parse", "--show-toplevel")
        return Path(answer.strip()) if answer else None

    def head(self) -> str:
        return (self._ask("rev-parse", "--verify", "--quiet", "HEAD") or "").strip()

    def head_time(self) -> int | None:
        """When HEAD was committed, in seconds since the epoch."""
        answer = (self._ask("log", "-1", "--format=%ct", "HEAD") or "").strip()
        return int(answer) if answer.isdigit() else None

    def branch(self) -> str:
        return (self._ask("symbolic-ref", "--quiet", "--short", "HEAD") or "").strip()

    def tracked(self) -> tuple[str, ...]:
        """Tracked files below the root, relative to it."""
        return self._names("ls-files", "-z")

    def untracked(self) -> tuple[str, ...]:
        """Files that are there, are not tracked, and are not ignored."""
        return self._names("ls-files", "-z", "--others", "--exclude-standard")

    def _names(self, *question: str) -> tuple[str, ...]:
        return tuple(name for name in (self._ask(*question) or "").split("\0") if name)

    def _ask(self, *question: str) -> str | None:
        # A checkout in a container often belongs to another user; we only read.
        command = ["git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", *question]
        try:
            answer = subprocess.run(
                command,
                cwd=self.root,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return answer.stdout.decode("utf-8", "surrogateescape") if answer.returncode == 0 else None
