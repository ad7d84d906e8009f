"""Waivers of rules, metrics, probes and logs excuse failed rulings, and nothing that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from builders import ruling
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Decision, Level, Ruling, Spot, Status, Verdict
from quality_gate.model.waivers import Waiver, WaiverKind, WaiverState
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.rule import About
from quality_gate.rules.waivers.apply import waive
from quality_gate.rules.waivers.waived import Occasion, Waived

NOW = Occasion(today=date(2026, 11, 20))


@dataclass(frozen=True)
class Says:
    """A rule with a fixed answer."""

    answer: Ruling

    @property
    def about(self) -> About:
        return About(rule=self.answer.rule, title=self.answer.title, level=self.answer.level)

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        yield self.answer


def waiver(kind: str, pattern: str, error: str = "", number: int = 1, **parts: Any) -> Waiver:
    return Waiver(
        rule=f"waivers.{number}",
        kind=WaiverKind(kind),
        pattern=pattern,
        error=error,
        reason="it is known to do so",
        owner="@me",
        expires=parts.pop("expires", date(2027, 1, 15)),
        **parts,
    )


def judged(answer: Ruling, *waivers: Waiver, occasion: Occasion = NOW) -> tuple[Verdict, Waived]:
    waived = waive(Evidence(), waivers, occasion)
    rules = (Says(ruling("tests.pass-rate")), Says(answer))
    assert [rule.about.rule for rule in rules] == ["tests.pass-rate", answer.rule]
    return judge(Evidence(), rules, Decides(), waived), waived


P95 = ruling("metrics.lock_p95", "failed", got="12 ms", reason="slow disk")
HEALTH = ruling("probes.health", "failed", got="503", spots=(Spot("a", 1, None, "no database"),))
TOTAL = ruling("coverage.total", "failed", got="89.9 %", distance="899/1000 lines, 1 short")


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        (P95, waiver("metrics", "lock_p95")),
        (P95, waiver("metrics", "lock_p95", "slow disk")),
        (P95, waiver("rule", "metrics.lock_p95", "12 ms")),
        (HEALTH, waiver("probes", "health", "503")),
        (HEALTH, waiver("probes", "health", "/no d.t.base/")),
        (TOTAL, waiver("rule", "coverage.total", "899/1000")),
    ],
)
def test_a_failed_ruling_is_excused(answer: Ruling, written: Waiver) -> None:
    verdict, waived = judged(answer, written)

    assert verdict.decision is Decision.READY_WITH_WARNINGS
    assert [one.waived for one in verdict.rulings] == ["", "waivers.1", ""]
    assert verdict.rulings[2].got == f"excuses 1 {written.kind.value.rstrip('s')}"
    (row,) = roll_up(Evidence(), verdict, "folder", waived).waivers
    assert (row.state, row.names) == (WaiverState.USED, (answer.rule,))


@pytest.mark.parametrize(
    ("answer", "written", "state"),
    [
        (P95, waiver("metrics", "lock_p95", "another"), WaiverState.UNUSED),
        (P95, waiver("metrics", "lock"), WaiverState.STALE),
        (P95, waiver("probes", "lock_p95", "12 ms"), WaiverState.STALE),
        (P95, waiver("metrics", "lock_p95", expires=date(2026, 11, 1)), WaiverState.EXPIRED),
        (ruling("metrics.x", "unknown missing", reason="gone"), waiver("metrics", "x"), WaiverState.UNUSED),
        (ruling("stages.unit", "failed", got="timed-out"), waiver("rule", "stages.unit"), WaiverState.STALE),
    ],
    ids=["another error", "piece of a name", "another kind", "expired", "unknown", "a stage"],
)
def test_everything_else_is_not(answer: Ruling, written: Waiver, state: WaiverState) -> None:
    verdict, waived = judged(answer, written)

    assert verdict.decision is Decision.NOT_READY
    assert not verdict.rulings[1].waived
    (row,) = roll_up(Evidence(), verdict, "folder", waived).waivers
    assert (row.state, row.names) == (state, ())


@pytest.mark.parametrize("status", ["passed", "warned", "skipped"])
def test_what_holds_leaves_its_waiver_stale(status: str) -> None:
    verdict = judged(ruling("metrics.x", status), waiver("metrics", "x"))[0]

    assert verdict.rulings[2].got == "stale: metrics.x does not fail"


def test_one_known_place_among_others_excuses_nothing() -> None:
    spots = (Spot("a", 1, None, "known trouble"), Spot("a", 2, None, "new trouble"))
    answer = ruling("probes.code", "failed", got="2 matches", spots=spots)

    assert not judged(answer, waiver("probes", "code", "known"))[0].ready
    assert judged(answer, waiver("probes", "code", "trouble"))[0].ready
    many = ruling("probes.code", "failed", got="50 matches", spots=spots[:1] * 50)
    assert not judged(many, waiver("probes", "code", "known"))[0].ready


def test_what_is_optional_changes_nothing() -> None:
    verdict = judged(ruling("metrics.x", "failed", level="optional"), waiver("metrics", "x"))[0]

    assert verdict.decision is Decision.READY
    assert verdict.rulings[2].level is Level.OPTIONAL


def log(*notes: str, got: str = "") -> Ruling:
    spots = tuple(Spot("logs/a.log", line, None, note) for line, note in enumerate(notes, 1))
    said = got or f"{len(notes)} line{'s' if len(notes) > 1 else ''} with ERROR"
    return ruling("probes.logs", "failed", got=said, spots=spots)


RATE = waiver("logs", "logs", "rate limit", most=2)
DISK = waiver("logs", "logs", "disk slow", number=2)


@pytest.mark.parametrize(
    ("answer", "waivers", "ready"),
    [
        (log("ERROR rate limit"), (RATE,), True),
        (log("ERROR rate limit", "ERROR rate limit"), (RATE,), True),
        (log("ERROR rate limit", "ERROR rate limit", "ERROR rate limit"), (RATE,), False),
        (log("ERROR rate limit", "ERROR disk slow"), (RATE,), False),
        (log("ERROR rate limit", "ERROR disk slow"), (RATE, DISK), True),
        (log("ERROR rate limit", "ERROR boom"), (RATE, DISK), False),
        (log("ERROR rate limit", got="70 lines with ERROR"), (RATE,), False),
        (log("ERROR rate limit", got="1 line with ERROR; no line holds ready"), (RATE,), False),
        (log("ERROR rate limit", got="no line holds ready"), (RATE,), False),
    ],
    ids=["one", "two", "too many", "another", "two waivers", "a third", "unseen", "more", "something else"],
)
def test_of_a_log_every_line_must_be_excused(
    answer: Ruling, waivers: tuple[Waiver, ...], ready: bool
) -> None:
    assert judged(answer, *waivers)[0].ready is ready


def test_an_expired_waiver_covers_no_line() -> None:
    old = waiver("logs", "logs", "disk slow", number=2, expires=date(2026, 11, 1))
    verdict = judged(log("ERROR rate limit", "ERROR disk slow"), RATE, old)[0]

    assert not verdict.ready
    assert [one.status for one in verdict.rulings[2:]] == [Status.WARNED, Status.WARNED]


def test_without_a_base_and_waived_alike_the_words_are_kept() -> None:
    """A waived ruling keeps what it found: only its weight changes."""
    verdict = judged(P95, waiver("metrics", "lock_p95"))[0]

    assert (verdict.rulings[1].status, verdict.rulings[1].got) == (Status.FAILED, "12 ms")
    assert verdict.rulings[1].warns
