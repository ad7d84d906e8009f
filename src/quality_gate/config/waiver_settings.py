"""What may be written about one known failure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from quality_gate.bind.values import Positive, Verbatim, setting
from quality_gate.model.selectors import cuts_a_part, is_broad
from quality_gate.model.waivers import WaiverKind
from quality_gate.rules.waivers.matching import expression
from quality_gate.rules.waivers.rulings import NEVER

LONGEST: Final = 90  # days
SHORTEST_REASON: Final = 10  # characters
SHORTEST_ERROR: Final = 4
_NEEDS_ERROR: Final = (WaiverKind.TESTS, WaiverKind.PROBES, WaiverKind.LOGS, WaiverKind.RULE)


@dataclass(frozen=True, kw_only=True)
class WaiverSettings:
    tests: str = setting(
        default="",
        doc="A test's whole identity; a `*` stands for whole parts of it.",
        example='"tests/api/test_market.py::test_buy"',
    )
    findings: str = setting(
        default="", doc="A finding's rule, `rule::path`, or its fingerprint.", example='"B608::src/db.py"'
    )
    metrics: str = setting(default="", doc="The name of a metric.", example="lock_p95")
    probes: str = setting(default="", doc="The name of a probe.", example="health")
    logs: str = setting(
        default="", doc="The name of a log probe; every line that it complains of must fit.", example="logs"
    )
    rule: str = setting(default="", doc="The key of any other rule.", example="coverage.total")
    file: str = setting(
        default="", doc="Read waivers from this file, too.", example="quality-gate-waivers.yml"
    )
    error: str = setting(
        default="",
        doc="What the error says; another one is not waived. `/…/` is a regular expression.",
        example='"generator didn\'t stop after athrow"',
    )
    reason: str = setting(default="", doc="Why it may fail for now.", example="a limit of the test client")
    owner: str = setting(default="", doc="Who mends it.", example='"@team-market"')
    issue: str = setting(default="", doc="Where it is worked on.", example="https://example.com/issues/42")
    added: date | None = setting(default=None, doc="When it was written.", example="2026-11-20")
    expires: date | None = setting(
        default=None, doc=f"Its last day, at most {LONGEST} days ahead.", example="2027-01-15"
    )
    max_matches: Positive | None = setting(
        default=None, doc="How many it may excuse; a pattern with `*` must say.", example="3"
    )
    variant: Mapping[str, Verbatim] = setting(
        default_factory=dict, doc="Only in this leg of the matrix.", example='{python: "3.11"}'
    )

    @property
    def selected(self) -> tuple[tuple[WaiverKind, str], ...]:
        return tuple((kind, text) for kind in WaiverKind if (text := getattr(self, kind)))

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if self.file:
            yield from self._beside_file()
        elif len(self.selected) != 1:
            words = ", ".join(f"`{kind}:`" for kind in WaiverKind)
            what = "it says twice what it excuses" if self.selected else "it does not say what it excuses"
            yield "", what, f"write one of {words}"
        else:
            kind, pattern = self.selected[0]
            yield from self._pattern(kind, pattern)
            yield from self._error(kind)
            yield from self._people()

    def _beside_file(self) -> Iterator[tuple[str, str, str]]:
        others = [key for key in (*WaiverKind, "error", "reason", "owner", "issue") if getattr(self, key)]
        if others or self.added or self.expires or self.max_matches or self.variant:
            yield "file", "`file` stands alone", "write the waiver as another item of the list"

    def _pattern(self, kind: WaiverKind, pattern: str) -> Iterator[tuple[str, str, str]]:
        if kind in (WaiverKind.TESTS, WaiverKind.FINDINGS):
            if cuts_a_part(pattern):
                what = f"a `*` must stand for whole parts, between `/`, `::` or brackets: {pattern}"
                yield kind, what, "write the whole identity; a star of the name itself is written `\\*`"
            elif is_broad(pattern) and self.max_matches is None:
                yield kind, "a pattern with `*` must say how many it may excuse", "add `max-matches:`"
        elif "*" in pattern:
            yield kind, "one name stands here, no pattern", "write one waiver for each"
        if kind is WaiverKind.RULE and pattern.partition(".")[0] in NEVER:
            what = f"{pattern} cannot be waived"
            yield kind, what, "waive the tests that fail, not what runs them"
        if self.variant and kind is not WaiverKind.TESTS:
            yield "variant", "only tests have variants", "remove it"

    def _error(self, kind: WaiverKind) -> Iterator[tuple[str, str, str]]:
        if not self.error:
            if kind in _NEEDS_ERROR:
                yield "", "`error` is missing", "add what the failure says: another error is not waived"
            return
        try:
            pattern = expression(self.error)
        except re.error as problem:
            yield "error", f"the regular expression is broken: {problem}", "correct it, or write plain text"
            return
        if (pattern is not None and pattern.search("")) or len("".join(self.error.split())) < SHORTEST_ERROR:
            yield "error", "it fits every error", "write enough of the message to tell it from others"

    def _people(self) -> Iterator[tuple[str, str, str]]:
        if not self.reason:
            yield "", "`reason` is missing", "say why it may fail for now"
        elif len(self.reason.strip()) < SHORTEST_REASON:
            yield "reason", f"'{self.reason}' is no reason", "say why it may fail, in a sentence"
        if not self.owner:
            yield "", "`owner` is missing", "say who mends it"
        elif not any(char.isalnum() for char in self.owner):
            yield "owner", f"'{self.owner}' names nobody", "say who mends it"
        if self.expires is None:
            yield "", "`expires` is missing", "say until when: year, month and day"
        elif self.added is not None and self.added > self.expires:
            yield "expires", "it ends before it was added", "correct one of the two"


@dataclass(frozen=True, kw_only=True)
class WaiverFileSettings:
    """The whole of a file of waivers."""

    version: Literal[1] = setting(doc="The version of this language.", example="1")
    waivers: tuple[WaiverSettings, ...] = setting(
        default=(), doc="Known failures, excused for a while.", example='{file: "x.yml"}'
    )
