"""What was read of any sample report, written anew and read again, says the same as far as the format can."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from builders import report, stage
from quality_gate.model.cases import Case, Cases, Outcome
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import NOTHING
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Decision
from quality_gate.readers.reader import DEFAULT_LIMITS
from quality_gate.readers.reading import read_stream
from quality_gate.readers.record import record_from
from quality_gate.renderers.cobertura import cobertura
from quality_gate.renderers.junit import junit
from quality_gate.renderers.record import record_text
from quality_gate.renderers.xml_text import readable

SAMPLES = Path(__file__).parents[2] / "samples"


def read(content: bytes) -> Reading:
    return read_stream(io.BytesIO(content))


def readings() -> dict[str, Reading]:
    paths = sorted(path for path in SAMPLES.glob("*/*/report*") if path.is_file())
    found = {path.parent.relative_to(SAMPLES).as_posix(): read(path.read_bytes()) for path in paths}
    return {name: one for name, one in found.items() if one.state is not State.INVALID}


READINGS = readings()
TESTS = [name for name, one in READINGS.items() if one.cases is not None and one.cases.counts.total]
COVERAGE = [name for name, one in READINGS.items() if one.coverage is not None]


def told(case: Case) -> tuple[object, ...]:
    """Of what passed, where and that it did; of the rest also why."""
    front = (
        readable(case.place.classname or ("" if case.place.file else case.place.suite)),
        readable(case.name),
    )
    flaky = case.flaky and case.outcome is Outcome.PASSED
    if not case.failing:
        return (*front, readable(case.place.file), case.outcome, flaky)
    words = (readable(case.message), readable(case.kind), case.text.strip(), case.line)
    return (*front, readable(case.place.file), case.outcome, flaky, *words)


@pytest.mark.parametrize("name", TESTS)
def test_tests_as_junit(name: str) -> None:
    cases = READINGS[name].cases or Cases()
    evidence = Evidence(stages=(stage("unit", cases),))
    again = read(junit(report(Decision.READY, evidence=evidence)).encode())

    assert again.cases is not None
    assert again.cases.counts == cases.counts
    bare = {case.name for case in cases if not any((case.place.suite, case.place.classname, case.place.file))}
    found, expected = (
        Counter(told(case) for case in some if case.name not in bare) for some in (again.cases, cases)
    )
    assert found == expected


@pytest.mark.parametrize("name", TESTS)
def test_tests_as_a_record(name: str) -> None:
    cases = READINGS[name].cases or Cases()
    evidence = Evidence(stages=(stage("unit", cases),))
    text = record_text(report(Decision.READY, evidence=evidence))
    (again,) = record_from(io.BytesIO(text.encode()), DEFAULT_LIMITS).evidence.stages

    assert again.cases is not None
    assert again.cases.counts == cases.counts
    assert Counter(case.id for case in again.cases) == Counter(case.id for case in cases)


@pytest.mark.parametrize("name", COVERAGE)
def test_coverage_as_cobertura(name: str) -> None:
    coverage = READINGS[name].coverage or Coverage()
    evidence = Evidence(coverage=coverage)
    again = read(cobertura(report(Decision.READY, evidence=evidence)).encode()).coverage or Coverage()

    assert {path.strip() for path in again.files} == {
        readable(path).strip() for path, file in coverage.files.items() if file.measured
    }
    for path, file in coverage.files.items():
        if file.measured:
            twin = again.files[readable(path)]
            assert (twin.measured, twin.covered) == (file.measured, file.covered & file.measured)
            assert (twin.ratio(Unit.BRANCHES) or NOTHING) == (file.listed(Unit.BRANCHES) or NOTHING)


@pytest.mark.parametrize("name", COVERAGE)
def test_coverage_as_a_record(name: str) -> None:
    coverage = READINGS[name].coverage or Coverage()
    text = record_text(report(Decision.READY, evidence=Evidence(coverage=coverage)))
    again = record_from(io.BytesIO(text.encode()), DEFAULT_LIMITS).evidence.coverage

    assert again is not None
    for unit in Unit:
        assert again.ratio(unit) == coverage.ratio(unit)
    for path, file in coverage.files.items():
        assert again.files[path].missed_lines == file.missed_lines
