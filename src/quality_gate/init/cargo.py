"""Cargo: `cargo test`, with JUnit XML where nextest is set up to write it."""

from __future__ import annotations

from typing import Any

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository, part

_NEXTEST = ".config/nextest.toml"
_COMMENTS = (
    "cargo test writes no report that names each test, so only the exit code is judged here.",
    "cargo-nextest writes one; in .config/nextest.toml:",
    "  [profile.ci.junit]",
    '  path = "junit.xml"',
    "and here:",
    "  run: cargo nextest run --profile ci",
    "  reports: target/nextest/ci/junit.xml",
)


def find(repository: Repository) -> Proposal | None:
    if not repository.has("Cargo.toml"):
        return None
    profile, path = _junit(part(repository.toml(_NEXTEST), "profile"))
    if not path:
        return Proposal(
            found="Cargo (Cargo.toml)", stages=(Stage(name="unit", run="cargo test", comments=_COMMENTS),)
        )
    stage = Stage(
        name="unit",
        run=f"cargo nextest run --profile {profile}",
        reports=(f"target/nextest/{profile}/{path}",),
        tests=True,
    )
    return Proposal(found=f"Cargo (Cargo.toml), nextest ({_NEXTEST})", stages=(stage,))


def _junit(profiles: dict[str, Any]) -> tuple[str, str]:
    """The profile that writes JUnit XML, and the file's name below its folder."""
    for name in profiles:
        path = part(profiles, name, "junit").get("path")
        plain = isinstance(path, str) and ".." not in path.split("/") and not path.startswith("/")
        if plain and path and all(char.isalnum() or char in "-_" for char in name):
            return name, path
    return "", ""
