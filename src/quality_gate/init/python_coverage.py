"""coverage.py: the least total that the repository already asks for, and what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from quality_gate.init.repository import Repository, part

_OPTION: Final = re.compile(r"--cov-fail-under[= ](\d+(?:\.\d+)?)(?![\d.])")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,20})?")
_MIXED: Final = "coverage.py may mix lines and branches into its percentage; this counts lines."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    limit: str = ""  # empty where none is asked for
    file: str = ""
    option: str = ""  # what pytest-cov must be told, empty where it is told already
    comments: tuple[str, ...] = ()


def wanted_coverage(repository: Repository, options: str) -> Wanted:
    """`options` are those that pytest is always called with; they outrank the files."""
    option = "" if re.search(r"--cov(?:[= ]|$)", options) else f" --cov{_source(repository)}"
    found = [(match[1], "pytest's addopts") for match in _OPTION.finditer(options)][-1:]
    limit, file = next(iter([*found, *_limits(repository)]), ("", ""))
    if not limit:
        return Wanted(option=option)
    return Wanted(limit=limit, file=file, option=option, comments=(f"From fail_under in {file}.", _MIXED))


def _limits(repository: Repository) -> Iterator[tuple[str, str]]:
    for file, report in _sections(repository, "report"):
        text = str(report.get("fail_under", "")).strip()
        if _NUMBER.fullmatch(text) and 0 < Fraction(text) <= 100:
            yield text, file


def _source(repository: Repository) -> str:
    """Without a word on what to measure, the usual folder of sources is named."""
    if any(run.get("source") or run.get("source_pkgs") for _, run in _sections(repository, "run")):
        return ""
    return (
        "=src" if any(path.startswith("src/") and path.endswith(".py") for path in repository.paths) else ""
    )


def _sections(repository: Repository, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """In the order in which coverage.py itself looks."""
    yield ".coveragerc", dict(repository.ini(".coveragerc").get(name, {}))
    for file in ("setup.cfg", "tox.ini"):
        yield file, dict(repository.ini(file).get(f"coverage:{name}", {}))
    yield "pyproject.toml", part(repository.toml("pyproject.toml"), "tool", "coverage", name)
