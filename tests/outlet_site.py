"""A place to publish to: a world whose streams and files a test can read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from builders import report, ruling, spot
from quality_gate.model.verdict import Decision
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.files import Files
from quality_gate.world.git import Git
from quality_gate.world.world import World

NOT_READY = report(
    Decision.NOT_READY,
    [ruling("stages.unit", "failed", got="exit 1", spots=(spot("tests/test_a.py:3", "a\nb"),))],
)


def world(root: Path, variables: Mapping[str, str] | None = None, encoding: str = "utf-8") -> World:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)
    return World(
        files=Files(root),
        git=Git(root),
        environment=Environment(dict(variables or {})),
        console=Console(out=out, err=io.StringIO()),
    )


def on_github(root: Path) -> World:
    return world(
        root,
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(root / "summary.md"),
            "GITHUB_OUTPUT": str(root / "output.txt"),
        },
    )


def said(where: World) -> str:
    out = where.console.out
    assert isinstance(out, io.TextIOWrapper) and isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue().decode(out.encoding)


def told(where: World) -> str:
    assert isinstance(where.console.err, io.StringIO)
    return where.console.err.getvalue()


def values(text: str) -> dict[str, str]:
    """Reads a file of outputs the way the runner does."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if line:
            key, _, end = line.partition("<<")
            found[key] = "\n".join(iter(lambda: next(lines), end))
    return found
