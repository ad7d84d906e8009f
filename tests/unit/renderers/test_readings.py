"""The table of `read`: one row a file, understandable at 80 columns, harmless whatever the files say."""

from __future__ import annotations

import pytest

import builders
from quality_gate.model.cases import Cases, Counts
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.renderers.columns import width_of
from quality_gate.renderers.readings import readings_text

MIXED = builders.cases("pkg.Pay", "a b c d e f~ g! h! i! j!! k!! l!! m? n? o^")
JUNIT = Reading(format="junit", cases=MIXED)
COVERAGE = Reading(
    format="coverage-json",
    coverage=builders.coverage({"a.py": "++-~=", "b.py": "+"}),
    producer="coverage.py: 75.00 %",
)


def test_one_report_is_one_row() -> None:
    head, row = readings_text([("out/unit.xml", JUNIT)], 120).splitlines()

    assert head == "FILE          FORMAT  WHAT IT SAYS"
    assert row.startswith("out/unit.xml  junit   15 tests: 6 passed, 3 failed, 3 errors, 2 skipped, ")
    assert row.endswith("1 expected to fail, 1 flaky")


def test_coverage_with_what_the_tool_itself_says() -> None:
    assert readings_text([("c.json", COVERAGE)], 80).splitlines()[1:] == [
        "c.json  coverage-json  5/6 lines (83.3 %), 3/4 branches in 2 files",
        "    the tool itself says coverage.py: 75.00 %",
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [(State.EMPTY, "empty"), (State.INVALID, "cannot be read"), (State.SUSPECT, "contradicts itself")],
)
def test_every_state_is_said_with_its_reason(state: State, word: str) -> None:
    reading = Reading(
        format="junit", state=state, note="claims 3 failures", cases=Cases(attributes=Counts(passed=1))
    )
    lines = readings_text([("a.xml", reading)], 80).splitlines()

    assert lines[1] == f"a.xml  junit   {word}"
    assert lines[-1] == "    claims 3 failures"
    assert ("1 test: 1 passed" in "\n".join(lines)) == (state is not State.INVALID)


def test_nothing_in_a_file_is_said() -> None:
    assert readings_text([("a", Reading(format="x"))], 80).splitlines()[1] == "a     x       nothing"
    empty = Reading(format="lcov", coverage=builders.coverage({}), cases=Cases())
    assert readings_text([("a", empty)], 80).endswith("0 tests\n              no line in 0 files")


def test_files_together_count_a_test_and_a_line_once() -> None:
    text = readings_text(
        [("a", JUNIT), ("b", JUNIT), ("c", COVERAGE), ("d", COVERAGE), ("e", invalid("x", "?"))], 80
    )
    last = text[text.index("all 5 files") :]

    assert "15 tests: 6 passed" in last
    assert "5/6 lines (83.3 %)" in last
    assert "1 file cannot be read" in last


def test_fifty_mixed_reports_fit_into_eighty_columns() -> None:
    long = "target/surefire-reports/modules/payments/TEST-com.acme.shop.payments"
    readings = [
        (f"{long}.{number}Test.xml", (JUNIT, COVERAGE, invalid("unknown", "x" * 300))[number % 3])
        for number in range(50)
    ]
    lines = readings_text(readings, 80).splitlines()

    assert max(map(width_of, lines)) <= 80
    assert all(any(f".{number}Test.xml" in line for line in lines) for number in range(50))


def test_wide_letters_are_measured() -> None:
    lines = readings_text([("報告" * 30 + ".xml", JUNIT)], 80).splitlines()

    assert max(map(width_of, lines)) <= 80


def test_hostile_text_is_harmless() -> None:
    reading = Reading(
        format="ju\x1b[31mnit", state=State.SUSPECT, note="::error::READY\n::x", producer="\x1b]0;t\x07READY"
    )
    text = readings_text([("a\n::set-output name=x::y\x1b[2J.xml", reading)], 80)

    assert "\x1b" not in text
    assert "READY" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
