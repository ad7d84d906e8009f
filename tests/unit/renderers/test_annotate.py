"""Annotations: ten of a kind, the most useful first, one for a place."""

from __future__ import annotations

from builders import cases, report, ruling, spot, stage
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Decision, Level
from quality_gate.renderers.annotations import MOST, Annotation, Kind, annotate, workflow_commands

UNIT = stage("unit", cases("", "one! two!", file="tests/test_a.py"))


def places(found: list[Annotation]) -> list[str]:
    return [f"{one.kind} {one.path}:{one.line}" for one in found]


def test_uncovered_lines_come_before_failing_tests_and_others() -> None:
    subject = report(
        Decision.NOT_READY,
        [
            ruling("stages.unit", "failed", spots=(spot("tests/test_b.py:9"),)),
            ruling("stages.e2e", "unknown missing"),
            ruling("coverage.total", "failed", spots=(spot("src/a.py:3-4"), spot("src/a.py:5"))),
        ],
        evidence=Evidence(stages=(UNIT, stage("lint"))),
    )

    found = annotate(subject)

    assert places(found) == [
        "error src/a.py:3",
        "error tests/test_a.py:None",
        "error tests/test_b.py:9",
        "error :None",
    ]
    assert (found[0].line, found[0].end) == (3, 5)


def test_kinds() -> None:
    subject = report(
        Decision.READY_WITH_WARNINGS,
        [
            ruling("stages.bench", "failed", level="recommended"),
            ruling("stages.chaos", "failed", level="optional"),
            ruling("stages.unit"),
        ],
        evidence=Evidence(stages=(UNIT,)),
    )

    assert places(annotate(subject)) == ["warning tests/test_a.py:None", "warning :None", "notice :None"]


def test_failing_tests_of_a_recommended_stage_warn() -> None:
    bench = stage("bench", cases("", "slow!", file="tests/bench.py"), level=Level.RECOMMENDED)
    subject = report(
        Decision.NOT_READY, [ruling("stages.unit", "failed")], evidence=Evidence(stages=(bench,))
    )

    assert places(annotate(subject)) == ["error :None", "warning tests/bench.py:None"]


def test_the_tenth_counts_the_others() -> None:
    spots = tuple(spot(f"src/a.py:{line}") for line in range(1, 101, 3))
    subject = report(Decision.NOT_READY, [ruling("coverage.total", "failed", spots=spots)])

    found = annotate(subject)

    assert len(found) == MOST
    assert found[-1].message.startswith(f"and {len(spots) - MOST + 1} more of this kind")


def test_paths_outside_the_repository_are_not_placed() -> None:
    spots = (spot("../secret.txt:1"), spot("/etc/passwd:1"))
    subject = report(Decision.NOT_READY, [ruling("stages.unit", "failed", got="exit 1", spots=spots)])

    assert annotate(subject) == [Annotation(kind=Kind.ERROR, title="stages.unit", message="exit 1")]


def test_a_file_without_lines() -> None:
    subject = report(Decision.NOT_READY, [ruling("stages.lint", "unknown stale", spots=(spot("out/a.xml"),))])

    assert (
        workflow_commands(annotate(subject)) == "::error file=out/a.xml,title=stages.lint::unknown (stale)\n"
    )


def test_paths_are_counted_from_the_repositorys_root() -> None:
    one = Annotation(kind=Kind.ERROR, title="t", message="m", path="src/a.py", line=3)

    assert (
        workflow_commands([one], "services/api") == "::error file=services/api/src/a.py,line=3,title=t::m\n"
    )


def test_failing_tests_of_one_place_are_joined_and_none_is_lost() -> None:
    unit = stage("unit", cases("", "a! b! a!", file="tests/test_a.py"))
    spots = (spot("tests/test_a.py", "a"), spot("tests/test_a.py", "b: b broke"))
    subject = report(
        Decision.NOT_READY,
        [ruling("tests.pass-rate", "failed", spots=spots), ruling("stages.unit", "failed")],
        evidence=Evidence(stages=(unit,)),
    )

    joined, general = annotate(subject)

    assert (joined.path, joined.title, joined.count) == ("tests/test_a.py", "tests/test_a.py::a", 2)
    assert joined.message == "a broke\ntests/test_a.py::b: b broke"
    assert general.title == "stages.unit"


def test_many_at_one_place_are_counted() -> None:
    names = [f"t{number}" for number in range(30)]
    unit = stage("unit", cases("", " ".join(f"{name}!" for name in names), file="tests/test_a.py"))
    subject = report(Decision.NOT_READY, [ruling("stages.unit", "failed")], evidence=Evidence(stages=(unit,)))

    joined = annotate(subject)[0]

    assert joined.count == 30
    assert joined.message.count("\n") == 4 and joined.message.endswith("\nand 26 more")


def test_what_is_left_out_is_counted_with_all_that_was_joined() -> None:
    stages = tuple(
        stage(f"s{number}", cases("", "a! b! c!", file=f"tests/test_{number}.py")) for number in range(20)
    )
    subject = report(Decision.NOT_READY, [ruling("stages.s1", "failed")], evidence=Evidence(stages=stages))

    found = annotate(subject)

    assert len(found) == MOST
    assert found[-1].message.startswith(f"and {11 * 3 + 1} more of this kind")


def test_two_rulings_about_one_place_are_both_told() -> None:
    spots = (spot("src/a.py:3"),)
    subject = report(
        Decision.NOT_READY,
        [
            ruling("coverage.total", "failed", got="80 %", spots=spots),
            ruling("coverage.changed", "failed", got="0 %", spots=spots),
            ruling("coverage.groups.a.lines", "failed", level="recommended", got="50 %", spots=spots),
        ],
    )

    error, warning = annotate(subject)

    assert (error.title, error.message) == ("coverage.changed", "0 %\ncoverage.total: 80 %")
    assert (warning.kind, warning.message) == (Kind.WARNING, "50 %")


def test_one_ruling_with_several_things_to_say_about_a_place_names_itself_once() -> None:
    spots = (spot("src/a.py:3", "one"), spot("src/a.py:3", "two"))
    subject = report(Decision.NOT_READY, [ruling("stages.lint", "failed", got="no", spots=spots)])

    (found,) = annotate(subject)

    assert (found.title, found.message) == ("stages.lint", "one\nno\ntwo\nno")
