"""What a probe saw is what its rule says; nobody having looked is never good."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quality_gate.model.evidence import Evidence
from quality_gate.model.probes import ProbeEvidence, Sighting
from quality_gate.model.rollup import ProbeRow
from quality_gate.model.verdict import Cause, Level, Ruling, Spot, Status
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.probe import ProbeHolds
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.rule import MOST_SPOTS, About

RULE = ProbeHolds(about=About(rule="probes.up", title="probe up", level=Level.RECOMMENDED), probe="up")


def evidence(sighting: Sighting | None, help_text: str = "") -> Evidence:
    other = ProbeEvidence(name="other", kind="tcp", sighting=Sighting(status=Status.PASSED))
    mine = ProbeEvidence(name="up", kind="http", level=Level.RECOMMENDED, sighting=sighting, help=help_text)
    return Evidence(probes=(other, mine), elapsed=Fraction(1))


def ruling(found: Evidence) -> Ruling:
    (one,) = RULE.judge(found)
    return one


@pytest.mark.parametrize("found", [Evidence(), evidence(None)])
def test_where_nobody_looked_nothing_is_known(found: Evidence) -> None:
    one = ruling(found)

    assert (one.status, one.cause, one.level) == (Status.UNKNOWN, Cause.NOT_RUN, Level.RECOMMENDED)
    assert (one.reason, one.next) == ("nobody looked", "use `quality-gate run`")


def test_the_ruling_says_what_was_seen() -> None:
    seen = Sighting(
        status=Status.FAILED,
        expected="200",
        got="503",
        distance="far",
        reason="it answered 503",
        next="see the log",
        spots=(Spot("a.py", 3),) * (MOST_SPOTS + 1),
    )
    one = ruling(evidence(seen, "docs/runbook.md"))

    assert (one.rule, one.title) == ("probes.up", "probe up")
    assert (one.status, one.expected, one.got, one.distance) == (Status.FAILED, "200", "503", "far")
    assert (one.reason, one.next) == ("it answered 503", "see the log; see docs/runbook.md")
    assert len(one.spots) == MOST_SPOTS


@pytest.mark.parametrize(
    ("status", "told", "helps", "following"),
    [
        (Status.PASSED, "", "docs/x", ""),
        (Status.WARNED, "", "docs/x", "docs/x"),
        (Status.FAILED, "mend it", "", "mend it"),
    ],
)
def test_help_is_told_where_something_must_be_mended(
    status: Status, told: str, helps: str, following: str
) -> None:
    assert ruling(evidence(Sighting(status=status, next=told), helps)).next == following


def test_a_part_of_the_gate_excuses_no_probe() -> None:
    missing = Sighting(status=Status.UNKNOWN, cause=Cause.MISSING, reason="there is no file")
    rule = ProbeHolds(about=About(rule="probes.up", title="probe up"), probe="up")
    verdict = judge(evidence(missing), [rule], Decides(scope="partial: probe up", partial=True))

    assert not verdict.good
    assert verdict.rulings[0].cause is Cause.MISSING


def test_the_table_shows_what_the_rulings_say() -> None:
    seen = Sighting(status=Status.PASSED, got="200", attempts=("0.0 s: 503", "1.2 s: 200"))
    found = evidence(seen)
    verdict = judge(found, [RULE], Decides())

    assert roll_up(found, verdict, "folder").probes == (
        ProbeRow(name="other", kind="tcp", status=Status.SKIPPED, level=Level.REQUIRED),
        ProbeRow(
            name="up",
            kind="http",
            status=Status.PASSED,
            level=Level.RECOMMENDED,
            said="200",
            attempts=("0.0 s: 503", "1.2 s: 200"),
        ),
    )


def test_a_probe_that_nobody_looked_at_says_so_in_the_table() -> None:
    found = Evidence(probes=(ProbeEvidence(name="up", kind="http"),))
    (row,) = roll_up(found, judge(found, [RULE], Decides()), "folder").probes

    assert (row.status, row.cause, row.said, row.attempts) == (
        Status.UNKNOWN,
        Cause.NOT_RUN,
        "nobody looked",
        (),
    )
