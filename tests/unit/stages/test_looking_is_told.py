"""When the stages are over, somebody who listens hears what is looked at; and the target reaches setup."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.errors import Interrupted
from quality_gate.model.job import Job
from quality_gate.stages.listener import Listener, OneAtATime, Silent
from quality_gate.stages.live import Live
from quality_gate.stages.plain import Plain, looking_text
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World
from stage_site import Site


def test_what_is_looked_at_is_said_in_one_line() -> None:
    assert looking_text(["health"]) == "looking at 1 probe: health"
    many = [f"p{number}" for number in range(20)]
    assert looking_text(many).startswith("looking at 20 probes: p0, p1")
    assert looking_text(many).endswith("p11 and 8 more")


@pytest.mark.parametrize("kind", [Plain, lambda world: Live(world, ())])
def test_every_listener_tells_it_without_obeying_it(
    tmp_path: Path, kind: Callable[[World], Listener]
) -> None:
    told = io.StringIO()
    world = World.at(tmp_path, Console(out=io.StringIO(), err=told), Environment({}))
    OneAtATime(kind(world)).looking(["::error::x", "b"])
    Silent().looking(["nobody hears it"])

    assert "looking at 2 probes" in told.getvalue()
    assert not any(line.startswith("::") for line in told.getvalue().splitlines())


def test_the_look_comes_after_the_stages_and_before_the_teardown(tmp_path: Path) -> None:
    site = Site(tmp_path)
    heard: list[tuple[list[str], str, bool, bool]] = []

    def look(envelopes: tuple[Envelope, ...], failure: str, halted: Callable[[], bool]) -> None:
        heard.append(([one.stage for one in envelopes], failure, halted(), (tmp_path / "over").exists()))

    site.run(Job(stage="unit", run="true"), look=look, teardown="touch over")
    assert heard == [(["unit"], "", False, False)]
    assert (tmp_path / "over").exists()


def test_after_a_setup_that_failed_the_look_knows_why(tmp_path: Path) -> None:
    heard: list[tuple[str, Ended]] = []
    Site(tmp_path).run(
        Job(stage="unit", run="true"),
        look=lambda envelopes, failure, _: heard.append((failure, envelopes[0].last.ended)),
        setup="exit 3",
    )

    assert heard == [("setup failed: exit 3", Ended.ENVIRONMENT)]


def test_setup_and_teardown_see_the_target(tmp_path: Path) -> None:
    Site(tmp_path).run(
        setup='test "$QG_HOST" = there', teardown='echo "$QG_HOST" > told', variables={"QG_HOST": "there"}
    )

    assert (tmp_path / "told").read_text(encoding="utf-8") == "there\n"


@pytest.fixture
def heard() -> Iterator[None]:
    """Whoever starts the tests in the background lets them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_while_looking_still_tears_down(tmp_path: Path) -> None:
    site = Site(tmp_path)
    looked: list[bool] = []

    def look(_envelopes: tuple[Envelope, ...], _failure: str, halted: Callable[[], bool]) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        looked.append(halted())

    with pytest.raises(Interrupted):
        site.run(Job(stage="unit", run="true"), look=look, teardown="touch over")
    assert looked == [True]
    assert (tmp_path / "over").exists()
