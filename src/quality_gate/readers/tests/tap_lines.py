"""What one line of TAP says: a plan, a test point with its directive, or the key of a diagnostic block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Outcome

PLAN: Final = re.compile(r"1\.\.([0-9]{1,9})\s*(?:#\s*(.*))?")
VERSION: Final = re.compile(r"TAP version [0-9]{1,3}\s*")
BAIL_OUT: Final = re.compile(r"\s*Bail out!\s*(.*)", re.IGNORECASE)
SUBTEST: Final = re.compile(r"#\s*Subtest(?::\s*(.*))?")
TOTAL: Final = re.compile(
    r"#\s*(?:fail|failed|cancelled|Looks like you failed)\s+([0-9]{1,9})(?: tests? of [0-9]+\.)?\s*"
)
# Whatever stands after `not ok`, it is a failure; words that only begin with `ok` are none of TAP's.
_POINT: Final = re.compile(
    r"(?:(not )ok\b|ok(?=[\s-]|$))(?:\s+([0-9]{1,9})(?=[\s-]|$))?(?:\s*-(?=\s|$))?\s*(.*)"
)
# A skip may go on within its word, as `SKIPPED`; a TODO excuses a failure, and `#todolist` is none.
_DIRECTIVE: Final = re.compile(r"(?:^-?|\s)#\s*(SKIP|TODO(?![\w-]))[^\s]*\s*(.*)", re.IGNORECASE)
_TIME: Final = re.compile(r"\s#\s*time=\S+\s*$")
_ESCAPED: Final = re.compile(r"\\([#\\])")
_KEY: Final = re.compile(r"\s*(message|error|failureType|type|duration_ms)\s*:\s*(.*)")
_BLOCK_SCALARS: Final = ("|", "|-", "|+", ">", ">-", ">+")
_ERRORS: Final = frozenset(  # what node says of tests that did not come to an end of their own
    (
        *("cancelledByParent", "hookFailed", "testAborted", "testTimeoutFailure"),
        *("uncaughtException", "unhandledRejection"),
    )
)


@dataclass(slots=True)
class Point:
    """A test point, and what stands below it until the next line of TAP."""

    ok: bool
    number: int | None
    name: str
    directive: str = ""
    reason: str = ""
    opens: bool = False  # `{`: its subtest follows, and does not precede it
    said: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """A skip excuses no failure; a test still to be written proves nothing by being ok."""
        if self.directive == "TODO":
            return Outcome.EXPECTED
        if self.ok:
            return Outcome.SKIPPED if self.directive else Outcome.PASSED
        return Outcome.ERROR if self.kind in _ERRORS else Outcome.FAILED

    @property
    def fails(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)

    @property
    def kind(self) -> str:
        return self.said.get("failureType", "")

    @property
    def is_suite(self) -> bool:
        return self.said.get("type") == "suite"

    @property
    def is_test(self) -> bool:
        """node counts a test with subtests as a test, and times it; to others it only sums them up."""
        return "duration_ms" in self.said and not self.is_suite

    @property
    def message(self) -> str:
        said = self.said.get("message") or self.said.get("error") or self.reason
        return said or next((line.lstrip("# ") for line in self.lines if line.strip("# ")), "")

    def tell(self, line: str) -> None:
        """One line of the diagnostics."""
        if not self.said and ":" not in line:
            return
        waiting = next((key for key, value in self.said.items() if value in _BLOCK_SCALARS), "")
        if waiting and line.strip():
            self.said[waiting] = line.strip()
        elif found := _KEY.fullmatch(line):
            self.said.setdefault(found[1], _unquoted(found[2].strip()))


def point_of(line: str) -> Point | None:
    found = _POINT.fullmatch(line)
    if not found:
        return None
    text = _TIME.sub("", found[3].rstrip())
    opens = text.endswith("{")
    text = _TIME.sub("", text.removesuffix("{").rstrip()) if opens else text
    directive = _DIRECTIVE.search(text)
    name = text[: directive.start()] if directive else text
    point = Point(
        not found[1],
        int(found[2]) if found[2] else None,
        _ESCAPED.sub(r"\1", name.strip()),
        opens=opens,
    )
    if directive:
        point.directive = directive[1].upper()
        point.reason = directive[2].strip()
    return point


def subtest_name(line: str) -> str | None:
    """None for any other comment."""
    found = SUBTEST.fullmatch(line)
    return _ESCAPED.sub(r"\1", (found[1] or "").strip()) if found else None


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1].replace("''", "'") if quoted else value
