"""The merged Cobertura file says to our own reader what all coverage reports have said to us."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import CONTEXT, coverage, file_coverage, report
from hostile import NAMES
from quality_gate.model.coverage import BranchView, Coverage, FileCoverage, Unit
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Decision
from quality_gate.readers.reading import read_stream
from quality_gate.renderers.cobertura import cobertura
from quality_gate.renderers.xml_text import readable

FILES = {"src/pay/a.py": "+.-~=_", "src/pay/b.py": "++", "setup.py": "-"}


def text_of(found: Coverage | None, started: str = CONTEXT.started) -> str:
    context = replace(CONTEXT, started=started)
    return cobertura(report(Decision.READY, evidence=Evidence(coverage=found), context=context))


def read(text: str) -> Reading:
    reading = read_stream(io.BytesIO(text.encode("utf-8")))
    assert reading.format == "cobertura"
    return reading


def measured(reading: Reading) -> Coverage:
    assert reading.coverage is not None
    return reading.coverage


def test_the_whole_file() -> None:
    assert text_of(coverage({"src/a.py": "+-~", "b.py": "+"})) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<coverage version="quality-gate 1.2.3" timestamp="1795176000000" lines-covered="3" lines-valid="4"'
        ' branches-covered="1" branches-valid="2" line-rate="0.75" branch-rate="0.5" complexity="0">\n'
        "<sources>\n<source>.</source>\n</sources>\n<packages>\n"
        '<package name="." line-rate="1" branch-rate="0" complexity="0">\n<classes>\n'
        '<class name="b.py" filename="b.py" line-rate="1" branch-rate="0" complexity="0">\n<methods/>\n'
        '<lines>\n<line number="1" hits="1"/>\n</lines>\n</class>\n</classes>\n</package>\n'
        '<package name="src" line-rate="0.6667" branch-rate="0.5" complexity="0">\n<classes>\n'
        '<class name="a.py" filename="src/a.py" line-rate="0.6667" branch-rate="0.5" complexity="0">\n'
        '<methods/>\n<lines>\n<line number="1" hits="1"/>\n<line number="2" hits="0"/>\n'
        '<line number="3" hits="1" branch="true" condition-coverage="50% (1/2)"/>\n'
        "</lines>\n</class>\n</classes>\n</package>\n</packages>\n</coverage>\n"
    )


def test_paths_start_at_the_repositorys_top() -> None:
    context = replace(CONTEXT, folder="services/pay")
    evidence = Evidence(coverage=coverage({"src/a.py": "+", "b.py": "-"}))
    text = cobertura(report(Decision.READY, evidence=evidence, context=context))

    assert sorted(measured(read(text)).files) == ["services/pay/b.py", "services/pay/src/a.py"]
    assert '<package name="services/pay" ' in text


def test_lines_branches_and_totals_come_back() -> None:
    reading = read(text_of(coverage(FILES)))

    assert (reading.state, reading.note, reading.roots) == (State.OK, "", (".",))
    assert reading.declared == {Unit.LINES: Ratio(5, 8), Unit.BRANCHES: Ratio(3, 6)}
    for path, drawn in FILES.items():
        expected, found = file_coverage(drawn), measured(reading).files[path]
        assert (found.measured, found.covered) == (expected.measured, expected.covered)
        assert found.partial_lines == expected.partial_lines


def test_a_branch_on_a_line_that_is_not_measured_keeps_the_total() -> None:
    def view(part: int, whole: int) -> tuple[BranchView, ...]:
        return (BranchView("lcov", part=part, whole=whole),)

    branches = {1: view(1, 2), 3: view(1, 4), 5: view(0, 2), 9: view(2, 2), 4: view(0, 0)}
    file = FileCoverage(measured=0b101000, covered=0b1000, branches=branches)
    found = measured(read(text_of(Coverage({"a.c": file})))).files["a.c"]

    assert found.ratio(Unit.LINES) == Ratio(1, 2)
    assert found.ratio(Unit.BRANCHES) == Ratio(4, 10)
    assert sorted(found.branches) == [3, 5]


def test_what_has_no_lines_is_left_out_and_counted() -> None:
    totals = FileCoverage(counts={Unit.LINES: Ratio(7, 9)})
    text = text_of(Coverage({"a.py": file_coverage("+"), "b.kt": totals}))

    assert "<!-- left out, for no line of them is known: 1 file -->" in text
    assert read(text).declared == {Unit.LINES: Ratio(1, 1)}


@pytest.mark.parametrize("found", [None, Coverage()])
def test_nothing_is_never_full(found: Coverage | None) -> None:
    text = text_of(found)

    assert read(text).state is State.EMPTY
    assert 'lines-valid="0"' in text
    assert 'line-rate="1"' not in text


def test_a_rate_says_one_only_of_all() -> None:
    nearly = FileCoverage(measured=(1 << 200_001) - 2, covered=(1 << 200_000) - 2)

    assert 'line-rate="0.999995"' in text_of(Coverage({"a.py": nearly}))


def test_no_known_start_is_no_time() -> None:
    assert 'timestamp="0"' in text_of(coverage(FILES), started="")


@pytest.mark.parametrize("name", [name for name in NAMES if "/" not in name and name])
def test_hostile_paths_are_valid_xml(name: str) -> None:
    found = measured(read(text_of(Coverage({f"src/{name}": file_coverage("+-")}))))

    assert [path.strip() for path in found.files] == [readable(f"src/{name}").strip()]


LINES = st.text(st.sampled_from("+-.=~_"), max_size=80)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-c]{1,2}(/[a-c]{1,2}){0,2}\.py", fullmatch=True), LINES, max_size=5))
def test_whatever_was_measured_comes_back(drawn: dict[str, str]) -> None:
    written = Coverage({path: file for path, file in coverage(drawn).files.items() if file.measured})
    found = measured(read(text_of(coverage(drawn))))

    assert set(found.files) == set(written.files)
    for path, file in written.files.items():
        assert (found.files[path].measured, found.files[path].covered) == (file.measured, file.covered)
    assert (found.ratio(Unit.BRANCHES) or NOTHING) == (written.ratio(Unit.BRANCHES) or NOTHING)
