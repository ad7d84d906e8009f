"""Ctrl-C and a cancelled workflow: ended within seven seconds, torn down, written, nothing left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stage_site import PYTHON, Site

_PROGRAM = """
import sys
from pathlib import Path
from quality_gate.model.errors import Interrupted
from quality_gate.model.job import Job
from stage_site import Site

site = Site(Path({root!r}), mark={mark!r})
try:
    site.run(*{jobs}, **{order!r})
except Interrupted as interrupted:
    sys.exit(interrupted.exit_code)
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    assert site.left() == []


def interrupted(site: Site, jobs: str, order: dict[str, object], number: int) -> float:
    """Runs stages in a process of its own, interrupts it once `started` is there; how long it took to end."""
    program = textwrap.dedent(_PROGRAM).format(root=str(site.root), mark=site.mark, jobs=jobs, order=order)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([PYTHON, "-c", program], env=environment, start_new_session=True)
    try:
        for _ in range(200):
            if (site.root / "started").exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        begin = time.monotonic()
        process.send_signal(number)
        assert process.wait(timeout=20) == 130
        return time.monotonic() - begin
    finally:
        process.kill()
        process.wait()


def ended(site: Site, stage: str) -> str:
    envelope = json.loads(site.read(f"quality-gate/envelopes/{stage}/envelope.json"))
    return str(envelope["attempts"][-1]["ended"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_everything_is_ended_torn_down_and_written(site: Site, number: int) -> None:
    jobs = """[
        Job(stage="a", run="touch started; sleep 60 & setsid sleep 60", teardown="echo a >> torn-down"),
        Job(stage="b", run="true", needs=("a",)),
    ]"""
    order: dict[str, object] = {"setup": "setsid sleep 60 &", "teardown": "echo run >> torn-down"}
    seconds = interrupted(site, jobs, order, number)

    assert seconds < 3
    assert (ended(site, "a"), ended(site, "b")) == ("cancelled", "cancelled")
    assert site.read("torn-down").split() == ["a", "run"]
    assert site.left() == []


def test_even_what_refuses_to_end_takes_less_than_seven_seconds(site: Site) -> None:
    stubborn = "trap '' TERM INT; touch started; while :; do sleep 0.1; done"
    jobs = f"""[
        Job(stage="a", run={stubborn!r}, teardown={stubborn!r}),
        Job(stage="b", run={stubborn!r}),
    ]"""
    order: dict[str, object] = {"jobs_at_once": 2, "teardown": f"touch torn-down; {stubborn}", "grace": 10}
    seconds = interrupted(site, jobs, order, signal.SIGINT)

    assert seconds < 7
    assert (ended(site, "a"), ended(site, "b")) == ("cancelled", "cancelled")
    assert (site.root / "torn-down").exists()


def test_an_interrupt_during_the_setup(site: Site) -> None:
    order: dict[str, object] = {"setup": "touch started; sleep 60", "teardown": "touch torn-down"}
    seconds = interrupted(site, '[Job(stage="a", run="touch ran")]', order, signal.SIGINT)

    assert seconds < 3
    assert ended(site, "a") == "cancelled"
    assert (site.root / "torn-down").exists()
    assert not (site.root / "ran").exists()


def test_an_interrupt_during_the_wait_before_a_retry(site: Site) -> None:
    jobs = """[Job(stage="a", run="touch started; exit 1", retry=Retry(times=3, wait=Fraction(60)))]"""
    jobs = jobs.replace("Retry(", "__import__('quality_gate.model.job').model.job.Retry(")
    jobs = jobs.replace("Fraction(", "__import__('fractions').Fraction(")
    seconds = interrupted(site, jobs, {}, signal.SIGINT)

    assert seconds < 3
    assert ended(site, "a") == "cancelled"


def test_a_gate_inside_a_stage_that_is_killed_leaves_nothing(site: Site) -> None:
    inner = textwrap.dedent(_PROGRAM).format(
        root=str(site.root / "inner"),
        mark=site.mark,
        jobs='[Job(stage="a", run="touch started; setsid sleep 60")]',
        order={},
    )
    site.write("inner/inner.py", inner)
    site.variables = {"PYTHONPATH": os.pathsep.join(sys.path)}
    waiting = "while ! test -e inner/started; do sleep 0.05; done; sleep 0.2"
    envelope = site.one(f"{PYTHON} inner/inner.py & {waiting}; kill -9 $!; echo killed")

    assert envelope.last.exit_code == 0
    assert envelope.notes
    assert site.left() == []
