"""Walks the assemblies of an xUnit.net report: tests, and errors of clean-up that belong to no test."""

from __future__ import annotations

from typing import Final

from quality_gate.model.cases import Case, Counts, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.claims import Capture, Levels, count_of
from quality_gate.readers.tests.records import Records

_OUTCOMES: Final = {
    "pass": Outcome.PASSED,
    "fail": Outcome.FAILED,
    "skip": Outcome.SKIPPED,
    "notrun": Outcome.SKIPPED,
}
_GROUPS: Final = frozenset(("assemblies", "assembly", "collection", "class"))
_WORDS: Final = frozenset(("message", "stack-trace", "reason"))


class Assemblies:
    """The handler: the open assembly, and the open test or error."""

    wants_text = True

    def __init__(self, limits: ReadLimits) -> None:
        self.records = Records(limits)
        self.levels = Levels()
        self.claimed = Counts()
        self._assembly = ""
        self._open: dict[str, str] | None = None  # the attributes of a test or of an error
        self._kind = ""
        self._failed = False
        self._said: dict[str, str] = {}
        self._capture = Capture(limits.max_text)
        self.text = self._capture.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _GROUPS:
            self._begin_group(name, attributes)
        elif name in ("test", "error"):
            self._open, self._kind, self._said = attributes, "", {}
            self._failed = False
        elif name == "failure":
            self._failed = True
            self._kind = attributes.get("exception-type", "")
        elif name in _WORDS and self._open is not None:
            self._capture.begin()

    def end(self, name: str) -> None:
        if name in _GROUPS:
            self.levels.leave()
        elif name in ("test", "error") and self._open is not None:
            case = self._test(self._open) if name == "test" else self._error(self._open)
            self.levels.innermost.shown += case.failing
            self.records.add(case, self._open.get("id") or None)
            self._open = None
        elif name in _WORDS and self._open is not None:
            self._said[name] = self._capture.taken()

    def _begin_group(self, name: str, attributes: dict[str, str]) -> None:
        failed, errors = count_of(attributes, "failed"), count_of(attributes, "errors")
        if name == "assembly":
            self._assembly = attributes.get("name", "").replace("\\", "/").rpartition("/")[2]
            skipped = count_of(attributes, "skipped", "not-run")
            passed = count_of(attributes, "total") - failed - skipped
            self.claimed += Counts(max(0, passed), failed, errors, skipped)
        self.levels.enter(attributes.get("name", "") or name, failed + errors)

    def _test(self, said: dict[str, str]) -> Case:
        class_name = said.get("type", "")
        name = said.get("name") or said.get("method", "")
        line = count_of(said, "source-line") or None
        outcome = _OUTCOMES.get(said.get("result", "").lower(), Outcome.ERROR)
        if outcome is Outcome.PASSED and self._failed:
            outcome = Outcome.FAILED
        return Case(
            Place(self._assembly, class_name, said.get("source-file", "")),
            name.removeprefix(f"{class_name}.") or f"#{self.records.seen + 1}",
            outcome,
            False,
            self._said.get("message") or self._said.get("reason", ""),
            self._kind,
            self._said.get("stack-trace", ""),
            line,
        )

    def _error(self, said: dict[str, str]) -> Case:
        """The clean-up of a class, a collection or an assembly failed after its tests had ended."""
        name = " ".join(part for part in (said.get("type", ""), said.get("name", "")) if part)
        return Case(
            Place(self._assembly),
            f"error: {name}",
            Outcome.ERROR,
            False,
            self._said.get("message", ""),
            self._kind,
            self._said.get("stack-trace", ""),
        )
