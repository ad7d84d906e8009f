"""All doors in one value, handed down from the command line; a test hands down its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from quality_gate.model.mask import Mask
from quality_gate.world.clock import Clock
from quality_gate.world.console import Console
from quality_gate.world.coverage_data import CoverageData
from quality_gate.world.environment import Environment
from quality_gate.world.files import Files
from quality_gate.world.git import Git
from quality_gate.world.github import GitHub, github_of
from quality_gate.world.shell import Shell
from quality_gate.world.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    files: Files
    git: Git
    environment: Environment = field(default_factory=Environment)
    clock: Clock = field(default_factory=Clock)
    console: Console = field(default_factory=Console)
    shell: Shell = field(default_factory=Shell)
    coverage_data: CoverageData = field(default_factory=CoverageData)
    workers: Workers = field(default_factory=Workers)
    mask: Mask = field(default_factory=Mask)
    _github: list[GitHub | None] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def github(self) -> GitHub | None:
        """Made when it is first asked for; None where there is no token, or no repository on GitHub."""
        if not self._github:
            self._github.append(github_of(self.environment, self.clock))
        return self._github[0]

    @classmethod
    def at(cls, root: Path, console: Console, environment: Environment) -> World:
        return cls(files=Files(root), git=Git(root), console=console, environment=environment)
