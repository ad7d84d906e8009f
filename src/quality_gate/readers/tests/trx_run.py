"""What a TRX file holds: results first, then the definitions that name their classes, then the summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.model.cases import Case, Counts, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.claims import Capture, count_of
from quality_gate.readers.tests.records import Records

_RESULTS: Final = ("TestResult", "TestResultAggregation")  # of unit, web, ordered and other tests
_OUTCOMES: Final = {
    "passed": Outcome.PASSED,
    "warning": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "notexecuted": Outcome.SKIPPED,
    "inconclusive": Outcome.SKIPPED,
    "notrunnable": Outcome.SKIPPED,
    "pending": Outcome.SKIPPED,
    "completed": Outcome.SKIPPED,  # it ran, and nothing says whether that went well
}
_ENDED: Final = frozenset(("", *_OUTCOMES))  # a run whose end has another name did not come to its end
_ERRORS: Final = ("error", "timeout", "aborted", "passedButRunAborted", "disconnected", "inProgress")
_NOT_RUN: Final = ("notExecuted", "inconclusive", "notRunnable", "pending", "completed")
_MOST_INFOS: Final = 20


@dataclass(slots=True)
class _Result:
    identity: str
    name: str
    said: str
    failing_within: int = 0
    has_inner: bool = False
    message: str = ""
    text: str = ""

    @property
    def outcome(self) -> Outcome:
        """An outcome that is not known, or not written, is `Error`: that is its default value."""
        return _OUTCOMES.get(self.said.lower(), Outcome.ERROR)

    @property
    def fails(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)


class Run:
    """The handler: a stack of open results, and what the rest of the file says about them."""

    wants_text = True

    def __init__(self, limits: ReadLimits) -> None:
        self.shown = 0  # failing results, those of data-driven tests and of their rows
        self.claimed = Counts()
        self._limits = limits
        self._said = ""
        self._infos: list[str] = []
        self._infos_failing = 0
        self._results: list[_Result] = []
        self._open: list[_Result] = []
        self._defined: dict[str, tuple[str, str]] = {}  # the class and the library of a test
        self._definition = ""
        self._within = ""
        self._capture = Capture(limits.max_text)
        self.text = self._capture.text

    @property
    def claims_failure(self) -> bool:
        return self._said == "failed"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(_RESULTS):
            self._begin(attributes)
        elif name == "ErrorInfo":
            self._within = name
        elif name == "RunInfo":
            said = attributes.get("outcome", "").lower()
            fails = said == "failed" or said not in _ENDED
            self._within = name if fails else ""
            self._infos_failing += fails
        elif name == "ResultSummary":
            self._said = attributes.get("outcome", "").lower()
        elif name == "Counters":
            self._count(attributes)
        elif name == "TestMethod":
            _, storage = self._defined.get(self._definition, ("", ""))
            self._defined[self._definition] = (attributes.get("className", ""), storage)
        elif "storage" in attributes:
            self._definition = attributes.get("id", "")
            self._defined[self._definition] = ("", attributes["storage"])
        elif name in ("Message", "StackTrace", "Text") and self._within:
            self._capture.begin()

    def end(self, name: str) -> None:
        if name.endswith(_RESULTS):
            self._close(self._open.pop())
        elif name in ("ErrorInfo", "RunInfo"):
            self._within = ""
        elif not self._within:
            return
        elif name == "Text":
            self._infos = [*self._infos, self._capture.taken()][:_MOST_INFOS]
        elif name in ("Message", "StackTrace") and self._open:
            result, said = self._open[-1], self._capture.taken()
            if name == "Message":
                result.message = said
            else:
                result.text = said

    def _begin(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].has_inner = True
        identity = attributes.get("testId") or attributes.get("executionId", "")
        self._open.append(_Result(identity, attributes.get("testName", ""), attributes.get("outcome", "")))

    def _close(self, result: _Result) -> None:
        """Rows of a data-driven test count instead of it, unless it failed and none of them did."""
        self.shown += result.fails
        if self._open:
            self._open[-1].failing_within += result.fails or result.failing_within > 0
        if not result.has_inner or (result.fails and not result.failing_within):
            self._results.append(result)

    def _count(self, attributes: dict[str, str]) -> None:
        failed, errors = count_of(attributes, "failed"), count_of(attributes, *_ERRORS)
        skipped = count_of(attributes, *_NOT_RUN)
        passed = count_of(attributes, "total") - failed - errors - skipped
        self.claimed = Counts(max(0, passed), failed, errors, skipped)

    def records(self) -> Records:
        records = Records(self._limits)
        for result in self._results:
            records.add(self._case(result), result.identity or None)
        # Adapters also write their log of failing tests there, so it speaks only where no test failed.
        broke = self._said not in _ENDED
        if broke or (self._infos_failing and not records.failing):
            ended = f"the run ended as {self._said}" if broke else "something failed beside the tests"
            message = self._infos[0] if self._infos else ended
            text = "\n".join(self._infos)
            records.add(Case(Place(), "test run", Outcome.ERROR, False, message, self._said, text))
        return records

    def _case(self, result: _Result) -> Case:
        class_name, storage = self._defined.get(result.identity, ("", ""))
        if "[" not in class_name:
            class_name = class_name.partition(",")[0]  # without the assembly's version and key
        library = storage.replace("\\", "/").rpartition("/")[2]
        name = result.name.removeprefix(f"{class_name}.") if class_name else result.name
        return Case(
            Place(library, class_name),
            name or result.identity,
            result.outcome,
            False,
            result.message,
            result.said,
            result.text,
        )
