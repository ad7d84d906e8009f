"""What the events of a run of Dart tests come to: suites, groups, tests, and how each test ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text
from quality_gate.readers.tests.records import Records

_RESULTS: Final = {"success": Outcome.PASSED, "failure": Outcome.FAILED, "error": Outcome.ERROR}


@dataclass(slots=True)
class _Test:
    place: Place
    name: str
    line: int | None
    outcome: Outcome | None = None  # None until it is done
    hidden: bool = False
    failed_before: bool = False  # an attempt that was repeated
    reason: str = ""
    messages: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)

    def fail(self, is_failure: bool, message: str, trace: str) -> None:
        """An error of a test that is done is one more result of it."""
        self.messages.append(message)
        self.traces.append(trace)
        if self.outcome is None:
            self.failed_before = True
        elif self.outcome is not Outcome.ERROR:
            self.outcome = Outcome.FAILED if is_failure else Outcome.ERROR

    @property
    def case(self) -> Case:
        outcome = self.outcome or Outcome.ERROR
        message = self.messages[-1] if self.messages else self.reason
        if self.outcome is None and not message:
            message = "the test did not end"
        flaky = outcome is Outcome.PASSED and self.failed_before
        text = "\n\n".join(part for part in (*self.messages, *self.traces) if part)
        return Case(self.place, self.name, outcome, flaky, message, "", text, self.line)


class Run:
    """Several runs may stand in one file, each from its `start` to its `done`."""

    def __init__(self, limits: ReadLimits) -> None:
        self.records = Records(limits)
        self.doubts: list[str] = []
        self.problem = ""
        self._limits = limits
        self._suites: dict[int, Json] = {}
        self._groups: dict[int, str] = {}
        self._tests: dict[int, _Test] = {}
        self._is_open = False
        self._failing_before = 0
        self._steps = {
            "start": self._start,
            "suite": self._suite,
            "group": self._group,
            "testStart": self._start_test,
            "testDone": self._end_test,
            "error": self._error,
            "print": self._print,
            "done": self._done,
        }

    def take(self, event: Json) -> None:
        step = self._steps.get(as_text(event.get("type")))
        if step is not None:
            step(event)

    def tell(self) -> None:
        """At the end of the input, and of each run."""
        for test in self._tests.values():
            self._add(test)
        self._tests.clear()
        if self._is_open:
            self.problem = self.problem or "ends before the run is done: the tool that wrote it was killed"

    def _add(self, test: _Test) -> None:
        if not (test.hidden and test.outcome is Outcome.PASSED):
            self.records.add(test.case)

    def _start(self, _event: Json) -> None:
        if self._is_open:
            self.problem = "a run starts before the one before it is done"
        self.tell()
        self._suites.clear()
        self._groups.clear()
        self._is_open = True
        self._failing_before = self.records.failing

    def _done(self, event: Json) -> None:
        self._is_open = False
        self.tell()
        if event.get("success") is None:
            self.problem = self.problem or "the run was stopped before all tests had run"
        elif event["success"] is not True and self.records.failing == self._failing_before:
            self.doubts.append("the run says that it failed, and shows no failing test")

    def _suite(self, event: Json) -> None:
        suite = as_object(event.get("suite"), "a suite")
        self._suites[_id(suite.get("id"))] = suite

    def _group(self, event: Json) -> None:
        group = as_object(event.get("group"), "a group")
        self._groups[_id(group.get("id"))] = as_text(group.get("name"))

    def _start_test(self, event: Json) -> None:
        test = as_object(event.get("test"), "a test")
        suite = self._suites.get(_id(test.get("suiteID")), {})
        groups = [self._groups.get(_id(group), "") for group in as_list(test.get("groupIDs", []), "groupIDs")]
        group = groups[-1] if groups else ""  # its name begins with those of the groups around it
        full = as_text(test.get("name"))
        place = Place(as_text(suite.get("platform")), group, as_text(suite.get("path")))
        line = as_int(test.get("root_line")) or as_int(test.get("line"))
        number = _id(test.get("id"))
        name = full.removeprefix(f"{group} ") if group else full
        if number in self._tests:  # another test, although its number was in use
            self._add(self._tests[number])
        self._tests[number] = _Test(place, name or f"#{number}", line)

    def _end_test(self, event: Json) -> None:
        test = self._known(event)
        outcome = _RESULTS.get(as_text(event.get("result")), Outcome.ERROR)
        if test.outcome in (Outcome.FAILED, Outcome.ERROR):
            return  # a test ends once; nothing said later takes its failure away
        skipped = event.get("skipped") is True and outcome is Outcome.PASSED
        test.outcome = Outcome.SKIPPED if skipped else outcome
        test.hidden = event.get("hidden") is True

    def _error(self, event: Json) -> None:
        most = self._limits.max_text
        message, trace = as_text(event.get("error"), most), as_text(event.get("stackTrace"), most)
        self._known(event).fail(event.get("isFailure") is True, message, trace)

    def _print(self, event: Json) -> None:
        if event.get("messageType") == "skip":
            self._known(event).reason = as_text(event.get("message"))

    def _known(self, event: Json) -> _Test:
        """A result of a test whose start is missing still counts."""
        number = _id(event.get("testID"))
        if number not in self._tests:
            self._tests[number] = _Test(Place(), f"#{number}", None)
        return self._tests[number]


def _id(value: object) -> int:
    number = as_int(value)
    return -1 if number is None else number
