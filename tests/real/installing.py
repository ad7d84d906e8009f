"""Tools from their registries, installed once for all runs on this machine, outside of the repository."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

JAVASCRIPT = (
    *("jest@30.2.0", "jest-junit@16.0.0", "mocha@11.7.4", "mocha-junit-reporter@2.2.1"),
    *("vitest@3.2.4", "@vitest/coverage-v8@3.2.4", "@vitest/coverage-istanbul@3.2.4"),
    *("c8@10.1.3", "nyc@17.1.0", "eslint@9.39.5"),
    *("jest-ctrf-json-reporter@0.0.11", "mocha-ctrf-json-reporter@0.0.11", "vitest-ctrf-json-reporter@0.0.3"),
)
_UNREACHABLE = re.compile(
    r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|Unknown host"
    r"|Name or service not known|Temporary failure in name resolution|in offline mode"
    r"|Could not resolve host|Could not connect to server",
)


def unreachable(said: str) -> bool:
    """Whether a tool gave up because it could not reach its registry."""
    return _UNREACHABLE.search(said) is not None


def tool(name: str) -> str:
    """Where the tool is; without it the test says so and ends."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def kept(name: str) -> Path:
    """The folder of that name which all runs on this machine share."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir(), f"quality-gate-tests-{user}", name)


@functools.cache
def node_modules() -> Path:
    """The folder that holds every tool of JavaScript."""
    tool("node")
    folder = kept(f"npm-{hashlib.sha256(' '.join(JAVASCRIPT).encode()).hexdigest()[:12]}")
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = [tool("npm"), "install", "--no-audit", "--no-fund", "--ignore-scripts", *JAVASCRIPT]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode and unreachable(done.stderr):
            pytest.skip("npm cannot reach its registry from this machine")
        assert done.returncode == 0, done.stderr
        (folder / "complete").touch()
    return folder / "node_modules"


def maven(folder: Path, *goals: str) -> str:
    """What Maven says; that tests fail is meant. It asks its registry only for what it has not yet."""
    command = [tool("mvn"), "-B", *goals]
    for more in (["-o"], []):
        done = subprocess.run([*command, *more], cwd=folder, capture_output=True, text=True, check=False)
        if not unreachable(done.stdout):
            return done.stdout
    pytest.skip("maven cannot reach its registry from this machine, and does not have its plugins")
