"""What a finder may look at: the names of all files, and the texts of those that tell how tests are run."""

from __future__ import annotations

import configparser
import json
import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from quality_gate.model.paths import Globs

# Files whose text some finder reads; all others are known by name only.
TELLING: Final = Globs(
    (
        "pyproject.toml",
        "pytest.ini",
        ".pytest.ini",
        "setup.cfg",
        "setup.py",
        "tox.ini",
        ".coveragerc",
        "Pipfile",
        "*requirements*.txt",
        "requirements/*.txt",
        "environment.yml",
        "test*.py",
        "package.json",
        "jest.config.*",
        "jest.config*.*",
        "vite.config.*",
        "vitest.config.*",
        "vitest.workspace.*",
        "go.mod",
        "Makefile",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "settings.gradle*",
        "Cargo.toml",
        "**/.config/nextest.toml",
    )
)
_BAD_TEXT: Final = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Repository:
    paths: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    # Python's virtual environments, which git does not know → what is installed there, as far as it matters.
    environments: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, *names: str) -> str:
        """The first of these files that is there."""
        return next((name for name in names if name in self.paths), "")

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def below(self, folder: str) -> Repository:
        """The repository as it looks from one of its folders."""
        start = folder + "/"
        up = "../" * (folder.count("/") + 1)
        own = {path for path in self.environments if path.startswith(start)}
        return Repository(
            tuple(path.removeprefix(start) for path in self.paths if path.startswith(start)),
            {path.removeprefix(start): text for path, text in self.texts.items() if path.startswith(start)},
            {path.removeprefix(start): self.environments[path] for path in sorted(own)}
            | {up + path: there for path, there in self.environments.items() if "/" not in path},
        )

    def environment_with(self, package: str) -> str:
        """The nearest virtual environment that holds it; empty where none does."""
        near = (path for path in self.environments if not posixpath.dirname(path).strip("./"))
        return next((path for path in near if package in self.environments[path]), "")

    def folders_with(self, *names: str, most: int = 4) -> list[str]:
        """The folders, at most two levels down, that hold one of these files; the highest first."""
        found = {posixpath.dirname(path) for path in self.paths if posixpath.basename(path) in names}
        near = [folder for folder in found if folder and folder.count("/") < 2 and folder.isprintable()]
        return sorted(near, key=lambda folder: (folder.count("/"), folder))[:most]

    def toml(self, name: str) -> dict[str, Any]:
        """Decimals stay the text that was written; what cannot be read is empty."""
        try:
            return tomllib.loads(self.text(name), parse_float=str)
        except _BAD_TEXT:
            return {}

    def ini(self, name: str) -> Mapping[str, Mapping[str, str]]:
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        try:
            parser.read_string(self.text(name))
        except (configparser.Error, AttributeError):  # the latter for a key without value that goes on
            return {}
        return {
            section: {key: value or "" for key, value in parser.items(section)}
            for section in parser.sections()
        }

    def json(self, name: str) -> dict[str, Any]:
        """Numbers stay the text that was written."""
        try:
            loaded = json.loads(self.text(name), parse_float=Number, parse_int=Number)
        except _BAD_TEXT:
            return {}
        return loaded if isinstance(loaded, dict) else {}

    def lines(self, *names: str) -> Iterator[str]:
        for name in names:
            yield from self.text(name).splitlines()


class Number(str):
    """A number as it was written."""

    __slots__ = ()


def part(value: Any, *keys: str) -> dict[str, Any]:
    """The mapping that a path of keys leads to; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
