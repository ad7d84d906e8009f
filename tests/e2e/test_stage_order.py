"""Which stage runs when, which never, and what surrounds them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.envelopes.find import find_envelopes
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.errors import CannotWork
from quality_gate.model.job import Job
from quality_gate.model.verdict import Level
from quality_gate.stages.listener import Silent
from quality_gate.stages.plain import Plain
from quality_gate.world.shell import Shell
from stage_site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    assert site.left() == []


def reasons(envelopes: Sequence[Envelope]) -> dict[str, str]:
    return {envelope.label: envelope.last.reason for envelope in envelopes}


def test_a_diamond_with_one_failing_arm(site: Site) -> None:
    envelopes = site.run(
        Job(stage="join", run="true", needs=("left", "right")),
        Job(stage="left", run="exit 1", needs=("base",), level=Level.OPTIONAL),
        Job(stage="right", run="true", needs=("base",)),
        Job(stage="base", run="true"),
        Job(stage="after", run="true", needs=("join",)),
    )

    assert [envelope.stage for envelope in envelopes] == ["join", "left", "right", "base", "after"]
    assert reasons(envelopes) == {
        "join": "needs left, which failed",
        "left": "exit 1",
        "right": "",
        "base": "",
        "after": "needs join, which did not run",
    }
    assert envelopes[0].last.ended is envelopes[4].last.ended is Ended.NOT_RUN


def test_all_shards_and_variants_of_a_need_must_succeed(site: Site) -> None:
    shards = [Job(stage="e2e", run="test $QG_SHARD != 2", shard=n, shards=2) for n in (1, 2)]
    envelopes = site.run(*shards, Job(stage="deploy", run="true", needs=("e2e",)))

    assert reasons(envelopes)["deploy"] == "needs e2e, which failed"


def test_a_collected_need_counts_as_done(site: Site) -> None:
    envelopes = site.run(Job(stage="lint", reports=("none",)), Job(stage="unit", run="true", needs=("lint",)))

    assert [envelope.last.ended for envelope in envelopes] == [Ended.COLLECTED, Ended.EXITED]


def test_a_need_that_is_not_part_of_this_run_is_not_waited_for(site: Site) -> None:
    (envelope,) = site.run(Job(stage="e2e", run="true", needs=("unit",)))

    assert envelope.last.exit_code == 0


def test_needs_in_a_circle_never_run(site: Site) -> None:
    envelopes = site.run(Job(stage="a", run="true", needs=("b",)), Job(stage="b", run="true", needs=("a",)))

    assert reasons(envelopes)["a"] == "its needs go in a circle: b"
    assert {envelope.last.ended for envelope in envelopes} == {Ended.NOT_RUN}


def test_fail_fast_starts_nothing_more(site: Site) -> None:
    jobs = [
        Job(stage="a", run="exit 2"),
        Job(stage="b", run="touch b"),
        Job(stage="c", run="touch c", needs=("b",)),
        Job(stage="lint", reports=("x",)),
    ]
    envelopes = site.run(*jobs, fail_fast=True)

    assert reasons(envelopes)["b"] == "a failed, and fail-fast is set"
    assert [envelope.last.ended for envelope in envelopes[1:]] == [
        Ended.NOT_RUN,
        Ended.NOT_RUN,
        Ended.COLLECTED,
    ]
    assert not (site.root / "b").exists()


def test_two_jobs_run_side_by_side(site: Site) -> None:
    meet = "touch $QG_STAGE; for i in $(seq 100); do test -e a -a -e b && exit 0; sleep 0.05; done; exit 1"
    envelopes = site.run(Job(stage="a", run=meet), Job(stage="b", run=meet), jobs_at_once=2)

    assert [envelope.last.exit_code for envelope in envelopes] == [0, 0]


def test_a_mutex_keeps_jobs_apart(site: Site) -> None:
    alone = "mkdir busy; sleep 0.2; rmdir busy"
    jobs = [Job(stage=name, run=alone, mutex="database") for name in ("a", "b", "c")]

    assert reasons(site.run(*jobs, jobs_at_once=3)) == {"a": "", "b": "", "c": ""}


def test_setup_and_teardown_surround_the_stages(site: Site) -> None:
    note = "echo {} >> story"
    job = Job(
        stage="unit",
        run=note.format("unit"),
        setup=note.format("stage-setup"),
        teardown=note.format("stage-teardown"),
    )
    site.run(job, setup=note.format("setup"), teardown=note.format("teardown"))

    assert site.read("story").split() == ["setup", "stage-setup", "unit", "stage-teardown", "teardown"]


def test_services_live_until_the_teardown_has_run(site: Site) -> None:
    loop = "echo up >> story; while :; do sleep 0.1; done"
    service = f"setsid bash -c 'trap \"echo ended >> story; exit\" TERM; {loop}' &"
    waiting = "\nwhile ! grep -q up story 2>/dev/null; do sleep 0.05; done"
    (envelope,) = site.run(
        Job(
            stage="unit",
            run="echo unit >> story",
            setup=service + waiting,
            teardown="echo teardown >> story",
        )
    )

    assert site.read("story").split() == ["up", "unit", "teardown", "ended"]
    assert envelope.notes == ()
    assert site.left() == []


def test_services_of_the_whole_run(site: Site) -> None:
    site.run(
        Job(stage="unit", run="kill -0 $(cat pid) && echo alive >> story"),
        setup="setsid sleep 60 & echo $! > pid",
        teardown="kill -0 $(cat pid) && echo still >> story",
    )

    assert site.read("story").split() == ["alive", "still"]


def test_a_failing_setup_is_the_environments_fault(site: Site) -> None:
    envelopes = site.run(
        Job(stage="a", run="touch ran"),
        Job(stage="b", run="touch ran", needs=("a",)),
        setup="echo no docker here; exit 1",
        teardown="touch torn-down",
    )

    assert {envelope.last.ended for envelope in envelopes} == {Ended.ENVIRONMENT}
    assert reasons(envelopes) == {"a": "setup failed: exit 1", "b": "setup failed: exit 1"}
    assert envelopes[0].tail == ("no docker here",)
    assert not (site.root / "ran").exists()
    assert (site.root / "torn-down").exists()


def test_a_setup_that_takes_too_long(site: Site) -> None:
    (envelope,) = site.run(Job(stage="a", run="true"), setup="sleep 60", setup_timeout=Fraction(1, 2))

    assert envelope.last.reason == "setup failed: timed out after 0.5 s"


def test_a_failing_setup_of_one_stage(site: Site) -> None:
    first, second = site.run(
        Job(stage="a", run="touch ran", setup="echo why; exit 2", teardown="touch torn-down"),
        Job(stage="b", run="true"),
    )

    assert (first.last.ended, first.last.reason) == (Ended.ENVIRONMENT, "setup failed: exit 2")
    assert first.tail == ("why",)
    assert not (site.root / "ran").exists()
    assert (site.root / "torn-down").exists()
    assert second.last.exit_code == 0


def test_teardown_runs_after_a_time_out_and_its_failure_is_a_note(site: Site) -> None:
    job = Job(
        stage="a", run="echo said; sleep 60", timeout=Fraction(1, 2), teardown="touch torn-down; exit 9"
    )
    (envelope,) = site.run(job, teardown="exit 3")

    assert envelope.last.ended is Ended.TIMED_OUT
    assert (site.root / "torn-down").exists()
    assert envelope.tail == ("said",)
    assert envelope.notes == ("teardown failed: exit 9", "teardown failed: exit 3")


def test_every_envelope_is_found_again_as_it_was(site: Site) -> None:
    envelopes = site.run(
        Job(stage="unit", run="echo > a.xml; exit 1", reports=("a.xml",), variant={"os": "linux"}),
        Job(stage="next", run="true", needs=("unit",)),
        Job(stage="lint", reports=("none",)),
        gate="api",
        commit="c0ffee",
        run="77",
        attempt=3,
        teardown="exit 1",
    )
    again = {envelope.stage: envelope for envelope in find_envelopes([""], site.world)}

    assert len(again) == 3
    for envelope in envelopes:
        assert again[envelope.stage] == replace(envelope, folder=str(site.root / envelope.folder))


def test_without_any_shell_the_gate_cannot_work(site: Site) -> None:
    site.shell = Shell(())
    with pytest.raises(CannotWork, match="there is no shell"):
        site.one("true")


def test_a_listener_that_breaks_stops_the_run(site: Site) -> None:
    class Broken(Silent):
        def lines(self, job: Job, texts: Sequence[str], _is_error: bool) -> None:
            raise RuntimeError("broken")

    started = time.monotonic()
    with pytest.raises(RuntimeError, match="broken"):
        site.run(
            Job(stage="a", run="sleep 60"),
            Job(stage="b", run="echo x; sleep 60"),
            jobs_at_once=2,
            listener=Broken(),
            teardown="touch torn-down",
        )
    assert (site.root / "torn-down").exists()
    assert time.monotonic() - started < 7


def test_output_streams_in_groups_and_failures_are_told_again(site: Site) -> None:
    site.variables = {"GITHUB_ACTIONS": "true"}
    command = "echo '  ::set-output name=a::b'; echo 'x ##[error]y' >&2; printf '\\033[31mred\\n'; exit 3"
    site.run(
        Job(stage="unit", run=command),
        Job(stage="next", needs=("unit",), run="true"),
        listener=Plain(site.world),
    )
    told = site.told.getvalue().splitlines()
    commands = [line for line in told if line.lstrip().startswith("::") or "##[" in line]

    assert commands == [f"::group::unit: {command}".replace("##[", "# #["), "::endgroup::"]
    assert told.index("::endgroup::") < told.index("next: not run: needs unit, which failed")
    assert told[-3:].count("red") == 1
    assert "  : :set-output name=a::b" in told[-4:]


def test_a_failing_setup_is_told_once(site: Site) -> None:
    site.variables = {"GITHUB_ACTIONS": "true"}
    jobs = [Job(stage="a", run="true"), Job(stage="b", run="true")]
    site.run(*jobs, setup="echo no docker here; exit 1", listener=Plain(site.world))

    assert site.told.getvalue().splitlines() == [
        "── setup",
        "a: setup failed: exit 1, 0 s",
        "b: setup failed: exit 1, 0 s",
        "── last lines of a: setup failed: exit 1, 0 s",
        "no docker here",
    ]


def test_a_process_of_somebody_else_is_left_alone(site: Site) -> None:
    other = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        site.run(Job(stage="a", run="sleep 60 & true"))

        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_reports_that_overlap_keep_stages_apart(site: Site) -> None:
    alone = "mkdir busy; sleep 0.2; rmdir busy"
    jobs = [
        Job(stage="a", run=alone, reports=("out/*.xml",)),
        Job(stage="b", run=alone, reports=("out/b.xml",)),
    ]

    assert reasons(site.run(*jobs, jobs_at_once=2)) == {"a": "", "b": ""}


def test_side_by_side_each_stage_is_told_as_one_block(site: Site) -> None:
    jobs = [Job(stage=name, run=f"for i in 1 2 3; do echo {name}$i; sleep 0.1; done") for name in ("a", "b")]
    site.run(*jobs, jobs_at_once=2, listener=Plain(site.world, 2))
    lines = [line for line in site.told.getvalue().splitlines() if len(line) == 2]

    assert lines in (["a1", "a2", "a3", "b1", "b2", "b3"], ["b1", "b2", "b3", "a1", "a2", "a3"])
