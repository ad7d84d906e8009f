"""Walks the suites of a JUnit report, at any depth, and hands on each case with its place and meaning."""

from __future__ import annotations

from typing import Final

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.junit_case import RESULTS, Meaning, Result, meaning
from quality_gate.readers.tests.junit_claims import Claim, claim_of, number
from quality_gate.readers.tests.junit_elements import QUIET, QUIETLY, Element, ResultElement
from quality_gate.readers.tests.junit_gathered import Gathered
from quality_gate.readers.tests.junit_path import SuitePath
from quality_gate.readers.tests.junit_pool import Pool
from quality_gate.readers.tests.junit_properties import Properties
from quality_gate.readers.tests.junit_status import status_of, unknown_word

_SUITES: Final = frozenset(("testsuite", "testsuites"))
_FAILURES: Final = frozenset(("failure", "error"))
_FAILING: Final = (Outcome.FAILED, Outcome.ERROR)


class Suites:
    """The handler: a stack of open elements over what they have left behind."""

    wants_text = True

    def __init__(self, limits: ReadLimits) -> None:
        self.gathered = Gathered(limits)
        self.root = Suite(self.gathered, None, SuitePath(self.gathered.joined), {})
        self._open: list[Element] = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(self._open[-1].child(name.lower(), attributes))

    def end(self, _name: str) -> None:
        element = self._open.pop()
        if element is not self._open[-1]:
            element.close()

    def text(self, data: str) -> None:
        self._open[-1].text(data)

    @property
    def open_suite(self) -> Suite | None:
        """The suite whose direct content is being read, if it is one."""
        top = self._open[-1]
        return top if isinstance(top, Suite) else None


class Suite:
    """A suite, or the report itself."""

    def __init__(
        self, gathered: Gathered, parent: Suite | None, path: SuitePath, attributes: dict[str, str]
    ) -> None:
        self.gathered = gathered
        self.path = path
        self.file: str = attributes.get("file") or (parent.file if parent else "")
        self.records = 0
        self.shown = 0  # failing results, here and below
        self.below = Claim()
        self._own = claim_of(attributes)
        self.parent = parent
        self._passes: dict[tuple[str, str], list[str]] = {}
        self._pool: Pool | None = None  # until there is a case

    @property
    def claim(self) -> Claim:
        return self._own.over(self.below)

    def child(self, name: str, attributes: dict[str, str]) -> Element:
        if name == "testcase":
            return _CaseElement(self, attributes)
        if name in _SUITES:
            called = attributes.get("name", "") if name == "testsuite" else ""
            path = self.gathered.path(self.path, called, attributes.get("hostname", ""))
            return Suite(self.gathered, self, path, attributes)
        if name in _FAILURES:
            return ResultElement(Result(name, attributes), self, self.gathered.limits.max_text)
        if name == "properties":
            return Properties(self.path.text, self.gathered)
        return QUIETLY if name in QUIET else self

    def text(self, data: str) -> None:
        pass

    def took(self, result: Result) -> None:
        """A suite that broke as a whole counts as one test with that result."""
        name = f"suite {result.kind}"
        self.add("", self.file, name, None, meaning(None, [result], self.gathered.limits.max_text))

    def place(self, classname: str, file: str) -> Place:
        return Place(self.path.text, classname, file)

    def passes(self, classname: str, file: str) -> list[str]:
        key = (classname, file)
        names = self._passes.get(key)
        if names is None:
            names = self._passes[key] = self.pool.passes(self.place(*key))
        return names

    @property
    def pool(self) -> Pool:
        if self._pool is None:
            self._pool = self.gathered.pool(self.path.text)
        return self._pool

    def add(self, classname: str, file: str, name: str, line: int | None, what: Meaning) -> None:
        self.gathered.count()
        self.records += 1
        self.shown += what.failures
        if what.outcome is Outcome.PASSED and not what.flaky:
            self.passes(classname, file).append(name or f"#{self.gathered.seen}")
            return
        place = self.place(classname, file)
        name = name or f"#{self.gathered.seen}"
        case = Case(place, name, what.outcome, what.flaky, what.message, what.kind, what.text, line)
        self.pool.add(self.gathered.kept(case))

    def close(self) -> None:
        self.gathered.suite_ended(self.path, self._own, self.shown)
        if self.records:
            self.pool.ended(self.path.text, self.records, self._own.tests)
        if self.parent:
            self.parent.shown += self.shown
            self.parent.below += self.claim


class _CaseElement:
    def __init__(self, suite: Suite, attributes: dict[str, str]) -> None:
        self._suite = suite
        self._attributes = attributes
        self._results: list[Result] = []

    def child(self, name: str, attributes: dict[str, str]) -> Element:
        if name in RESULTS:
            return self.result(name, attributes)
        if name == "properties":
            return Properties(self._attributes.get("name", ""), self._suite.gathered)
        if name == "testcase" and (outcome := status_of(attributes)) in _FAILING:
            self._results.append(Result("error" if outcome is Outcome.ERROR else "failure", attributes))
        return QUIETLY if name in QUIET else _Within(self._suite, self)

    def result(self, name: str, attributes: dict[str, str]) -> Element:
        return ResultElement(Result(RESULTS[name], attributes), self, self._suite.gathered.limits.max_text)

    def text(self, data: str) -> None:
        pass

    def took(self, result: Result) -> None:
        self._results.append(result)

    def close(self) -> None:
        said = self._attributes
        status = status_of(said)
        if status is None and not self._results and (word := unknown_word(said)):
            what = Meaning(Outcome.ERROR, failures=1, message=f"{word!r} is no outcome that is known here")
        else:
            what = meaning(status, self._results, self._suite.gathered.limits.max_text)
        file = said.get("file") or self._suite.file
        classname = said.get("classname") or said.get("class") or ""
        self._suite.add(classname, file, said.get("name", ""), self._line(file), what)

    def _line(self, file: str) -> int | None:
        """The case's own line, or the line of a failure in the same file."""
        own = number(self._attributes.get("line"))
        if own is not None:
            return own
        lines = (
            number(r.attributes.get("line")) for r in self._results if r.attributes.get("file", file) == file
        )
        return next((line for line in lines if line is not None), None)


class _Within:
    """Something unknown in a case, such as its steps: what failed in it, failed the case.

    A step that was skipped says nothing about the case, and cases in it are cases.
    """

    def __init__(self, suite: Suite, case: _CaseElement) -> None:
        self._suite = suite
        self._case = case

    def child(self, name: str, attributes: dict[str, str]) -> Element:
        if name == "testcase" or name in _SUITES:
            return self._suite.child(name, attributes)
        if name in _FAILURES:
            return self._case.result(name, attributes)
        return QUIETLY if name in QUIET else self

    def text(self, data: str) -> None:
        pass

    def close(self) -> None:
        pass
