"""The table of `read`: one row a file, understandable at 80 columns, harmless whatever the files say."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import builders
from quality_gate.model.cases import Cases, Counts
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.renderers.columns import cut_middle, width_of
from quality_gate.renderers.paint import Paint
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


def metrics(*numbers: str, failures: tuple[str, ...] = ()) -> Reading:
    found = (Metric(name="sort", value="mean", number=Fraction(number), unit="s") for number in numbers)
    state = State.SUSPECT if failures else State.OK
    return Reading(format="jmh", state=state, metrics=Metrics(metrics=tuple(found), failures=failures))


def findings(*severities: Severity, suppressed: int = 0) -> Reading:
    found = [Finding(rule="r", severity=severity) for severity in severities]
    found += [Finding(rule="r", severity=Severity.HIGH, suppressed=True)] * suppressed
    return Reading(format="sarif", findings=Findings(findings=tuple(found)))


def test_measurements_are_counted_and_the_first_ones_shown() -> None:
    assert readings_text([("b", metrics("0.00150", "1e-9", "3"))], 120).splitlines()[1] == (
        "b     jmh     3 measurements: sort mean 0.0015 s, sort mean 1E-9 s and 1 more"
    )
    assert readings_text([("b", metrics())], 120).endswith("0 measurements")


def test_findings_are_counted_by_severity_and_suppressed_ones_apart() -> None:
    text = readings_text([("s", findings(Severity.LOW, Severity.HIGH, Severity.LOW, suppressed=2))], 120)

    assert text.endswith("3 findings: 1 high, 2 low; 2 suppressed")
    assert readings_text([("s", findings())], 120).endswith("0 findings")


def test_measurements_and_findings_of_several_files_add_up() -> None:
    readings = [("a", metrics("1")), ("b", metrics("2")), ("c", findings(Severity.LOW)), ("d", findings())]

    assert readings_text(readings, 120).endswith("2 measurements\n" + " " * 30 + "1 finding: 1 low")


def test_a_tool_that_failed_leaves_a_report_incomplete() -> None:
    assert "jmh     incomplete" in readings_text([("b", metrics("1", failures=("x: killed",)))], 120)


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
    assert last.endswith("\n    1 file cannot be read: e")
    assert "\n\nall 5 files together" in text


def test_the_sum_says_why_it_is_no_sum_of_the_rows() -> None:
    paths = (
        ["src/pay/a.py", r"D:\w\src\pay\b.py", "c.py", "xc.py", "/" * 10**6],
        ["pay/a.py", "src/pay/b.py", "c.py"],
    )
    files = [builders.coverage(dict.fromkeys(names, "+-")) for names in paths]
    named = [
        *(("a", JUNIT), ("b", JUNIT)),
        *((f"{number}.info", Reading(format="lcov", coverage=one)) for number, one in enumerate(files)),
    ]
    lines = readings_text(named, 80).splitlines()

    assert lines[-4:] == [
        "    named alike in several of them, and counted once: 15 tests, 1 source file",
        "      more",
        "    2 paths may be of a file that another report names shorter, and counted",
        "      twice: `quality-gate coverage` knows",
    ]
    assert "counted" not in readings_text([("a", JUNIT), ("c", COVERAGE)], 80)


def test_the_sum_names_the_files_to_look_at() -> None:
    named = [
        *((f"{number}.xml", invalid("junit", "cannot be read: cut off")) for number in range(4)),
        ("a.json", metrics("1", failures=("x: killed",))),
        ("b.json", metrics("1", failures=("x: killed",))),
        ("c.info", Reading(format="lcov", state=State.SUSPECT, note="says more", coverage=COVERAGE.coverage)),
        ("d.xml", Reading(format="junit", state=State.EMPTY, cases=Cases())),
    ]
    lines = readings_text(named, 80).splitlines()

    assert lines[-4:] == [
        "    1 file is empty: d.xml",
        "    2 files are incomplete: a.json, b.json",
        "    1 file contradicts itself: c.info",
        "    4 files cannot be read: 0.xml, 1.xml, 2.xml and 1 more",
    ]
    assert lines[1:3] == ["0.xml                 junit   cannot be read", "    cut off"]


def test_fifty_mixed_reports_fit_into_eighty_columns() -> None:
    long = "target/surefire-reports/modules/payments/TEST-com.acme.shop.payments"
    readings = [
        (f"{long}.{number}Test.xml", (JUNIT, COVERAGE, invalid("unknown", "x" * 300))[number % 3])
        for number in range(50)
    ]
    lines = readings_text(readings, 80).splitlines()

    assert max(map(width_of, lines)) <= 80
    assert all(any(f".{number}Test.xml" in line for line in lines) for number in range(50))


def test_what_all_paths_begin_with_gives_way_first() -> None:
    folder = "build/test-results/of/all/modules/together"
    names = ["a/short.xml", "payments/integration/test-of-the-refunds.xml"]
    lines = readings_text([(f"{folder}/{name}", JUNIT) for name in names], 80).splitlines()

    assert lines[1].startswith("…/a/short.xml  ")
    # What is still too long stands on a line of its own: its end, or its middle, may be all that differs.
    alone = lines.index(cut_middle(f"{folder}/{names[1]}", 80))
    assert lines[alone + 1].lstrip().startswith("junit  ")
    assert readings_text([("a/b.xml", JUNIT), ("c.xml", JUNIT)], 80).splitlines()[1].startswith("a/b.xml")


def test_a_file_that_is_named_twice_counts_once() -> None:
    claimed = Reading(format="junit", cases=Cases(attributes=Counts(passed=3)))
    text = readings_text([("a.xml", claimed), ("a.xml", claimed), ("b.xml", metrics("1"))], 80)

    assert "together" not in readings_text([("a.xml", claimed), ("a.xml", claimed)], 80)
    assert "all 2 files together  " in text
    assert text[text.index("all 2 files") :].count("3 tests: 3 passed") == 1


def test_trouble_has_a_colour_and_words_all_the_same() -> None:
    named = [
        ("a.xml", JUNIT),
        ("b.xml", invalid("junit", "cut off")),
        ("c.xml", Reading(format="junit", state=State.EMPTY, cases=Cases())),
    ]
    painted = readings_text(named, 80, Paint(color=True, unicode=True))

    assert "  \x1b[31mcannot be read\x1b[0m\n" in painted
    assert "  \x1b[35mempty\x1b[0m\n" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == readings_text(named, 80)


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
