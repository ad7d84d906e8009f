"""A folder where stages really run, and a look at what they left behind."""

from __future__ import annotations

import io
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from quality_gate.model.envelope import Envelope
from quality_gate.model.job import Job
from quality_gate.stages.listener import Listener, Silent
from quality_gate.stages.order import Order
from quality_gate.stages.run_jobs import run_jobs
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.shell import Shell
from quality_gate.world.world import World

PYTHON = sys.executable


@dataclass
class Site:
    root: Path
    variables: dict[str, str] = field(default_factory=dict)
    mark: str = field(default_factory=lambda: f"site-{secrets.token_hex(8)}")
    told: io.StringIO = field(default_factory=io.StringIO)
    shell: Shell = field(default_factory=Shell)

    @property
    def world(self) -> World:
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.root), "SITE": self.mark, **self.variables}
        console = Console(out=io.StringIO(), err=self.told)
        plain = World.at(self.root, console, Environment(variables))
        return World(
            files=plain.files,
            git=plain.git,
            environment=plain.environment,
            console=console,
            shell=self.shell,
        )

    def run(self, *jobs: Job, listener: Listener | None = None, **order: object) -> tuple[Envelope, ...]:
        settings: Mapping[str, object] = {"grace": Fraction(1), **order}
        return run_jobs(jobs, self.world, Order(**settings), listener or Silent())  # type: ignore[arg-type]

    def one(self, run: str, **job: object) -> Envelope:
        """Runs one stage called `unit`."""
        (envelope,) = self.run(Job(stage="unit", run=run, **job))  # type: ignore[arg-type]
        return envelope

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def git(self, *words: str) -> None:
        who = ["-c", "user.name=A Tester", "-c", "user.email=tester@example.com"]
        subprocess.run(["git", *who, *words], cwd=self.root, check=True, capture_output=True)

    def left(self) -> list[str]:
        """Processes of this site that are still alive; those that are just ending get a moment."""
        for _ in range(20):
            if not (found := self._alive()):
                break
            time.sleep(0.02)
        return found

    def _alive(self) -> list[str]:
        wanted = (f"SITE={self.mark}".encode(), self.mark.encode())
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            if int(process.name) == os.getpid():
                continue
            try:
                environment = (process / "environ").read_bytes()
                words = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if wanted[0] in environment.split(b"\0") or wanted[1] in words:
                found.append(words.replace(b"\0", b" ").decode())
        return found
