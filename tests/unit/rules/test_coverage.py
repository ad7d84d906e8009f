"""Rules over coverage: groups, units, file by file, and what they say when there is nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from builders import coverage
from quality_gate.model.coverage import Coverage, FileCoverage, Unit, merged
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit, Ratio
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot, Status
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope
from quality_gate.rules.table import RULES


def rule(key: str, number: int | Limit, evidence: Evidence, **scope: Any) -> Ruling:
    row = next(row for row in RULES if row.section == "coverage" and row.key == key)
    value = number if isinstance(number, Limit) else Limit(Fraction(number))
    made = row.make(About(rule=f"coverage.{key}", title=key), value, Scope(**scope))
    (ruling,) = made.judge(evidence)
    assert made.about.rule == ruling.rule
    return ruling


def measured(files: dict[str, str], **more: Any) -> Evidence:
    return Evidence(coverage=coverage(files), **more)


SHOP = {"src/pay/a.py": "++-+", "src/pay/b.py": "+++", "src/ship/c.py": "----=~_"}


def test_total_names_its_unit_and_its_distance() -> None:
    ruling = rule("total", 100, measured(SHOP))

    assert ruling.distance == "8/14 lines, 6 short"
    assert ruling.got == "57.1 %"
    assert ruling.spots[0] == Spot("src/pay/a.py", 3, 3, "no test reaches this")
    assert ruling.spots[1].where == "src/ship/c.py:1–4"


def test_a_group_looks_only_at_its_files() -> None:
    ruling = rule("lines", 100, measured(SHOP), paths=("src/pay/**", "!**/b.py"))

    assert ruling.distance == "3/4 lines, 1 short"


def test_each_file_must_hold_alone() -> None:
    ruling = rule("lines", 75, measured(SHOP), paths=("src/**",), per_file=True)

    assert ruling.status is Status.FAILED
    assert ruling.got == "28.6 % in src/ship/c.py"
    assert ruling.distance == "1 of 3 files: src/ship/c.py 2/7 lines, 4 short"
    assert rule("lines", 20, measured(SHOP), per_file=True).status is Status.PASSED


def test_branches_that_were_never_taken_are_named() -> None:
    ruling = rule("branches", 100, measured(SHOP), paths=("src/ship/**",))

    assert ruling.distance == "3/6 branches, 3 short"
    assert [spot.line for spot in ruling.spots] == [6, 7]


def test_functions_that_were_never_called_are_named() -> None:
    functions = {"1:pay": True, "9:refund": False, "x:odd": False}
    file = FileCoverage(measured=6, covered=2, functions={"lcov": functions})
    ruling = rule("functions", 100, Evidence(coverage=Coverage({"a.py": file})))

    assert ruling.distance == "1/3 functions, 2 short"
    assert [(spot.line, spot.note) for spot in ruling.spots] == [
        (9, "refund was never called"),
        (None, "odd was never called"),
    ]


def test_statements_are_weighed() -> None:
    file = FileCoverage(statements={"1.1,2.2": (3, True), "3.1,4.2": (1, False)}, headline=Unit.STATEMENTS)
    evidence = Evidence(coverage=Coverage({"a.go": file}))

    assert rule("total", 80, evidence).distance == "3/4 statements, 1 short"
    assert rule("statements", 75, evidence).status is Status.PASSED


def test_no_report_is_unknown() -> None:
    for key in ("total", "uncovered"):
        ruling = rule(key, 100, Evidence())

        assert (ruling.status, ruling.cause) == (Status.UNKNOWN, Cause.MISSING)


def test_paths_that_fit_nowhere_are_unknown() -> None:
    problem = Problem(Cause.NO_MATCH, "12 of 40 files are not in this repository", "check the roots")
    ruling = rule("total", 50, measured(SHOP, coverage_problems=(problem,)))

    assert (ruling.cause, ruling.reason, ruling.next) == (problem.cause, problem.reason, problem.next)


def test_a_group_without_files_names_what_is_near() -> None:
    ruling = rule("lines", 100, measured(SHOP), paths=("src/pya/**",))

    assert (ruling.status, ruling.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    assert "nearest: src/pay/" in ruling.reason


def test_a_group_without_anything_near_says_only_that() -> None:
    ruling = rule("lines", 100, measured(SHOP), paths=("zzzzzz",))

    assert ruling.reason == "no measured file fits zzzzzz"


@pytest.mark.parametrize(("path", "also"), [("zzz\\**", ": folders are divided by `/`"), ("zzz/**", "")])
def test_a_group_of_another_system_is_told_how_folders_are_divided(path: str, also: str) -> None:
    ruling = rule("lines", 100, measured(SHOP), paths=(path,))

    assert ruling.next == f"correct `paths:` of the group{also}"


@pytest.mark.parametrize(("count", "more"), [(1, ""), (3, " or 2 more")])
def test_files_that_exist_and_are_never_measured_are_named(count: int, more: str) -> None:
    tracked = tuple(f"lib/f{n}.py" for n in range(count))
    ruling = rule("lines", 100, measured(SHOP, known=tracked), paths=("lib/**",))

    assert ruling.reason == f"no report measures lib/f0.py{more}, which lib/** names"


def test_a_unit_that_no_report_measures_is_unknown() -> None:
    branches = rule("branches", 100, measured({"a.py": "++"}))
    functions = rule("functions", 100, measured({"a.py": "++"}))

    assert (branches.cause, functions.cause) == (Cause.MISSING, Cause.MISSING)
    assert "--branch" in branches.next


def test_files_without_branches_are_skipped_when_the_tool_measures_branches() -> None:
    plain = FileCoverage(measured=2, covered=2, counts={Unit.BRANCHES: Ratio(0, 0)})
    branching = coverage({"b.py": "="}).files["b.py"]
    one = Evidence(coverage=Coverage({"a.py": plain, "b.py": branching}))
    none = Evidence(coverage=Coverage({"a.py": plain}))

    skipped = rule("branches", 100, one, paths=("a.py",))
    assert (skipped.status, skipped.reason) == (Status.SKIPPED, "these files have no branches")
    assert rule("branches", 100, none, paths=("a.py",)).cause is Cause.EMPTY


def test_what_is_measured_in_another_language_does_not_show_that_the_tool_measures_branches() -> None:
    untold = FileCoverage(measured=2, covered=2, counts={Unit.BRANCHES: Ratio(0, 0)})  # cargo llvm-cov --lcov
    found = Evidence(coverage=Coverage({"a.rs": untold, "b.py": coverage({"b.py": "="}).files["b.py"]}))

    ruling = rule("branches", 100, found, paths=("a.rs",))

    assert (ruling.cause, ruling.reason) == (
        Cause.EMPTY,
        "the reports measure no branches at all in these files",
    )


def test_headers_are_measured_by_the_tool_that_measures_their_sources() -> None:
    untold = FileCoverage(measured=2, covered=2, counts={Unit.BRANCHES: Ratio(0, 0)})
    found = Evidence(coverage=Coverage({"a.H": untold, "b.cpp": coverage({"b.cpp": "="}).files["b.cpp"]}))

    assert rule("branches", 100, found, paths=("a.H",)).status is Status.SKIPPED


@pytest.mark.parametrize("per_file", [False, True])
def test_branches_of_a_part_of_the_files_are_a_warning(per_file: bool) -> None:
    silent = FileCoverage(measured=0b110, covered=0b110)
    total = FileCoverage(counts={Unit.LINES: Ratio(2, 2)})
    empty = FileCoverage()
    none = FileCoverage(measured=0b10, covered=0b10, counts={Unit.BRANCHES: Ratio(0, 0)})
    files = {"a.py": silent, "b.py": coverage({"b.py": "="}).files["b.py"], "c.py": total, "d.py": empty}
    ruling = rule("branches", 50, Evidence(coverage=Coverage({**files, "e.py": none})), per_file=per_file)

    assert ruling.status is Status.WARNED
    assert ruling.reason == "2 files of this group in reports that measure no branches: a.py, c.py"
    assert rule("lines", 50, Evidence(coverage=Coverage(files))).status is Status.PASSED


def test_files_of_a_group_that_are_in_no_report_are_a_warning() -> None:
    tracked = (
        "src/pay/new.py",
        "src/pay/__init__.py",
        "src/pay/notes.md",
        "src/ship/x.py",
    )
    evidence = measured({"src/pay/b.py": "+"}, known=tracked)

    for key, number in (("lines", 100), ("uncovered", 0)):
        for per_file in (False, True):
            ruling = rule(key, number, evidence, paths=("src/pay/**",), per_file=per_file)
            assert ruling.status is Status.WARNED
            assert ruling.reason == "1 file of this group in no report: src/pay/new.py"
    short = measured({"src/pay/b.py": "+-"}, known=tracked)
    assert rule("lines", 100, short, paths=("src/pay/**",)).status is Status.FAILED
    assert rule("total", 100, evidence).status is Status.PASSED


def test_go_measures_no_test_file() -> None:
    evidence = measured({"svc/add.go": "+"}, known=("svc/add.go", "svc/add_test.go"))
    without = measured({"svc/add.go": "+"}, known=("svc/add.go", "svc/sub.go"))

    assert rule("lines", 100, evidence, paths=("svc/**",)).status is Status.PASSED
    assert rule("lines", 100, without, paths=("svc/**",)).status is Status.WARNED


def test_a_report_that_measures_no_line_is_unknown() -> None:
    file = FileCoverage(counts={Unit.LINES: Ratio(0, 0)})
    evidence = Evidence(coverage=Coverage({"a.py": file}))

    assert rule("total", 0, evidence).cause is Cause.EMPTY
    assert rule("uncovered", 0, evidence).cause is Cause.EMPTY


def test_uncovered_counts_what_is_missing() -> None:
    evidence = measured(SHOP)

    assert rule("uncovered", 6, evidence).status is Status.PASSED
    over = rule("uncovered", Limit(Fraction(5), Fraction(3)), evidence)
    assert (over.status, over.got, over.distance) == (Status.FAILED, "6 of 14 lines", "3 too many")


def test_uncovered_of_each_file() -> None:
    ruling = rule("uncovered", 2, measured(SHOP), per_file=True)

    assert (ruling.got, ruling.distance) == ("5 lines in src/ship/c.py", "3 too many")
    assert {spot.path for spot in ruling.spots} == {"src/ship/c.py"}


def test_removing_covered_code_never_breaks_uncovered() -> None:
    before, after = measured({"a.py": "++++--"}), measured({"a.py": "+--"})

    assert rule("uncovered", 2, before).status is rule("uncovered", 2, after).status is Status.PASSED


def test_two_reports_are_one() -> None:
    one, other = coverage({"a.py": "+--"}), coverage({"a.py": "--+", "b.py": "+"})

    assert merged([one, other]) == merged([other, one])
    assert merged([one, other]).headline == ("lines", Ratio(3, 4))
