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

    assert workflow_commands([one], "services/api") == "::error file=services/api/src/a.py,line=3,title=t::m\n"
