"""Where and for what the gate runs: repository, commit, event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    gate: str
    version: str = ""
    commit: str = ""
    branch: str = ""
    event: str = ""  # GitHub's name for what started the run; empty on a laptop
    run: str = ""
    run_url: str = ""
    attempt: int = 1
    repository: str = ""
    server_url: str = ""
    config: str = ""  # the configuration's path, empty for none
    folder: str = ""  # where the gate's root lies in the repository; empty at its top
    config_digest: str = ""
    profile: str = "full"
    started: str = ""
    ci: bool = False
    github: bool = False
