"""Of earlier attempts only one thing counts: that a test which passes now failed there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quality_gate.envelopes.earlier import earlier_attempts, with_flaky
from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.envelope import Attempt, Ended, Envelope, Freshness, ReportFile
from quality_gate.model.job import Retry
from repository import junit, leaves
from stage_site import Site

HERE, THERE = Place(classname="t"), Place(classname="t", file="src/t.py")
FAILED = Outcome.FAILED


def at_there(_place: Place) -> Place:
    return THERE


def test_a_test_that_failed_earlier_and_passes_now_is_flaky() -> None:
    slow = Case(THERE, "slow", message="took long")
    last = Cases({THERE: ("a", "b")}, (slow, Case(THERE, "c", FAILED)), Counts(passed=3))
    earlier = Cases({HERE: ("b",)}, tuple(Case(HERE, name, FAILED) for name in ("a", "c", "slow", "gone")))
    found = with_flaky(last, [earlier.moved(at_there)])

    assert found == Cases(
        {THERE: ("b",)},
        (replace(slow, flaky=True), Case(THERE, "c", FAILED), Case(THERE, "a", flaky=True)),
        Counts(passed=3),
    )
    assert (found.counts.total, found.counts.flaky) == (last.counts.total, 2)


def test_where_all_of_a_place_are_flaky_no_empty_place_is_left() -> None:
    found = with_flaky(Cases({THERE: ("a",)}), [Cases({}, (Case(THERE, "a", FAILED),))])

    assert found == Cases({}, (Case(THERE, "a", flaky=True),))


def test_without_a_failure_everything_stays() -> None:
    last = Cases({THERE: ("a",)})

    assert with_flaky(last, [Cases({THERE: ("a", "b")})]) is last


def retried(site: Site, first: str) -> Envelope:
    command = f"mkdir -p out; test -e tried && exit 0; touch tried\n{first}\nexit 1"
    return site.one(command, retry=Retry(times=1), reports=("out/*.*",))


def test_a_runner_that_tries_again_may_call_the_suites_otherwise() -> None:
    first, again = Place("cart (firefox)", "cart.spec.ts"), Place("cart", "cart.spec.ts")
    earlier = Cases({Place("cart", "cart.spec.ts"): ("a",)}, (Case(first, "a", FAILED),))

    assert list(with_flaky(Cases({again: ("a", "b")}), [earlier])) == [
        Case(again, "b"),
        Case(again, "a", flaky=True),
    ]


def test_the_test_reports_of_earlier_attempts_are_read(tmp_path: Path) -> None:
    site = Site(tmp_path)
    envelope = retried(
        site, f"{leaves('out/a.xml', junit('a', 'b!'))}\necho 'a line' > out/b.xml; touch out/c.txt"
    )
    earlier = earlier_attempts(envelope, ReportReader(site.world))

    assert [(path, len(part.failing)) for path, part in earlier.cases] == [("out/a.xml", 1)]
    assert earlier.problems == ()
    assert [note.split(":")[0] for note in earlier.notes] == [
        f"attempt 1's out/{name} cannot be read, so flaky tests may be missed" for name in ("b.xml", "c.txt")
    ]


def test_a_copy_of_an_earlier_report_that_was_changed_is_a_problem(tmp_path: Path) -> None:
    site = Site(tmp_path)
    envelope = retried(site, leaves("out/a.xml", junit("a", "b!")))
    site.write(f"{envelope.folder}/{envelope.attempts[0].reports[0].stored}", junit("a", "b"))
    earlier = earlier_attempts(envelope, ReportReader(site.world))

    assert earlier.cases == ()
    assert [problem.reason for problem in earlier.problems] == [
        "out/a.xml is not what unit handed over: its SHA-256 differs"
    ]


def test_what_could_not_be_kept_is_told(tmp_path: Path) -> None:
    pipe = ReportFile(path="p.xml", freshness=Freshness.UNREADABLE, note="it is not a regular file")
    failed = Attempt(ended=Ended.EXITED, exit_code=1, reports=(pipe,))
    envelope = Envelope(stage="unit", attempts=(failed, Attempt(ended=Ended.EXITED, exit_code=0)))
    (note,) = earlier_attempts(envelope, ReportReader(Site(tmp_path).world)).notes

    assert note.startswith("attempt 1's p.xml cannot be read")
    assert note.endswith(": it is not a regular file")
