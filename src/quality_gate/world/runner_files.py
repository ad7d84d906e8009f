"""The door to the files by which a step talks to GitHub's runner; what stages slip into them is undone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.world.environment import Environment
from quality_gate.world.files import Files

OUTPUT: Final = "GITHUB_OUTPUT"
# Stages are not told where these lie. Whoever looks for them could choose what later steps run and say.
_NAMES: Final = (OUTPUT, "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY")


@dataclass(frozen=True, slots=True)
class RunnerFiles:
    """As they were when nobody else's code had run; outside of a workflow there are none."""

    files: Files
    paths: Mapping[str, str] = field(default_factory=dict)  # by the name of the variable
    before: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def now(cls, environment: Environment, files: Files) -> RunnerFiles:
        paths = {name: path for name in _NAMES if environment.github and (path := environment.get(name))}
        before = {
            name: content for name, path in paths.items() if (content := _read(files, path)) is not None
        }
        return cls(files, paths, before)

    def restore(self) -> tuple[str, ...]:
        """The names of those that somebody has written to since."""
        changed = tuple(
            name for name, content in self.before.items() if _read(self.files, self.paths[name]) != content
        )
        for name in changed:
            self._replace(name, self.before[name])
        return changed

    def tell(self, key: str, value: str) -> None:
        """One output of this step; whatever else was said since is taken back."""
        if OUTPUT in self.paths:
            self._replace(OUTPUT, self.before.get(OUTPUT, b"") + entry(key, value).encode())

    def _replace(self, name: str, content: bytes) -> None:
        # A new file in its place: who still holds the old one open writes to nobody.
        try:
            self.files.write(self.paths[name], content)
        except OSError as error:
            what = f"{name} cannot be written: {error.strerror or error}"
            raise CannotWork(what, "see what the stages have done to the runner's files") from error


def entry(key: str, value: str) -> str:
    """A value whose end nobody can foresee, so that no value can begin a second entry."""
    end = next(one for one in iter(_end, "") if one not in key and one not in value)
    return f"{key}<<{end}\n{value}\n{end}\n"


def _end() -> str:
    return f"quality-gate-{secrets.token_hex(16)}"


def _read(files: Files, path: str) -> bytes | None:
    try:
        return files.read(path)
    except OSError:
        return None
