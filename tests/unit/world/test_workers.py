"""Processes side by side: the same answers in the same order, whatever happens to one of them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest

from quality_gate.world.workers import Workers
from shared_out import dies_elsewhere, doubled, elsewhere, fails_elsewhere, large, stopped_here

TESTS = Path(__file__).resolve().parents[2]
SOURCES = TESTS.parent / "src"
TASKS = list(range(600))
TWO = pytest.mark.skipif(Workers().count(2) < 2, reason="this machine lends one processor only")
PROBE = """
import os, sys, time
from quality_gate.world.workers import Workers
def where(task):
    time.sleep(0.02)
    return os.getpid()
def main():
    print(len(set(Workers().answers(where, range(40)))), sys.flags.isolated)
"""


def test_each_task_has_its_answer_in_its_place() -> None:
    assert Workers().answers(doubled, TASKS) == [2 * number for number in TASKS]
    assert Workers().answers(large, list(range(8))) == [large(number) for number in range(8)]
    assert multiprocessing.active_children() == []


def test_one_is_enough() -> None:
    assert Workers(most=1).answers(elsewhere, [os.getpid()] * 3) == [False] * 3
    assert Workers(most=1).count(5) == 1


@TWO
def test_others_take_part() -> None:
    assert set(Workers().answers(elsewhere, [os.getpid()] * 60)) == {False, True}


@TWO
@pytest.mark.parametrize("work", [dies_elsewhere, fails_elsewhere])
def test_who_dies_leaves_no_answer_and_nobody_waits_for_it(work: object) -> None:
    answers = Workers().answers(work, [os.getpid()] * 60)  # type: ignore[arg-type]

    assert set(answers) == {"here", None}
    assert multiprocessing.active_children() == []


def test_an_interruption_ends_them_all() -> None:
    with pytest.raises(KeyboardInterrupt):
        Workers().answers(stopped_here, [os.getpid()] * 4)

    assert multiprocessing.active_children() == []
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@TWO
def test_who_is_left_alone_gives_up(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    code = (
        f"import sys; sys.path[:0] = [{str(SOURCES)!r}, {str(TESTS)!r}]\n"
        "from quality_gate.world.workers import Workers\n"
        "from shared_out import killed_here\n"
        f"Workers().answers(killed_here, [(__import__('os').getpid(), {str(marks)!r})] * 200)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, timeout=60)

    # The streams ended with the last process that held them: a worker that went on would take 20 s.
    assert done.returncode == -signal.SIGKILL
    assert 1 <= len(list(marks.iterdir())) < 100


@TWO
def test_where_no_process_can_be_started_this_one_does_all(tmp_path: Path) -> None:
    code = (
        "import os, resource, sys\n"
        f"sys.path.insert(0, {str(SOURCES)!r})\n"
        "from quality_gate.world.workers import Workers\n"
        "import multiprocessing.context, multiprocessing.resource_tracker\n"
        "tracker = multiprocessing.resource_tracker.ensure_running()\n"
        "used = len(os.listdir('/proc/self/fd'))\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (used + 4, used + 4))\n"
        "print(Workers().answers(abs, [-1, -2, -3]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=tmp_path
    )

    assert done.stdout == "[1, 2, 3]\n", done.stderr


@TWO
def test_from_one_packed_file_in_isolation(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    for name in ("__init__.py", "world/__init__.py", "world/workers.py"):
        (folder / "quality_gate" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCES / "quality_gate" / name, folder / "quality_gate" / name)
    (folder / "probe.py").write_text(PROBE, encoding="utf-8")
    zipapp.create_archive(folder, tmp_path / "program.pyz", main="probe:main")
    done = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "program.pyz")],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},  # what measures coverage would look for sources in the file
    )

    assert done.stderr == ""
    processes, isolated = done.stdout.split()
    assert int(processes) > 1
    assert isolated == "1"
