"""A bounded run of bin/fuzz for every reader: the same damage each time, and no clock in it."""

from __future__ import annotations

import os
import random
import runpy
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from fuzz.attempts import Attempt, attempts, samples_by_reader, trouble
from fuzz.mutations import LARGE, MUTATIONS, Mutation, truncated
from fuzz.worker import keep

SAMPLES = samples_by_reader()
FUZZ = Path(__file__).parents[2] / "bin" / "fuzz"
SEED = 20
SMALL, HUGE = 200, 4


def told(attempt: Attempt) -> str:
    try:
        return trouble(attempt)
    except Exception as error:  # noqa: BLE001 - whatever it is, the report that did it must be told
        return repr(error)


def wrong(found: list[Attempt]) -> list[tuple[str, bytes]]:
    return [(problem, attempt.raw[:2000]) for attempt in found if (problem := told(attempt))]


@pytest.mark.parametrize("reader", SAMPLES)
def test_a_damaged_report_is_always_answered(reader: str) -> None:
    assert wrong(list(islice(attempts(reader, SEED, SAMPLES, large=0), SMALL))) == []


@pytest.mark.parametrize("reader", SAMPLES)
def test_a_huge_or_deep_report_is_always_answered(reader: str) -> None:
    dice = random.Random(f"{reader} {SEED}")
    huge = [
        Attempt(dice.choice(LARGE)(dice.choice(SAMPLES[reader]), dice, SAMPLES[reader])) for _ in range(HUGE)
    ]

    assert wrong(huge) == []


def test_trouble_that_an_earlier_run_has_kept_is_found_again(tmp_path: Path) -> None:
    told_in = runpy.run_path(str(FUZZ))["told_in"]
    keep(tmp_path, "junit", b"small", "ValueError: the same every time")
    (told,) = tmp_path.glob("*.txt")
    os.utime(told, ns=(1, 1))
    before = told_in(tmp_path)

    keep(tmp_path, "junit", b"a larger one", "ValueError: the same every time")

    assert list(before) == list(told_in(tmp_path)) == [told]
    assert before != told_in(tmp_path)


def test_parts_for_several_machines_leave_no_reader_out() -> None:
    part_of = runpy.run_path(str(FUZZ))["part_of"]
    names = list(SAMPLES)
    parts = [part_of(names, f"{number}/4") for number in range(1, 5)]

    assert sorted(name for part in parts for name in part) == sorted(names)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert part_of(names, "1/1") == names
    for wrong in ("0/4", "5/4", "1", "a/b", "1/-1"):
        with pytest.raises(ValueError, match="is not like 2/4"):
            part_of(names, wrong)


def test_every_reader_has_samples_to_start_from() -> None:
    assert [reader for reader, found in SAMPLES.items() if not found] == []


def test_a_cut_report_that_fails_never_reads_as_passed_wherever_it_is_cut() -> None:
    whole = b'<testsuite name="s"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>'

    assert wrong([Attempt(whole[:end], whole) for end in range(len(whole) + 1)]) == []


def test_the_question_would_notice_a_green_reading_of_a_failing_report() -> None:
    green = b'<testsuite name="s"><testcase name="a"/></testsuite>'
    red = b'<testsuite name="s"><testcase name="a"><failure/></testcase></testsuite>'

    assert trouble(Attempt(green, red)) == "a failing report that was cut off reads as all passed"
    assert trouble(Attempt(green, green)) == ""


@pytest.mark.parametrize("mutation", dict.fromkeys(MUTATIONS + LARGE), ids=lambda one: one.__name__)
def test_every_kind_of_damage_really_changes_something(mutation: Mutation) -> None:
    whole = SAMPLES["junit"] + SAMPLES["ctrf"] + SAMPLES["tap"]
    dice = random.Random(SEED)

    assert any(mutation(raw, dice, whole) != raw for raw in whole)


def test_the_worker_of_bin_fuzz_works_within_its_limits(tmp_path: Path) -> None:
    worker = Path(__file__).with_name("worker.py")
    paths = [str(worker.parents[2] / "src"), str(worker.parents[1])]
    done = subprocess.run(
        [sys.executable, str(worker), "ctrf", str(SEED), "0.3", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    count, _, _ = done.stdout.split()

    assert int(count) > 0
    assert list(tmp_path.iterdir()) == []


def test_the_smallest_report_of_a_kind_of_trouble_is_kept(tmp_path: Path) -> None:
    for raw in (b"longer", b"short", b"the longest"):
        keep(tmp_path, "junit", raw, "ValueError: the same every time")

    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [
        b"ValueError: the same every time",
        b"short",
    ]


def test_the_same_seed_does_the_same_damage() -> None:
    first, again, other = (
        [one.raw for one in islice(attempts("junit", seed, SAMPLES, large=0.1), 20)]
        for seed in (SEED, SEED, SEED + 1)
    )

    assert first == again != other
    assert truncated(b"", random.Random(SEED)) == b""
