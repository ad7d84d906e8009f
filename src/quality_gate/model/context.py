"""Where and for what the gate runs: repository, commit, event."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    gate: str
    version: str = ""
    commit: str = ""
    tree: str = ""  # what the commit holds: another commit may hold the very same
    edited: tuple[str, ...] = ()  # files that were not as the commit has them, or new; of no interest in CI
    branch: str = ""
    tag: str = ""  # of a run that is about a tag, and not about a branch
    event: str = ""  # GitHub's name for what started the run; empty on a laptop
    run: str = ""
    run_url: str = ""
    actor: str = ""  # who started the run; empty on a laptop
    runner: str = ""  # the machine, as its service calls it, else its system
    attempt: int = 1
    repository: str = ""
    server_url: str = ""
    config: str = ""  # the configuration's path, empty for none
    folder: str = ""  # where the gate's root lies in the repository; empty at its top
    config_digest: str = ""
    profile: str = "full"
    target: str = ""  # the environment that probes look at; empty where the configuration names none
    started: str = ""
    ci: bool = False
    github: bool = False
    subject: Subject = Subject()

    @property
    def about_subject(self) -> bool:
        """Is the commit that was judged the one that the event is about? Nobody may speak for another."""
        known = (self.subject.commit, self.subject.merge)
        return bool(self.subject.commit) and (not self.commit or self.commit in known)
