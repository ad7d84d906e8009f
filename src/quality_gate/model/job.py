"""One piece of work that the plan hands to the stages: a stage, or one shard of one of its variants."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from quality_gate.model.verdict import Level
from quality_gate.model.wording import label_text, part_text

_LONGEST: Final = 120
_ODD: Final = re.compile(r"^\.|[^A-Za-z0-9=._-]")
# Of these no two make the same name: a hyphen stands only where it can be told from one that joins.
_NO_SHARD: Final = r"(?!.*-[0-9]+of[0-9]+\Z)(?!.*\.\Z)"
_PLAIN_STAGE: Final = re.compile(_NO_SHARD + r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")
_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9._]+\Z")
_PLAIN_VALUE: Final = re.compile(_NO_SHARD + r"[A-Za-z0-9._-]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A second try, and only for a declared reason; none declared means any failure."""

    times: int = 0
    exit_codes: tuple[int, ...] = ()
    signals: tuple[str, ...] = ()
    wait: Fraction = Fraction(0)


def with_words(command: str, words: str) -> str:
    """The command with more words, which belong to its last line."""
    return f"{command.rstrip()} {words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    stage: str
    level: Level = Level.REQUIRED
    run: str = ""  # empty: another step runs it, the gate collects
    needs: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    timeout: Fraction | None = None  # seconds
    idle_timeout: Fraction | None = None
    retry: Retry = Retry()
    env: Mapping[str, str] = field(default_factory=dict)
    env_file: str = ""
    ports: tuple[str, ...] = ()  # variables that receive a free local port
    mutex: str = ""  # jobs with the same word never run at the same time
    working_directory: str = ""
    setup: str = ""
    teardown: str = ""
    environment: str = ""  # where it runs, in a word: "mock", "staging"
    filtered: str = ""  # words that its command was given on top: it ran only a part of its tests
    shard: int = 1
    shards: int = 1
    variant: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The same as its envelope's."""
        return label_text(self.stage, part_text(self.shard, self.shards, self.variant))

    @property
    def folder(self) -> str:
        """A name for its files that no other job of the run has."""
        parts = [self.stage, *(f"{key}={value}" for key, value in sorted(self.variant.items()))]
        shard = [f"{self.shard}of{self.shards}"] if self.shards > 1 else []
        name = "-".join(_ODD.sub("_", part) for part in (*parts, *shard))
        plain = _PLAIN_STAGE.match(self.stage) and all(
            _PLAIN_KEY.match(key) and _PLAIN_VALUE.match(value) for key, value in self.variant.items()
        )
        if plain and len(name) <= _LONGEST:
            return name
        # Two jobs could look the same now; what they are called tells them apart.
        known = repr((self.stage, sorted(self.variant.items()), self.shard, self.shards))
        digest = hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{name[:_LONGEST]}-{digest[:10]}"
