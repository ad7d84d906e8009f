"""Walks NUnit XML, versions 2 and 3: the cases, and the suites that broke by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.model.cases import Case, Counts, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.claims import Capture, Levels, count_of
from quality_gate.readers.tests.records import Records

_ROOTS: Final = ("test-run", "test-results")
_OUTCOMES: Final = {
    "passed": Outcome.PASSED,
    "success": Outcome.PASSED,
    "warning": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "failure": Outcome.FAILED,
    "skipped": Outcome.SKIPPED,
    "ignored": Outcome.SKIPPED,
    "explicit": Outcome.SKIPPED,
    "inconclusive": Outcome.SKIPPED,
    "notrunnable": Outcome.ERROR,  # the console of version 2 fails for it
    "": Outcome.PASSED,  # of a suite that says nothing; a case has to say something
}
_ERROR_LABELS: Final = frozenset(("error", "invalid", "cancelled", "canceled"))
_FAILING: Final = (Outcome.FAILED, Outcome.ERROR)


@dataclass(slots=True)
class _Element:
    """An open suite or case."""

    attributes: dict[str, str]
    library: str
    outcome: Outcome
    shown_before: int = 0
    has_failure: bool = False
    message: str = ""
    text: str = ""


class Suites:
    """The handler: a stack of open suites, what they claim, and what they show."""

    wants_text = True

    def __init__(self, limits: ReadLimits) -> None:
        self.records = Records(limits)
        self.levels = Levels()
        self.claimed = Counts()
        self._open: list[_Element] = []
        self._failed = False
        self._within = ""
        self._capture = Capture(limits.max_text)
        self.text = self._capture.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ROOTS:
            self._failed = _outcome(attributes, attributes.get("result", "")) in _FAILING
            self.claimed = _claimed(attributes)
            self.levels.enter("", self.claimed.failing)
        elif name == "test-suite":
            self._begin_suite(attributes)
        elif name == "test-case":
            self._open.append(_Element(attributes, self._library, _outcome_of_case(attributes)))
        elif name in ("failure", "reason", "assertions"):
            self._within = name
            if name == "failure" and self._open:
                self._open[-1].has_failure = True
        elif name in ("message", "stack-trace") and self._within in ("failure", "reason"):
            self._capture.begin()

    def end(self, name: str) -> None:
        if name in _ROOTS:
            self.levels.leave()
            if self._failed and not (self.records.failing or self.levels.doubts):
                self.levels.doubts.append("the run says that it failed, and shows no failing case")
        elif name == "test-suite":
            self._end_suite(self._open.pop())
        elif name == "test-case":
            self._end_case(self._open.pop())
        elif name in ("failure", "reason", "assertions"):
            self._within = ""
        elif name in ("message", "stack-trace") and self._within in ("failure", "reason"):
            self._took(name, self._capture.taken())

    @property
    def _library(self) -> str:
        return self._open[-1].library if self._open else ""

    def _begin_suite(self, attributes: dict[str, str]) -> None:
        library = self._library
        if attributes.get("type") == "Assembly":
            library = attributes.get("name", "").replace("\\", "/").rpartition("/")[2]
        fails = attributes.get("success", "").lower() == "false"  # all that versions before 2.5 say
        outcome = _outcome(attributes, attributes.get("result") or ("failed" if fails else ""))
        self.levels.enter(attributes.get("name", ""), count_of(attributes, "failed"))
        self._open.append(_Element(attributes, library, outcome, self.records.failing))

    def _end_suite(self, suite: _Element) -> None:
        """A suite that failed and shows no failing case broke by itself, as when its last step did."""
        level = self.levels.innermost
        shows = self.records.failing > suite.shown_before
        after_its_cases = suite.attributes.get("site") == "TearDown"
        if suite.outcome in _FAILING and (after_its_cases or not (shows or level.claimed or level.shown)):
            name = suite.attributes.get("fullname") or suite.attributes.get("name", "")
            kind = suite.attributes.get("label", "")
            case = Case(
                Place(suite.library),
                f"suite {name}",
                Outcome.ERROR,
                False,
                suite.message or "the suite failed, and none of its cases did",
                kind,
                suite.text,
            )
            self.records.add(case)
            level.shown += 1
        self.levels.leave()

    def _end_case(self, case: _Element) -> None:
        said = case.attributes
        if case.outcome is Outcome.PASSED and (
            case.has_failure or said.get("success", "").lower() == "false"
        ):
            case.outcome = Outcome.FAILED
        full = said.get("name") or said.get("fullname", "")
        class_name = said.get("classname") or _class_name(said.get("fullname") or full)
        name = full.removeprefix(f"{class_name}.") if class_name else full
        self.levels.innermost.shown += case.outcome in _FAILING
        self.records.add(
            Case(
                Place(case.library, class_name),
                name or f"#{self.records.seen + 1}",
                case.outcome,
                False,
                case.message.strip(),
                said.get("label") or said.get("result", ""),
                case.text,
            ),
            said.get("id") or None,
        )

    def _took(self, name: str, said: str) -> None:
        if not self._open:
            return
        if name == "message":
            self._open[-1].message = said
        else:
            self._open[-1].text = said


def _outcome_of_case(attributes: dict[str, str]) -> Outcome:
    """NUnit before 2.5 has no `result`, but says whether the case was executed, and with success."""
    if "result" in attributes:
        return _outcome(attributes, attributes["result"] or "?")
    if attributes.get("executed", "").lower() == "false":
        return Outcome.SKIPPED
    success = attributes.get("success", "").lower()
    return {"true": Outcome.PASSED, "false": Outcome.FAILED}.get(success, Outcome.ERROR)


def _outcome(attributes: dict[str, str], result: str) -> Outcome:
    """Unity writes the label and the place behind the word: `Failed:Error(Child)`."""
    word, _, rest = result.lower().partition("(")[0].partition(":")
    outcome = _OUTCOMES.get(word, Outcome.ERROR)
    label = rest or attributes.get("label", "").lower()
    return Outcome.ERROR if outcome is Outcome.FAILED and label in _ERROR_LABELS else outcome


def _class_name(full: str) -> str:
    """`shop.Cart` of `shop.Cart.Adds(1.5,"a.b")`."""
    return full.partition("(")[0].rpartition(".")[0]


def _claimed(attributes: dict[str, str]) -> Counts:
    failed = count_of(attributes, "failed", "failures")
    errors = count_of(attributes, "errors")
    if "failures" in attributes:  # version 2: `total` leaves out what was not run, `invalid` a part of it
        invalid = count_of(attributes, "invalid")
        skipped = max(0, count_of(attributes, "not-run") - invalid) + count_of(attributes, "inconclusive")
        ran = count_of(attributes, "total") - count_of(attributes, "inconclusive")
        return Counts(max(0, ran - failed - errors), failed, errors + invalid, skipped)
    skipped = count_of(attributes, "skipped", "inconclusive")
    return Counts(max(0, count_of(attributes, "total") - failed - skipped), failed, errors, skipped)
