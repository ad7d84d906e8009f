"""Many envelopes become one answer per stage; what is missing, old or contradictory is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quality_gate.envelopes.expected import Expected
from quality_gate.envelopes.merge import StageParts, merge
from quality_gate.model.envelope import Attempt, Ended, Envelope, Freshness, ReportFile
from quality_gate.model.job import Job
from quality_gate.model.verdict import Cause

DONE = (Attempt(ended=Ended.EXITED, exit_code=0),)


def came(shard: int = 1, shards: int = 4, **more: object) -> Envelope:
    given = Envelope(
        stage="e2e",
        shard=shard,
        shards=shards,
        commit="c0ffee",
        command="x",
        attempts=DONE,
        folder=f"f{shard}",
    )
    return replace(given, **more)  # type: ignore[arg-type]


def planned(shards: int = 4, **more: object) -> list[Job]:
    return [
        Job(stage="e2e", run="x", shard=number, shards=shards, **more)  # type: ignore[arg-type]
        for number in range(1, shards + 1)
    ]


def e2e(envelopes: list[Envelope], jobs: list[Job] | None = None, **orders: Any) -> StageParts:
    return merge(envelopes, Expected(jobs=jobs or planned(), commit="c0ffee", **orders))["e2e"]


def said(parts: StageParts) -> list[tuple[Cause, str]]:
    return [(problem.cause, problem.reason) for problem in parts.problems]


def test_all_shards_in_any_order() -> None:
    envelopes = [came(number) for number in (3, 1, 4, 2)]
    parts = e2e(envelopes)

    assert [envelope.shard for envelope in parts.envelopes] == [1, 2, 3, 4]
    assert (parts.problems, parts.notes) == ((), ())


def test_a_missing_shard_is_named() -> None:
    parts = e2e([came(1), came(3), came(4)])

    assert said(parts) == [(Cause.INCOMPLETE, "3 of 4 shards reported; missing: e2e 2/4")]
    assert len(parts.envelopes) == 3


def test_missing_variants_are_named() -> None:
    jobs = [Job(stage="e2e", run="x", variant={"os": name}) for name in ("linux", "macos")]
    parts = e2e([came(1, 1, variant={"os": "macos"})], jobs)

    assert said(parts) == [(Cause.INCOMPLETE, "1 of 2 parts reported; missing: e2e (os=linux)")]


def test_of_many_missing_shards_the_first_ones_are_named() -> None:
    ((cause, reason),) = said(e2e([], planned(200)))

    assert cause is Cause.INCOMPLETE
    assert reason.startswith("0 of 200 shards reported; missing: e2e 1/200, e2e 2/200, ")
    assert reason.endswith("e2e 20/200 and 180 more")


def test_a_stage_that_handed_nothing_over() -> None:
    parts = merge([], Expected(jobs=[Job(stage="unit", run="x")], commit="c0ffee"))["unit"]

    assert said(parts) == [(Cause.INCOMPLETE, "unit handed nothing over")]


def test_the_newest_attempt_counts() -> None:
    bad = (Attempt(ended=Ended.EXITED, exit_code=1),)
    parts = e2e([came(1, 1, attempt=2), came(1, 1, attempts=bad), came(1, 1, attempt=1)], planned(1))

    assert [envelope.attempt for envelope in parts.envelopes] == [2]
    assert parts.notes == ("attempt 1 is superseded by attempt 2",)
    assert parts.problems == ()


def test_a_shard_that_was_not_run_again_keeps_its_older_attempt() -> None:
    parts = e2e([came(1, 2, attempt=2), came(2, 2, attempt=1)], planned(2))

    assert [envelope.attempt for envelope in parts.envelopes] == [2, 1]
    assert parts.problems == ()


def test_another_commit_is_refused() -> None:
    parts = e2e([came(1, 1, commit="badc0de")], planned(1))

    assert said(parts) == [(Cause.STALE, "e2e is of commit badc0de, not of c0ffee")]
    assert parts.envelopes == ()


def test_no_commit_is_another_commit() -> None:
    assert said(e2e([came(1, 1, commit="")], planned(1))) == [
        (Cause.STALE, "e2e is of commit no commit, not of c0ffee")
    ]


def test_a_leftover_of_another_commit_beside_the_right_one_is_a_note() -> None:
    parts = e2e([came(1, 1, commit="badc0de", attempt=9), came(1, 1)], planned(1))

    assert [envelope.commit for envelope in parts.envelopes] == ["c0ffee"]
    assert parts.problems == ()
    assert parts.notes == ("e2e of another commit (badc0de) was left out",)


def test_shards_that_disagree_on_how_many_they_are() -> None:
    parts = e2e([came(1, 2), came(2, 3)], planned(2))

    assert said(parts) == [(Cause.INCONCLUSIVE, "shards disagree: 1/2, 2/3, planned: 2")]


def test_the_same_envelope_twice_is_one() -> None:
    parts = e2e([came(1, 1, folder="a"), came(1, 1, folder="b")], planned(1))

    assert len(parts.envelopes) == 1
    assert parts.problems == ()


def test_two_different_envelopes_of_one_attempt_contradict_each_other() -> None:
    parts = e2e([came(1, 1, folder="a"), came(1, 1, folder="b", tail=("x",))], planned(1))

    assert said(parts) == [(Cause.INCONCLUSIVE, "e2e came twice with different content: a, b")]
    assert parts.envelopes == ()


def test_envelopes_of_several_runs_contradict_each_other() -> None:
    parts = e2e([came(1, 1, run="7"), came(1, 1, run="8", attempt=2)], planned(1))

    assert said(parts) == [(Cause.INCONCLUSIVE, "e2e came from several runs: 7, 8")]


def test_a_variant_that_nobody_planned() -> None:
    parts = e2e([came(1, 1), came(1, 1, variant={"os": "plan9"})], planned(1))

    assert said(parts) == [(Cause.INCONCLUSIVE, "not in the plan: e2e (os=plan9)")]
    assert len(parts.envelopes) == 2


def test_a_command_that_was_to_run_but_was_only_collected() -> None:
    collected = (Attempt(ended=Ended.COLLECTED),)
    parts = e2e([came(1, 1, attempts=collected)], planned(1))

    assert said(parts) == [(Cause.NOT_RUN, "the command was not run, reports were only collected: e2e")]


def test_envelopes_of_another_gate_and_of_unknown_stages_are_left_out_with_a_note() -> None:
    envelopes = [came(1, 1, gate="web"), came(1, 1), came(1, 1, stage="old")]
    parts = merge(envelopes, Expected(jobs=planned(1), commit="c0ffee"))

    assert len(parts["e2e"].envelopes) == 1
    assert parts["e2e"].notes == ("e2e of the gate web was left out",)
    assert parts["old"] == StageParts(notes=("old is not in the plan and was left out",))


def test_a_superseded_shard_is_named_without_its_stage() -> None:
    parts = e2e([came(1, 2, attempt=2), came(1, 2), came(2, 2)], planned(2))

    assert parts.notes == ("1/2: attempt 1 is superseded by attempt 2",)


@pytest.mark.parametrize(
    ("envelope", "orders", "reason"),
    [
        (came(1, 1, config="aa"), {"config": "bb"}, "e2e ran under another configuration"),
        (came(1, 1), {"config": "bb"}, "e2e ran under another configuration"),
        (came(1, 1, command="true"), {}, "e2e ran another command than the plan's"),
        (came(1, 1, run="7"), {"run": "8"}, "e2e is of the workflow run 7, not of 8"),
        (came(1, 1), {"run": "8"}, "e2e is of no workflow run, not of 8"),
        (came(1, 1, run="8", attempt=3), {"run": "8"}, "e2e is of attempt 3, and this is attempt 1"),
    ],
)
def test_other_orders_are_refused(envelope: Envelope, orders: dict[str, str], reason: str) -> None:
    parts = e2e([envelope], planned(1), **orders)

    assert said(parts) == [(Cause.STALE, reason)]
    assert parts.envelopes == ()


@pytest.mark.parametrize(
    ("command", "problems"),
    [
        ("DB_PASSWORD=hunter22 make e2e", 0),
        ("DB_PASSWORD=*** make e2e", 0),
        ("DB_PASSWORD=*** make all", 1),
        ("DB_PASSWORD=hunter23 make e2e", 1),
    ],
)
def test_a_command_whose_secret_was_hidden_is_the_planned_one(command: str, problems: int) -> None:
    planned_here = [Job(stage="e2e", run="DB_PASSWORD=hunter22 make e2e")]

    assert len(e2e([came(1, 1, command=command)], planned_here).problems) == problems


ONLY = came(1, 1, command="x -k a", filtered="-k a")


def test_a_part_of_a_stage_speaks_only_for_a_part_of_the_gate() -> None:
    parts = e2e([ONLY], planned(1))

    assert said(parts) == [(Cause.INCOMPLETE, "e2e: it ran only `-k a`")]
    assert parts.envelopes == ()
    assert e2e([ONLY], planned(1), partial=True).problems == ()
    same = [Job(stage="e2e", run="x -k a", filtered="-k a")]
    assert e2e([ONLY], same, partial=True).problems == ()


def test_words_that_the_command_did_not_get_are_refused() -> None:
    other = replace(ONLY, command="true -k a")

    assert said(e2e([other], planned(1), partial=True)) == [
        (Cause.STALE, "e2e ran another command than the plan's")
    ]


def test_without_a_workflow_any_run_and_attempt_will_do() -> None:
    assert e2e([came(1, 1, run="7", attempt=3)], planned(1)).problems == ()


def test_every_declared_report_needs_a_word() -> None:
    told = (
        ReportFile(path="out/a.xml"),
        ReportFile(path="out/deep/b.xml"),
        ReportFile(path="c.xml", freshness=Freshness.MISSING),
        ReportFile(path="none/*.xml", freshness=Freshness.MISSING),
    )
    patterns = ("./out/a.xml", "out/**/*.xml", "!out/d.xml", "c.xml", "none/*.xml", "gone.xml", "gone/*.xml")
    parts = e2e([came(1, 1, reports=told)], planned(1, reports=patterns))

    assert said(parts) == [
        (Cause.MISSING, "e2e says nothing about gone.xml"),
        (Cause.MISSING, "e2e says nothing about gone/*.xml"),
    ]
    assert len(parts.envelopes) == 1


def test_a_command_that_never_came_to_its_end_owes_no_report() -> None:
    killed = (Attempt(ended=Ended.KILLED),)

    assert e2e([came(1, 1, attempts=killed)], planned(1, reports=("a.xml",))).problems == ()


def test_the_way_out_of_leftovers_is_told() -> None:
    twice = e2e([came(1, 1, started="1"), came(1, 1, started="2")], planned(1))
    runs = e2e([came(1, 1, run="7"), came(1, 1, run="8")], planned(1))

    for (problem,) in (twice.problems, runs.problems):
        assert problem.next.startswith("delete quality-gate/ before the legs run")
