"""All tests of all stages as one JUnit file that any tool reads, and that says to us what the report said.

junitparser writes each case that has a result. Plain passes and suites are written here: adding a case
to a suite of junitparser's counts the whole suite again, which takes hours for 100,000 cases.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place, count
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.report import Report
from quality_gate.renderers.record_stages import decimal
from quality_gate.renderers.xml_text import attribute, readable

_COUNTS_ONLY: Final = "(counts only)"
_EXPECTED: Final = ("pytest.xfail", "todo")  # how a skip says that it is an expected failure
_Writer = Callable[[Case, "_Written"], str]


@dataclass(frozen=True, slots=True)
class _Written:
    """A place as the file spells it."""

    suite: str
    classname: str
    file: str

    @property
    def attributes(self) -> str:
        return "".join(attribute(k, v) for k, v in (("classname", self.classname), ("file", self.file)) if v)


@dataclass(slots=True)
class _Suite:
    counts: Counts = Counts()
    passed: list[str] = field(default_factory=list)
    others: list[tuple[bool, str]] = field(default_factory=list)  # failing ones last


def junit(report: Report) -> str:
    said = {row.name: row.said for row in report.rollup.stages}
    stages = [_from_the_top(stage, report.context.folder) for stage in report.evidence.stages]
    parts = [part for stage in stages for part in _stage(stage, said.get(stage.name, ""))]
    total = sum((counts for counts, _ in parts), Counts())
    body = "".join(text for _, text in parts)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites{attribute("name", report.context.gate)}'
        f"{_counted(total)}{_timed(report.evidence)}>\n{body}</testsuites>\n"
    )


def _from_the_top(stage: StageEvidence, folder: str) -> StageEvidence:
    """Files as whoever reads them finds them: from the repository's top, wherever the gate stands."""
    if not folder or stage.cases is None:
        return stage
    cases = stage.cases.moved(
        lambda place: replace(place, file=place.file and posixpath.join(folder, place.file))
    )
    return replace(stage, cases=cases)


def _stage(stage: StageEvidence, said: str) -> Iterator[tuple[Counts, str]]:
    """The suites of one stage; one that left no case stands there too, so that nobody overlooks it."""
    if stage.cases is None or not stage.cases.counts.total:
        yield Counts(), _suite_text(stage.name, Counts(), {"stage": stage.name, "said": said}, "")
        return
    claimed = stage.cases.attributes
    if claimed.total:
        name = f"{stage.name} > {_COUNTS_ONLY}"
        yield claimed, _suite_text(name, claimed, {"stage": stage.name, "said": said}, "")
    for name, (variant, suite) in _suites(stage.name, stage.cases).items():
        cases = [*suite.passed, *(text for _, text in sorted(suite.others, key=lambda one: one[0]))]
        properties = {"stage": stage.name, "variant": variant, "said": said}
        yield suite.counts, _suite_text(name, suite.counts, properties, "\n".join(cases) + "\n")


def _suites(stage: str, cases: Cases) -> dict[str, tuple[str, _Suite]]:
    """Suites by name, each with the variant that it ran in."""
    taken: dict[_Written, Place] = {}
    places = dict.fromkeys([*cases.passed, *(case.place for case in cases.others)])
    spelled = {place: _spelled(stage, place, taken) for place in places}
    suites = {written.suite: (place.variant, _Suite()) for place, written in spelled.items()}
    for place, names in cases.passed.items():
        _, suite = suites[spelled[place].suite]
        suite.counts += Counts(passed=len(names))
        suite.passed += (_plain(name, spelled[place]) for name in names)
    writer = _writer() if cases.others else _plain_case
    for case in cases.others:
        _, suite = suites[spelled[case.place].suite]
        suite.counts += count([case])
        if case.outcome is Outcome.PASSED and not case.flaky:
            suite.passed.append(_plain_case(case, spelled[case.place]))
        else:
            suite.others.append((case.failing, writer(case, spelled[case.place])))
    return suites


def _spelled(stage: str, place: Place, taken: dict[_Written, Place]) -> _Written:
    """Two places never look the same: a reader would take their tests for attempts of one."""
    front = f"{stage} ({place.variant})" if place.variant else stage
    classname = place.classname or ("" if place.file else place.suite)  # as in the identity of a case
    suite = f"{front} > {place.suite}" if place.suite else front
    written, number = _Written(readable(suite), readable(classname), readable(place.file)), 1
    while written in taken:
        number += 1
        written = _Written(readable(f"{suite} ({number})"), written.classname, written.file)
    taken[written] = place
    return written


def _suite_text(name: str, counts: Counts, properties: Mapping[str, str], cases: str) -> str:
    told = "".join(
        f"<property{attribute('name', key)}{attribute('value', value)}/>"
        for key, value in properties.items()
        if value
    )
    head = f"<testsuite{attribute('name', name)}{_counted(counts)}>\n<properties>{told}</properties>\n"
    return f"{head}{cases}</testsuite>\n"


def _counted(counts: Counts) -> str:
    skipped = counts.skipped + counts.expected
    return f' tests="{counts.total}" failures="{counts.failed}" errors="{counts.errors}" skipped="{skipped}"'


def _timed(evidence: Evidence) -> str:
    """Of all stages together: how long each test took is not kept, so that a million of them stay small."""
    return "" if evidence.elapsed is None else attribute("time", decimal(evidence.elapsed))


def _plain_case(case: Case, written: _Written) -> str:
    return _plain(case.name, written, "" if case.line is None else f' line="{case.line}"')


def _plain(name: str, written: _Written, line: str = "") -> str:
    return f"<testcase{attribute('name', name)}{written.attributes}{line}/>"


def _writer() -> _Writer:
    """What writes a case with a result; built once, for it needs junitparser."""
    from junitparser import Attr, Error, Failure, Skipped, xunit2  # only results pay for it

    class Placed(xunit2.TestCase):
        file = Attr("file")
        line = Attr("line")

    kinds: dict[Outcome, Any] = {
        Outcome.FAILED: Failure,
        Outcome.ERROR: Error,
        Outcome.SKIPPED: Skipped,
        Outcome.EXPECTED: Skipped,
        Outcome.PASSED: xunit2.FlakyFailure,
    }

    def write(case: Case, written: _Written) -> str:
        result = kinds[case.outcome](readable(case.message) or None, _kind(case) or None)
        result.text = readable(case.text).replace("\r\n", "\n").replace("\r", "\n")
        element: Any = Placed(readable(case.name), written.classname or None)
        element.file = written.file or None
        element.line = None if case.line is None else str(case.line)
        if case.outcome is Outcome.PASSED:
            element.add_interim_result(result)
        else:
            element.result = [result]
        return str(element.tostring().decode("utf-8"))

    return write


def _kind(case: Case) -> str:
    if case.outcome is Outcome.EXPECTED:
        return case.kind if case.kind in _EXPECTED else _EXPECTED[0]
    return "" if case.outcome is Outcome.SKIPPED and case.kind in _EXPECTED else readable(case.kind)
