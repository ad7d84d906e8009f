"""A temporary git repository, and the gate run in it the way a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent.parent / "src"
_IDENTITY = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


@dataclass(frozen=True)
class Ran:
    """What the user sees: the exit code, both streams, and the record."""

    code: int
    out: str
    err: str
    record: dict[str, Any] = field(default_factory=dict)

    def ruling(self, rule: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.record["rulings"] if one["rule"] == rule)
        return found

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Repository:
    root: Path

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.write({".gitignore": "out/\nquality-gate/\n"})

    def write(self, files: dict[str, str]) -> Repository:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return self

    def commit(self, date: str = "2026-01-01T00:00:00Z") -> Repository:
        self.git("add", "-A")
        self.git(
            "commit",
            "-q",
            "-m",
            "x",
            "--allow-empty",
            env={"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date},
        )
        return self

    def git(self, *words: str, env: dict[str, str] | None = None) -> str:
        answer = subprocess.run(
            ["git", *words],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **_IDENTITY, **(env or {})},
        )
        return answer.stdout.strip()

    def gate(self, *words: str, env: dict[str, str] | None = None, timeout: float = 60) -> Ran:
        record = self.root / "quality-gate" / "record.json"
        if record.exists():
            record.unlink()
        answer = subprocess.run(
            [sys.executable, "-m", "quality_gate", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            env={**_own_environment(self.root), **(env or {})},
            check=False,
        )
        loaded = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
        return Ran(answer.returncode, answer.stdout, answer.stderr, loaded)


def _own_environment(home: Path) -> dict[str, str]:
    """Nothing of the caller's but what finds programs, and what measures the coverage of whole runs."""
    measuring = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(SOURCES), **measuring}


def junit(*cases: str) -> str:
    """`junit("a", "b!", "c?")`: a passed, b failed, c was skipped."""
    inner = {"!": '<failure message="broken"/>', "?": '<skipped message="later"/>'}
    body = "".join(
        f'<testcase classname="t" name="{case.rstrip("!?")}">{inner.get(case[-1], "")}</testcase>'
        for case in cases
    )
    failed, skipped = (sum(case.endswith(mark) for case in cases) for mark in "!?")
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="{skipped}"'
    return f'<?xml version="1.0"?><testsuites><testsuite name="s" {counts}>{body}</testsuite></testsuites>'


def lcov(files: dict[str, str]) -> str:
    """`lcov({"src/a.py": "++-"})`."""
    records = []
    for path, drawn in files.items():
        lines = [f"DA:{n},{int(mark == '+')}" for n, mark in enumerate(drawn, 1) if mark in "+-"]
        records.append(
            "\n".join([f"SF:{path}", *lines, f"LF:{len(lines)}", f"LH:{drawn.count('+')}", "end_of_record"])
        )
    return "\n".join(records) + "\n"


def leaves(path: str, content: str) -> str:
    """A shell command that writes a report."""
    return f"mkdir -p out && cat > {path} <<'END'\n{content}\nEND"
