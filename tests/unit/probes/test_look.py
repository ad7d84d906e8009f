"""Looking through many probes: side by side, again until a deadline, and never without an end."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lifeline import HELD, Lifeline
from looks import probe, site
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.probes.look import look_at, look_until, time_of
from quality_gate.probes.probe import NOT_RUN_HERE
from quality_gate.probes.settings import Planned, ProbeSettings
from quality_gate.probes.table import PROBES
from quality_gate.world.clock import Clock
from serving import answer, closed_port, says, serving, silent


class Jumping(Clock):
    """A clock that is so much later each time that somebody looks at it."""

    def __init__(self, step: str) -> None:
        object.__setattr__(self, "step", Fraction(step))
        object.__setattr__(self, "at", Fraction(0))

    def monotonic(self) -> Fraction:
        object.__setattr__(self, "at", self.at + self.step)  # type: ignore[attr-defined]
        return self.at  # type: ignore[attr-defined,no-any-return]


class Answers:
    """A kind of probe that says one thing after another."""

    NAME = "answers"
    SETTINGS = ProbeSettings

    def __init__(self, *answers: Sighting) -> None:
        self.left = list(answers)

    def look(self, settings: Any, site: Any) -> Sighting:
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


def sighting(got: str, status: Status = Status.FAILED) -> Sighting:
    return Sighting(status=status, got=got)


def test_tries_are_told_until_it_is_as_it_should_be(tmp_path: Path) -> None:
    kind = Answers(sighting("connection refused"), sighting("503"), sighting("200", Status.PASSED))
    found = look_until(kind, ProbeSettings(), site(tmp_path), Fraction(30))

    assert found.status is Status.PASSED
    assert [one.partition(": ")[2] for one in found.attempts] == ["connection refused", "503", "200"]
    assert found.attempts[0] == "0.0 s: connection refused"


def test_the_last_answer_counts_when_the_time_is_over(tmp_path: Path) -> None:
    where = site(tmp_path)
    where = replace(where, world=replace(where.world, clock=Jumping("0.3")))
    found = look_until(Answers(sighting("503")), ProbeSettings(), where, Fraction(3))

    assert (found.status, found.got) == (Status.FAILED, "503")
    assert len(found.attempts) > 1
    assert all(float(one.partition(" ")[0]) <= 3 for one in found.attempts)


def test_nobody_waits_for_what_is_not_run_here(tmp_path: Path) -> None:
    found = look_until(Answers(NOT_RUN_HERE), ProbeSettings(), site(tmp_path), Fraction(30))

    assert found == NOT_RUN_HERE


def test_a_probe_that_is_good_at_once_tells_no_tries(tmp_path: Path) -> None:
    found = look_until(Answers(sighting("200", Status.PASSED)), ProbeSettings(), site(tmp_path), Fraction(30))

    assert found.attempts == ()


def test_of_very_many_tries_the_first_and_the_last_are_told(tmp_path: Path) -> None:
    where = site(tmp_path)
    where = replace(where, world=replace(where.world, clock=Jumping("2")))
    found = look_until(Answers(sighting("503")), ProbeSettings(), where, Fraction(400))

    assert len(found.attempts) == 31
    assert found.attempts[15] == "…"


def test_probes_are_looked_at_side_by_side_and_one_that_hangs_holds_up_nobody(tmp_path: Path) -> None:
    start = time.monotonic()
    with serving(silent) as slow, serving(says(answer("503 Busy"), answer("200 OK"))) as fast:
        probes = [
            *(
                replace(probe(f'{{http: "http://127.0.0.1:{slow}/", timeout: 1s}}'), name=f"s{n}")
                for n in range(12)
            ),
            replace(probe(f'{{http: "http://127.0.0.1:{fast}/", within: 10s}}'), name="fast"),
            replace(probe(f'{{tcp: "127.0.0.1:{closed_port()}"}}'), name="closed"),
        ]
        found = look_at(probes, site(tmp_path))

    assert time.monotonic() - start < 8
    assert list(found) == [one.name for one in probes]
    assert {found[f"s{n}"].got for n in range(12)} == {"timed out after 1 s"}
    assert found["fast"].status is Status.PASSED
    assert len(found["fast"].attempts) == 2
    assert found["closed"].got == "connection refused"


def test_how_long_a_look_may_take() -> None:
    assert time_of(probe('{tcp: "a:1"}')) == 10
    assert time_of(probe('{tcp: "a:1", timeout: 2s, within: 30s}')) == 32


def test_a_look_that_does_not_end_is_given_up(tmp_path: Path) -> None:
    # The clock is ahead, so that nobody has to wait for it.
    where = site(tmp_path)
    where = replace(where, world=replace(where.world, clock=Jumping("20")))
    with serving(silent) as port:
        found = look_at([probe(f'{{http: "http://127.0.0.1:{port}/", timeout: 60s}}', "slow")], where)

    assert (found["slow"].status, found["slow"].cause) == (Status.UNKNOWN, Cause.INCONCLUSIVE)
    assert found["slow"].reason == "the look did not end within 1 m, and was given up"


def test_a_probe_that_breaks_off_is_unknown_and_the_others_are_not(tmp_path: Path) -> None:
    broken = Planned("broken", "tcp", ProbeSettings())  # its settings have no address
    with serving(silent) as port:
        found = look_at([broken, probe(f'{{tcp: "127.0.0.1:{port}"}}', "good")], site(tmp_path))

    assert (found["broken"].status, found["broken"].cause) == (Status.UNKNOWN, Cause.INCONCLUSIVE)
    assert found["broken"].reason.startswith("the look broke off: AttributeError")
    assert found["good"].status is Status.PASSED


def test_an_interrupt_ends_commands_and_waits_for_nothing_else(tmp_path: Path) -> None:
    start = time.monotonic()
    with serving(silent) as port, closing(Lifeline(tmp_path)) as lifeline:
        probes = [
            probe(f"{{command: {HELD}; sleep 60}}", "command"),
            probe(f'{{tcp: "127.0.0.1:{closed_port()}", within: 60s}}', "waiting"),
            probe(f'{{http: "http://127.0.0.1:{port}/", timeout: 60s}}', "hanging"),
            *(probe("{command: sleep 60}", f"later-{n}") for n in range(16)),
        ]
        found = look_at(probes, site(tmp_path, halted=lambda: time.monotonic() - start > 0.5))

        assert lifeline.ended()
    assert time.monotonic() - start < 6
    assert {one.status for one in found.values()} <= {Status.UNKNOWN, Status.FAILED}
    assert (found["hanging"].cause, found["hanging"].reason) == (Cause.NOT_RUN, "interrupted")
    assert found["later-15"].cause is Cause.NOT_RUN


@pytest.mark.parametrize("kind", PROBES)
def test_every_kind_has_its_word_and_its_own_settings(kind: str) -> None:
    settings = PROBES[kind].SETTINGS

    assert kind == PROBES[kind].NAME
    assert issubclass(settings, ProbeSettings)
    assert [one.SETTINGS for one in PROBES.values()].count(settings) == 1
