"""Rules that compare: changed lines, a drop of coverage, new failures, lost tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from builders import cases, coverage, stage
from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.model.cases import Cases, Counts, merged
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.coverage import Coverage, FileCoverage, Unit, bits_of
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Cause, Level, Problem, Ruling, Spot
from quality_gate.rules.changed_lines import ChangedLines
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.rule import About


def judged(text: str, evidence: Evidence) -> Ruling:
    (written,) = assemble(load(f"version: 1\n{text}\n", "x"), "x").rules
    made = written.row.make(About(rule=written.key, title=written.key), written.value, written.scope)
    (ruling,) = made.judge(evidence)
    return ruling


def changes(drawn: Mapping[str, list[int]], change: Change = Change.EDITED) -> Changes:
    files = {path: ChangedFile(change=change, lines=bits_of(some)) for path, some in drawn.items()}
    return Changes(base="b", files=files)


def changed(measured: dict[str, str], drawn: Mapping[str, list[int]], **parts: Any) -> Evidence:
    return Evidence(coverage=coverage(measured), changes=changes(drawn), **parts)


SHOP = {"src/a.py": "++-.-", "src/b.py": "+"}


def test_only_changed_lines_count() -> None:
    ruling = judged("coverage: {changed: 80}", changed(SHOP, {"src/a.py": [1, 2, 3, 4], "src/b.py": [1]}))

    assert (ruling.status, ruling.got) == ("failed", "75 %")
    assert ruling.distance == "3/4 changed lines, 1 short"
    assert ruling.spots == (Spot("src/a.py", 3, 3, "this change adds it, and no test reaches it"),)


@pytest.mark.parametrize(
    ("limit", "status", "level"),
    [
        ("75", "passed", Level.REQUIRED),
        ("{recommended: 80}", "warned", Level.RECOMMENDED),
        ("{required: 70, recommended: 80}", "warned", Level.REQUIRED),
        ("{required: 100, allow-uncovered: 1}", "passed", Level.REQUIRED),
    ],
)
def test_limits_of_changed_lines(limit: str, status: str, level: Level) -> None:
    found = changed(SHOP, {"src/a.py": [1, 2, 3, 4], "src/b.py": [1]})
    ruling = judged(f"coverage: {{changed: {limit}}}", found)

    assert (ruling.status, ruling.level) == (status, level)


def test_an_allowance_is_told() -> None:
    ruling = judged(
        "coverage: {changed: {required: 100, allow-uncovered: 3}}", changed(SHOP, {"src/a.py": [3]})
    )

    assert ruling.expected == "≥ 100 %, or ≤ 3 uncovered lines"
    assert ruling.got == "0 %, 1 of 1 changed line uncovered"


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        ("src/new.py", True),
        ("elsewhere/new.py", True),
        ("src/new.txt", False),
        ("src/__init__.py", False),
        ("tests/new.py", False),
        ("src/test_new.py", False),
        ("src/conftest.py", False),
        ("src/new_test.py", False),
        ("src/a.spec.py", False),
        ("checks/known.py", False),
        ("checks/failing.py", False),
        ("src/contest.py", True),
    ],
)
def test_which_files_a_report_should_speak_of(path: str, unknown: bool) -> None:
    known = merged([cases("", "a", file="checks/known.py"), cases("", "b!", file="checks/failing.py")])
    found = changed(SHOP, {path: [1], "src/b.py": [1]}, stages=(stage("unit", known),))
    ruling = judged("coverage: {changed: 100}", found)

    assert ruling.status == ("unknown" if unknown else "passed")
    assert ruling.got == "100 %"
    assert ruling.spots == ((Spot(path, None, None, "changed, and in no report"),) if unknown else ())


def test_how_many_changed_lines_there_are() -> None:
    (written,) = assemble(load("version: 1\ncoverage: {changed: 1}\n", "x"), "x").rules
    rule = written.row.make(About(rule="coverage.changed", title="x"), written.value, written.scope)
    assert isinstance(rule, ChangedLines)

    assert rule.counted(changed(SHOP, {"src/a.py": [1, 3, 4]})) == Ratio(1, 2)
    assert rule.counted(Evidence()) is None


def test_what_is_missed_already_is_said_first() -> None:
    ruling = judged("coverage: {changed: 100}", changed(SHOP, {"src/new.py": [1], "src/a.py": [3]}))

    assert ruling.status == "failed"


def test_a_deleted_or_only_cut_file_is_no_hole() -> None:
    ruling = judged("coverage: {changed: 100}", changed(SHOP, {"src/gone.py": []}))

    assert (ruling.status, ruling.reason) == ("skipped", "this change adds or edits no executable line")


def test_reports_without_lines_cannot_tell() -> None:
    totals = Coverage({"src/a.py": FileCoverage(counts={Unit.LINES: Ratio(9, 10)})})
    ruling = judged("coverage: {changed: 100}", Evidence(coverage=totals, changes=changes({"src/a.py": [1]})))

    assert (ruling.status, ruling.cause) == ("unknown", "empty")
    assert ruling.reason == "the reports hold no lines of src/a.py, only totals"


def test_no_changes_and_no_coverage() -> None:
    trouble = Problem(Cause.ENVIRONMENT, "no network")
    assert judged("coverage: {changed: 1}", Evidence()).cause == "no-base"
    assert judged("coverage: {changed: 1}", Evidence(changes_problem=trouble)).cause == "environment"
    assert judged("coverage: {changed: 1}", Evidence(changes=changes({}))).cause == "missing"


@pytest.mark.parametrize(
    ("limit", "said"),
    [("{allow-uncovered: 3}", "there is no limit"), ("{required: 9, recommended: 8}", "easier to reach")],
)
def test_mistakes_of_changed(limit: str, said: str) -> None:
    with pytest.raises(ConfigMistakes) as caught:
        assemble(load(f"version: 1\ncoverage: {{changed: {limit}}}\n", "x"), "x")

    assert said in caught.value.mistakes[0].what


GROUP = "coverage: {groups: {g: {paths: src/**, only: added-files, %s}}}"


@pytest.mark.parametrize(("limit", "status"), [("lines: 100", "failed"), ("uncovered: 2", "passed")])
def test_a_group_of_added_files(limit: str, status: str) -> None:
    added = changes({"src/a.py": [1, 2, 3, 4, 5]}, Change.ADDED)
    found = Evidence(coverage=coverage(SHOP), changes=added)

    assert judged(GROUP % limit, found).status == status
    assert judged(GROUP % limit, replace(found, changes=changes({"src/a.py": [1]}))).status == "skipped"
    assert judged(GROUP % limit, replace(found, changes=None)).cause == "no-base"


def test_an_added_file_that_no_report_measures() -> None:
    added = changes({"src/new.py": [1], "lib/x.py": [1]}, Change.ADDED)
    known = ("src/a.py", "src/b.py", "src/new.py", "lib/x.py", "src/old.py")
    found = Evidence(coverage=coverage(SHOP), changes=added, known=known)
    ruling = judged(GROUP % "lines: 1", found)

    assert ruling.cause == "no-match"
    assert ruling.reason == "no report measures src/new.py, which src/** names"
    both = replace(found, changes=changes({"src/new.py": [1], "src/b.py": [1]}, Change.ADDED))
    assert judged(GROUP % "lines: 1", both).status == "warned"


def test_what_coverage_leaves_out_is_no_hole_of_a_group() -> None:
    found = Evidence(coverage=coverage(SHOP), known=("src/gen/x.py", *SHOP))
    text = "coverage: {exclude: src/gen/**, groups: {g: {paths: src/**, lines: 1}}}"

    assert judged(text, found).status == "passed"


def compared(now: dict[str, str], base: dict[str, str], **parts: Any) -> Evidence:
    return Evidence(coverage=coverage(now), base=Evidence(coverage=coverage(base)), **parts)


def test_a_drop_within_and_beyond_the_limits() -> None:
    found = compared({"a.py": "+" * 97 + "-" * 3}, {"a.py": "+" * 99 + "-"})

    assert judged("coverage: {max-drop: 2}", found).status == "passed"
    assert judged("coverage: {max-drop: 2.25}", found).expected == "≤ 2.25 percentage points below the base"
    assert judged("coverage: {max-drop: {required: 2, recommended: 1}}", found).status == "warned"
    ruling = judged("coverage: {max-drop: 1}", found)
    assert ruling.got == "97 %, 2 percentage points lower"
    assert ruling.expected == "≤ 1 percentage point below the base"
    assert ruling.distance == "97/100 lines; at the base 99/100, 99 %"
    assert ruling.spots == (Spot("a.py", 98, 100, "no test reaches this"),)


def test_a_rise_is_no_drop() -> None:
    ruling = judged("coverage: {max-drop: 0}", compared({"a.py": "++"}, {"a.py": "+-"}))

    assert (ruling.status, ruling.got) == ("passed", "100 %, no lower")


@pytest.mark.parametrize(
    ("now", "base", "said"),
    [
        ("++-", "++-", "66.7 %, no lower"),
        ("++-" * 999 + "-", "++-" * 999, "66.6 %, 0.02 percentage points lower"),
        ("+-", "++-", "50 %, 16.7 percentage points lower, but only because code is gone"),
    ],
)
def test_digits_without_an_end(now: str, base: str, said: str) -> None:
    ruling = judged("coverage: {max-drop: 1}", compared({"a.py": now}, {"a.py": base}))

    assert (ruling.status, ruling.got) == ("passed", said)


@pytest.mark.parametrize(
    ("now", "unchanged", "status"),
    [
        ("+" * 40 + "-" * 10, {"a.py"}, "failed"),
        ("+" * 20 + "-" * 9, {"a.py", "b.py"}, "failed"),
        (".", {"a.py"}, "failed"),
        ("+" * 40 + "-" * 10, {"b.py"}, "passed"),  # changed, so code may be gone
        ("+" * 40 + "-" * 10, set(), "passed"),  # nobody knows
    ],
)
def test_a_thinner_report_of_an_unchanged_file_is_no_removed_code(
    now: str, unchanged: set[str], status: str
) -> None:
    before = {"a.py": "+" * 90 + "-" * 10, "b.py": "+--"}
    found = compared({"a.py": now, "b.py": "+--"}, before, unchanged=frozenset(unchanged))
    ruling = judged("coverage: {max-drop: 1}", found)

    assert ruling.status == status
    if status == "failed":
        lost = 100 - len(now.strip("."))
        assert ruling.reason == f"a.py is unchanged, yet the report has {lost} lines fewer of it"
        assert ruling.next.startswith("let the report list all of it again")


def test_a_thinner_report_within_the_limit_passes() -> None:
    found = compared({"a.py": "+" * 95 + "-"}, {"a.py": "+" * 96 + "-"}, unchanged=frozenset({"a.py"}))
    ruling = judged("coverage: {max-drop: 1}", found)

    assert (ruling.status, ruling.got) == ("passed", "98.96 %, 0.01 percentage points lower")


def test_lines_that_were_uncovered_anyway_excuse_nothing() -> None:
    thinner = compared(
        {"a.py": "+" * 9, "b.py": "+--"},
        {"a.py": "+" * 9 + "-", "b.py": "+" * 9 + "--"},
        unchanged=frozenset({"a.py"}),
    )

    assert judged("coverage: {max-drop: 0}", thinner).status == "passed"


def test_what_is_uncovered_is_to_be_covered_first() -> None:
    found = compared(
        {"a.py": "+" * 40, "b.py": "---"}, {"a.py": "+" * 90, "b.py": "+--"}, unchanged=frozenset({"a.py"})
    )
    ruling = judged("coverage: {max-drop: 1}", found)

    more, fewer = "more is uncovered than at the base in b.py", "the report has 50 lines fewer of it"
    assert ruling.reason == f"{more}; a.py is unchanged, yet {fewer}"
    assert ruling.next == "cover the lines that are new or were covered before"


def test_a_renamed_file_is_compared_with_itself() -> None:
    renamed = Changes(base="", files={"new.py": ChangedFile(change=Change.RENAMED, before="old.py")})
    found = compared({"new.py": "+----"}, {"old.py": "++++----"})

    assert judged("coverage: {max-drop: 0}", found).status == "failed"
    assert judged("coverage: {max-drop: 0}", replace(found, changes=renamed)).status == "passed"


def test_nothing_to_compare() -> None:
    assert judged("coverage: {max-drop: 0}", Evidence()).cause == "missing"
    assert judged("coverage: {max-drop: 0}", Evidence(coverage=coverage(SHOP))).cause == "no-base"
    bare = Evidence(coverage=coverage(SHOP), base=Evidence())
    assert judged("coverage: {max-drop: 0}", bare).reason == "the base measured no coverage"
    nothing = compared({"a.py": "."}, SHOP)
    assert judged("coverage: {max-drop: 0}", nothing).cause == "inconclusive"


def run(now: Cases | None, base: Cases | None, **parts: Any) -> Evidence:
    before = Evidence(stages=(stage("unit", base),))
    return Evidence(stages=(stage("unit", now),), base=before, **parts)


def both(rule: str, now: str, base: str) -> Ruling:
    return judged(f"tests: {{{rule}: 0}}", run(cases("t.C", now), cases("t.C", base)))


def test_a_new_failure_passed_or_was_not_there() -> None:
    ruling = both("new-failures", "a! b! c!! d", "a b! c?")

    assert ruling.got == "2 new failures, 1 known from the base"
    assert [spot.note for spot in ruling.spots] == ["t.C::a: a broke", "t.C::c: c broke"]
    assert ruling.distance == "2 too many"


def test_another_variant_fails_for_itself() -> None:
    here, there = (cases("t", "a!", variant=os) for os in ("os=linux", "os=macos"))

    assert judged("tests: {new-failures: 0}", run(merged([here, there]), here)).got.startswith("1 new")


def in_suites(**drawn: str) -> Cases:
    return merged(cases("t.C", some, suite=suite, file="t.py") for suite, some in drawn.items())


def test_another_suite_fails_for_itself() -> None:
    two = in_suites(chromium="a!", firefox="a!")

    ruling = judged("tests: {new-failures: 0}", run(two, in_suites(chromium="a!", firefox="a")))
    assert ruling.got == "1 new failure, 1 known from the base"
    renamed = in_suites(edge="a!", firefox="a!")
    assert judged("tests: {new-failures: 0}", run(renamed, two)).status == "passed"


def test_of_two_suites_the_one_that_failed_before_is_known() -> None:
    now = merged(
        Cases(
            others=tuple(replace(case, message=f"in {suite}") for case in in_suites(**{suite: "a!"}).others)
        )
        for suite in ("chromium", "firefox", "webkit")
    )

    ruling = judged("tests: {new-failures: 0}", run(now, in_suites(edge="a!", firefox="a!")))
    assert [spot.note for spot in ruling.spots] == ["t.C::a: in webkit"]


def test_failures_without_names_are_counted() -> None:
    now, before = (Cases(attributes=Counts(passed=5, failed=failed)) for failed in (3, 1))

    assert judged("tests: {new-failures: 0}", run(now, before)).got == "2 new failures"
    assert judged("tests: {new-failures: 0}", run(before, now)).status == "passed"


def test_a_waived_failure_is_not_new() -> None:
    failing = cases("t", "a!")
    waived = replace(failing, others=tuple(replace(case, waived="w") for case in failing.others))

    assert judged("tests: {new-failures: 0}", run(waived, cases("t", "a"))).status == "passed"


def test_known_failures_of_a_renamed_file_are_known() -> None:
    renamed = Changes(base="", files={"new.py": ChangedFile(change=Change.RENAMED, before="old.py")})
    found = run(cases("", "a!", file="new.py"), cases("", "a!", file="old.py"), changes=renamed)

    assert judged("tests: {new-failures: 0}", found).status == "passed"


@pytest.mark.parametrize("rule", ["new-failures", "lost"])
def test_no_tests_here_or_there(rule: str) -> None:
    some = cases("t", "a")
    assert judged(f"tests: {{{rule}: 0}}", run(None, some)).cause == "missing"
    assert judged(f"tests: {{{rule}: 0}}", run(some, None)).cause == "no-base"
    assert judged(f"tests: {{{rule}: 0}}", Evidence(stages=(stage("unit", some),))).cause == "no-base"


def test_lost_tests_of_any_outcome() -> None:
    ruling = both("lost", "a x?", "a b c! d? e^ x")

    assert ruling.got == "4 lost tests"
    assert [spot.note for spot in ruling.spots] == [f"t.C::{name}: gone" for name in "bcde"]


def test_a_suite_that_is_gone_takes_its_tests_along() -> None:
    two, one = in_suites(chromium="a b", firefox="a b"), in_suites(chromium="a b")

    ruling = judged("tests: {lost: 0}", run(one, two))
    assert ruling.got == "2 lost tests"
    assert [spot.note for spot in ruling.spots] == [
        "t.C::a: gone from one of its suites",
        "t.C::b: gone from one of its suites",
    ]
    assert judged("tests: {lost: 0}", run(in_suites(edge="b", webkit="a b"), two)).got == "1 lost test"
    assert judged("tests: {lost: 0}", run(in_suites(edge="b a", webkit="a b"), two)).status == "passed"
    gone = judged(
        "tests: {lost: 0}", run(cases("t.C", "x", file="t.py"), in_suites(chromium="a", firefox="a"))
    )
    assert [spot.note for spot in gone.spots] == ["t.C::a: gone", "t.C::a: gone"]


def test_suites_may_move_to_stages_of_their_own() -> None:
    one, other = in_suites(chromium="a"), in_suites(firefox="a")
    split = Evidence(
        stages=(stage("chromium", one), stage("firefox", other)),
        base=Evidence(stages=(stage("browsers", merged([one, other])),)),
    )

    assert judged("tests: {lost: 0}", split).status == "passed"


def test_a_variant_less_loses_no_test_and_a_suite_less_of_each_does() -> None:
    def variants(*names: str, **drawn: str) -> Cases:
        return merged(
            cases("t.C", some, suite=suite, variant=name) for name in names for suite, some in drawn.items()
        )

    two = variants("py=3.11", "py=3.12", chromium="a", firefox="a")
    fewer_variants = run(variants("py=3.12", chromium="a", firefox="a"), two)
    fewer_suites = run(variants("py=3.11", "py=3.12", chromium="a"), two)
    assert judged("tests: {lost: 0}", fewer_variants).status == "passed"
    assert judged("tests: {lost: 0}", fewer_suites).got == "1 lost test"


def test_the_same_tests_in_other_order_or_another_stage() -> None:
    assert both("lost", "b a c", "a b").status == "passed"
    elsewhere = Evidence(
        stages=(stage("renamed", cases("t", "a")),), base=Evidence(stages=(stage("unit", cases("t", "a")),))
    )
    assert judged("tests: {lost: 0}", elsewhere).status == "passed"


@pytest.mark.parametrize("rule", ["new-failures", "lost"])
def test_stages_without_tests_and_optional_ones_do_not_count(rule: str) -> None:
    some = (stage("unit", cases("t", "a")), stage("lint"))
    extra = stage("extra", cases("t", "x!"), level=Level.OPTIONAL)
    found = Evidence(
        stages=(*some, extra), base=Evidence(stages=(*some, replace(extra, cases=cases("t", "y"))))
    )

    assert judged(f"tests: {{{rule}: 0}}", found).status == "passed"


def test_lost_tests_of_a_group() -> None:
    def two(first: str, second: str) -> Cases:
        return merged([cases("", first, file="t/a.py"), cases("", second, file="t/b.py")])

    text = "tests: {groups: {g: {files: t/a.py, lost: 0}}}"
    assert judged(text, run(two("x y", "z"), two("x y", "z w"))).status == "passed"
    gone = judged(text, run(two("x", "z"), two("x y", "z")))
    assert gone.spots == (Spot("t/a.py", None, None, "y: gone"),)
    # The group fits nothing any more: then all of it is lost.
    assert judged(text, run(cases("", "z", file="t/b.py"), two("x y", "z"))).got == "2 lost tests"


def test_lost_without_names() -> None:
    now, before = (Cases(attributes=Counts(passed=passed)) for passed in (3, 5))
    ruling = judged("tests: {lost: 0}", run(now, before))

    assert ruling.got == "2 lost tests"
    assert ruling.reason == "2 of them in suites that name no test"
    assert judged("tests: {lost: 0}", run(before, now)).status == "passed"
    text = "tests: {groups: {g: {names: '*', new-failures: 0}}}"
    assert judged(text, run(cases("t", "a"), cases("t", "a"))).status == "passed"


def test_a_base_may_be_required() -> None:
    (written,) = assemble(load("version: 1\nbase: required\ntests: {lost: 0}\n", "x"), "x").rules
    rule = written.row.make(About(rule="tests.lost", title="x"), written.value, written.scope)
    found = Evidence(stages=(stage("unit", cases("t", "a")),))

    (relaxed,) = judge(found, [rule], Decides()).rulings
    (strict,) = judge(found, [rule], Decides(base_required=True)).rulings
    assert (relaxed.blocks, relaxed.warns) == (False, True)
    assert (strict.blocks, strict.warns) == (True, False)
    assert Fraction(written.value.required) == 0
