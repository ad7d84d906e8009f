"""The door to environment variables: where we run, and what a stage must not see of it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quality_gate.model.secrets import secret_values

# The runner's command files, our token and the identity token: a stage could forge outputs or act as us.
_WITHHELD: Final = frozenset(
    {
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITHUB_ENTERPRISE_TOKEN",
        "GH_ENTERPRISE_TOKEN",
        "QUALITY_GATE_TOKEN",
        "INPUT_TOKEN",
        "GITHUB_OUTPUT",
        "GITHUB_ENV",
        "GITHUB_PATH",
        "GITHUB_STATE",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_ARTIFACTS",
        "GITHUB_ARTIFACTS_LIST",
        "ACTIONS_RUNTIME_TOKEN",
        "ACTIONS_RESULTS_URL",
    }
)
_WITHHELD_PREFIX: Final = "ACTIONS_ID_TOKEN_"


@dataclass(frozen=True, slots=True)
class Environment:
    variables: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def get(self, name: str, default: str = "") -> str:
        return self.variables.get(name, default)

    def for_stages(self) -> dict[str, str]:
        """The caller's environment without what a stage must not see, and nothing else changed."""
        return {
            name: value
            for name, value in self.variables.items()
            if name.upper() not in _WITHHELD and not name.upper().startswith(_WITHHELD_PREFIX)
        }

    def secrets(self, names: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Names and values of variables that look secret, and of those that are said to be."""
        said = [(name, value) for name in names if (value := self.get(name).strip())]
        return (*said, *secret_values(self.variables))

    @property
    def github(self) -> bool:
        return self.get("GITHUB_ACTIONS") == "true"

    @property
    def system(self) -> str:
        """`linux`, `macos` or `windows`, in the words of a matrix."""
        return {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)

    @property
    def ci(self) -> bool:
        return self.github or self.get("CI").lower() in ("true", "1", "yes")

    @property
    def color(self) -> bool:
        return not self.get("NO_COLOR") and self.get("TERM") != "dumb"

    @property
    def attempt(self) -> int:
        text = self.get("GITHUB_RUN_ATTEMPT")
        return int(text) if text.isdigit() and text.isascii() else 1

    @property
    def run_url(self) -> str:
        server, repository, run = (
            self.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")
        )
        if not (server and repository and run):
            return ""
        return f"{server}/{repository}/actions/runs/{run}/attempts/{self.attempt}"

    def event(self) -> Mapping[str, object]:
        """GitHub's description of what started the run; empty where there is none."""
        path = self.get("GITHUB_EVENT_PATH")
        try:
            loaded = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return loaded if isinstance(loaded, dict) else {}
