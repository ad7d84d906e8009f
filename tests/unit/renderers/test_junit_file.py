"""The merged JUnit file says to our own reader, and to junitparser, what the stages have said to us."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml

from builders import CONTEXT, cases, report, stage, stage_row
from hostile import NAMES, TEXTS
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place, merged
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.reading import Reading, State
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision
from quality_gate.readers.reading import read_stream
from quality_gate.renderers.junit import junit
from quality_gate.renderers.xml_text import readable

EVERY_ENDING = cases(
    "TestPay", "pays refuses! hangs!! later? known^ shaky~", file="tests/test_pay.py", suite="pytest"
)


def text_of(*stages: StageEvidence, **said: str) -> str:
    rows = tuple(stage_row(name, f"failed {text}") for name, text in said.items())
    return junit(report(Decision.NOT_READY, evidence=Evidence(stages=stages), rollup=Rollup(stages=rows)))


def read(text: str) -> Reading:
    return read_stream(io.BytesIO(text.encode("utf-8")))


def read_cases(text: str) -> Cases:
    reading = read(text)
    assert (reading.format, reading.state, reading.note) == ("junit", State.OK, "")
    assert reading.cases is not None
    return reading.cases


def endings(found: Cases) -> Counter[tuple[str, Outcome, bool]]:
    return Counter((case.id, case.outcome, case.flaky) for case in found)


def test_every_ending_comes_back() -> None:
    found = read_cases(text_of(stage("unit", EVERY_ENDING)))

    assert found.counts == EVERY_ENDING.counts
    assert endings(found) == endings(EVERY_ENDING)
    assert {place.suite for place in found.passed} == {"unit > pytest"}


def test_the_whole_file_as_others_see_it() -> None:
    failed = Case(Place(classname="C", file="a.py"), "f", Outcome.FAILED, False, "m", "E", "at\r\nb\rc", 7)
    text = text_of(
        stage("unit", Cases({Place(classname="C", file="a.py"): ("p",)}, (failed,))),
        stage("e2e"),
        unit="exit 1",
        e2e="timed out",
    )

    assert text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="api" tests="2" failures="1" errors="0" skipped="0">\n'
        '<testsuite name="unit" tests="2" failures="1" errors="0" skipped="0">\n'
        '<properties><property name="stage" value="unit"/>'
        '<property name="said" value="exit 1"/></properties>\n'
        '<testcase name="p" classname="C" file="a.py"/>\n'
        '<testcase name="f" classname="C" file="a.py" line="7">'
        '<failure message="m" type="E">at\nb\nc</failure></testcase>\n'
        "</testsuite>\n"
        '<testsuite name="e2e" tests="0" failures="0" errors="0" skipped="0">\n'
        '<properties><property name="stage" value="e2e"/>'
        '<property name="said" value="timed out"/></properties>\n'
        "</testsuite>\n"
        "</testsuites>\n"
    )


def test_files_start_at_the_repositorys_top() -> None:
    stages = (stage("unit", merged([EVERY_ENDING, cases("no.File", "a")])), stage("e2e"))
    context = replace(CONTEXT, folder="services/pay")
    text = junit(report(Decision.READY, evidence=Evidence(stages=stages), context=context))

    assert {case.place.file for case in read_cases(text)} == {"services/pay/tests/test_pay.py", ""}


def test_how_long_all_took_is_told_and_changes_nothing_that_is_read() -> None:
    found = Evidence(stages=(stage("unit", EVERY_ENDING),), elapsed=Fraction(12345, 1000))
    text = junit(report(Decision.READY, evidence=found))

    assert '<testsuites name="api" tests="6" failures="1" errors="1" skipped="2" time="12.345">' in text
    assert read(text) == read(junit(report(Decision.READY, evidence=replace(found, elapsed=None))))


def test_words_and_lines_come_back() -> None:
    place = Place(suite="s", classname="C", file="a.py")
    others = (
        Case(place, "x", Outcome.FAILED, False, "line\none\ttwo", "AssertionError", "  a\nb ]]> <&>", 12),
        Case(place, "todo", Outcome.EXPECTED, kind="todo"),
        Case(place, "xfail", Outcome.EXPECTED, kind="mine", message="m"),
        Case(place, "skipped", Outcome.SKIPPED, kind="todo", message="m"),
        Case(place, "skip", Outcome.SKIPPED, kind="pytest.skip", message="m"),
        Case(place, "plain", line=3),
    )
    found = {case.name: case for case in read_cases(text_of(stage("unit", Cases({}, others))))}

    assert {(c.message, c.kind, c.text, c.line) for c in others[:1]} == {
        (found["x"].message, found["x"].kind, found["x"].text, found["x"].line)
    }
    assert (found["todo"].kind, found["xfail"].kind) == ("todo", "pytest.xfail")
    assert (found["skipped"].outcome, found["skipped"].kind) == (Outcome.SKIPPED, "")
    assert found["skip"].kind == "pytest.skip"
    assert found["plain"].outcome is Outcome.PASSED


def test_stages_and_variants_stay_apart() -> None:
    here = EVERY_ENDING.moved(lambda place: replace(place, variant="os=linux"))
    there = EVERY_ENDING.moved(lambda place: replace(place, variant="os=macos"))
    text = text_of(stage("unit", merged([here, there])), stage("e2e", EVERY_ENDING))

    assert read_cases(text).counts == sum([EVERY_ENDING.counts] * 3, Counts())
    assert '<testsuite name="unit (os=macos) &gt; pytest" tests="6"' in text
    assert '<property name="variant" value="os=macos"/>' in text


def test_places_that_would_be_spelled_alike_stay_apart() -> None:
    alike = Cases(
        {Place(suite="X", classname="X"): ("a",), Place(suite="unit"): ("a",)},
        (Case(Place(suite="X"), "a", Outcome.FAILED), Case(Place(suite="X", variant=""), "b")),
    )
    found = read_cases(text_of(stage("unit", alike)))

    assert found.counts == alike.counts
    assert {case.place.suite for case in found} == {"unit > X", "unit > unit", "unit > X (2)"}


def test_a_case_without_any_place_stands_below_its_stage() -> None:
    assert [case.id for case in read_cases(text_of(stage("unit", cases("", "a"))))] == ["unit::a"]


def test_counts_without_cases_stay_counts() -> None:
    claimed = Counts(passed=5, failed=1, skipped=2)

    alone = read(text_of(stage("unit", Cases(attributes=claimed))))
    assert alone.cases is not None
    assert (alone.state, alone.cases.counts) == (State.OK, claimed)
    # Beside real cases a failure that no case shows is a contradiction, and never green.
    both = read(text_of(stage("unit", Cases(attributes=claimed)), stage("e2e", cases("t", "a"))))
    assert both.state is State.SUSPECT


def test_nothing_at_all_is_an_empty_report() -> None:
    assert read(text_of(stage("unit"))).state is State.EMPTY
    assert read(text_of()).state is State.EMPTY


@pytest.mark.parametrize("name", [*NAMES[:-4], "nul \0", "\x1b]]>", "\ufffe\uffff", "\ud800", "\x85\u2028"])
def test_hostile_names_are_valid_xml_and_come_back_readable(name: str) -> None:
    place = Place(suite=name, classname=name, file=name)
    others = (Case(place, name + "!", Outcome.ERROR, False, name, name, name, 1),)
    text = text_of(stage(name or "unit", Cases({place: (name + "+",)}, others)))

    found = read_cases(text)
    assert {case.name for case in found} == {readable(name + "!"), readable(name + "+")}
    assert {case.place.classname for case in found} == {readable(name)}
    parsed = JUnitXml.fromstring(text.encode("utf-8"))
    assert (parsed.tests, parsed.errors) == (2, 1)


PLACES = st.builds(
    Place,
    suite=st.sampled_from(["", "s", "s > t", "ü"]),
    classname=st.sampled_from(["", "pkg.C", "C[1]"]),
    file=st.sampled_from(["", "tests/a.py", "b c.py"]),
    variant=st.sampled_from(["", "os=linux"]),
)
CASES = st.builds(
    Case,
    PLACES,
    st.text(min_size=1, max_size=8) | st.sampled_from(["a", "b", "x\n", "&\0"]),
    st.sampled_from(Outcome),
    st.booleans(),
    TEXTS,
    st.sampled_from(["", "todo", "pytest.xfail", "E"]),
    TEXTS,
    st.none() | st.integers(0, 10**6),
)


def as_written(found: Cases, stage_name: str) -> Counter[tuple[str, Outcome, bool]]:
    """Only a case without suite, class and file gets a front: its stage."""

    def identity(case: Case) -> str:
        place = case.place
        bare = not (place.suite or place.classname or place.file)
        front = f"{stage_name} ({place.variant})" if place.variant else stage_name
        return readable(f"{front}::{case.id}" if bare else case.id)

    return Counter(
        (identity(case), case.outcome, case.flaky and case.outcome is Outcome.PASSED) for case in found
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(CASES, max_size=12),
    st.dictionaries(PLACES, st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=4).map(tuple)),
)
def test_whatever_was_found_comes_back(others: list[Case], passed: dict[Place, tuple[str, ...]]) -> None:
    found = merged([Cases({place: names for place, names in passed.items() if names}, tuple(others))])
    spelled = Counter((case.place, readable(case.name)) for case in found)
    if max(spelled.values(), default=1) > 1:
        return  # two names that differ only in what XML cannot hold
    reading = read(text_of(stage("unit", found)))

    assert reading.cases is not None
    assert reading.cases.counts == found.counts
    assert endings(reading.cases) == as_written(found, "unit")
