"""Goes over the lines of logs, and keeps what was forbidden, excused, promised and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.verdict import Spot
from quality_gate.probes.answers import MOST_SPOTS, cut
from quality_gate.probes.files import Line
from quality_gate.probes.log_levels import is_serious, json_record, level_named
from quality_gate.probes.log_times import Window
from quality_gate.probes.patterns import text_pattern

_NOTE: Final = 200
Patterns = Mapping[str, re.Pattern[str]]  # each by the text that stands for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the lines of a log."""

    level: int | None = None  # of this level, or worse, nothing may stand there
    forbid: tuple[re.Pattern[str], ...] = ()
    allow: Patterns = field(default_factory=dict)
    tolerate: Patterns = field(default_factory=dict)
    counted: Patterns = field(default_factory=dict)  # what must appear, or appear so many times
    json: bool = False
    keys: tuple[str, ...] = ()  # that every line has, where each is JSON


def level_and_patterns(forbid: Iterable[str]) -> tuple[int | None, tuple[re.Pattern[str], ...]]:
    """A level's name means itself and all that is worse; any other text is looked for."""
    words = tuple(forbid)
    levels = [level for word in words if (level := level_named(word)) is not None]
    patterns = tuple(text_pattern(word) for word in words if level_named(word) is None)
    return min(levels, default=None), patterns


@dataclass(slots=True)
class Scan:
    """What the lines seen so far add up to; its memory does not grow with their number."""

    wanted: Wanted
    window: Window | None = None
    lines: int = 0
    older: int = 0  # lines of an earlier run
    forbidden: int = 0
    malformed: int = 0
    cut: int = 0  # lines that were not looked at to their end
    spots: list[Spot] = field(default_factory=list)
    excused: Counter[str] = field(default_factory=Counter)
    tolerated: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def take(self, lines: Iterable[Line]) -> None:
        """One file; a line without a time belongs to the one before it.

        Logs only grow: behind a line of this run nothing is older, whatever day it speaks of.
        """
        inside, begun = True, self.window is None
        for line in lines:
            if not begun and self.window is not None and (said := self.window.holds(line.text)) is not None:
                inside = begun = said
            if not inside:
                self.older += 1
            elif line.text.strip():
                self.lines += 1
                self.cut += line.cut
                self._look_at(line)

    def _look_at(self, line: Line) -> None:
        wanted = self.wanted
        for text, pattern in wanted.counted.items():
            if pattern.search(line.text):
                self.found[text] += 1
        if wanted.json and (lack := _lack(line.text, wanted.keys)):
            self.malformed += 1
            self._keep(line, lack)
        if self._is_forbidden(line.text):
            self._judge(line)

    def _is_forbidden(self, text: str) -> bool:
        if self.wanted.level is not None and is_serious(text, self.wanted.level):
            return True
        return any(pattern.search(text) for pattern in self.wanted.forbid)

    def _judge(self, line: Line) -> None:
        for patterns, tally in ((self.wanted.allow, self.excused), (self.wanted.tolerate, self.tolerated)):
            for text, pattern in patterns.items():
                if pattern.search(line.text):
                    tally[text] += 1
                    return
        self.forbidden += 1
        self._keep(line, "")

    def _keep(self, line: Line, why: str) -> None:
        if len(self.spots) < MOST_SPOTS:
            text = cut(line.text, _NOTE)
            self.spots.append(line.spot(f"{why}: {text}" if why else text))


def _lack(text: str, keys: tuple[str, ...]) -> str:
    record = json_record(text) if text.lstrip().startswith("{") else None
    if record is None:
        return "no JSON object"
    missing = [key for key in keys if key not in record]
    return f"no {', '.join(missing)}" if missing else ""
