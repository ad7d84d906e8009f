"""Numbers, lists and lines in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.envelope import Attempt, Ended, Envelope
from quality_gate.model.errors import ConfigMistakes, Mistake
from quality_gate.model.job import Job
from quality_gate.model.reading import State, invalid
from quality_gate.model.verdict import Decision, Spot, Verdict
from quality_gate.model.wording import duration_text, line_ranges, listed, plural, ranges_text, size_text


@pytest.mark.parametrize(
    ("seconds", "limits", "text"),
    [
        ("0.04", (), "0 s"),
        ("12.34", (), "12.3 s"),
        ("200", (), "3 m 20 s"),
        ("3900", (), "1 h 5 m"),
        ("120", ("120",), "120 s"),
        ("120.04", ("120",), "120.04 s"),
        ("180", ("120",), "3 m"),
    ],
)
def test_durations(seconds: str, limits: tuple[str, ...], text: str) -> None:
    assert duration_text(Fraction(seconds), *map(Fraction, limits)) == text


@pytest.mark.parametrize(
    ("count", "text"), [(512, "512 B"), (1536, "1.5 KiB"), (3 << 30, "3 GiB"), (5 << 40, "5 TiB")]
)
def test_sizes(count: int, text: str) -> None:
    assert size_text(count) == text


def test_plurals_and_lists() -> None:
    assert [plural(1, "line"), plural(12000, "line"), plural(2, "branch", "branches")] == [
        "1 line",
        "12,000 lines",
        "2 branches",
    ]
    assert [listed("abc"), listed("abcde")] == ["a, b, c", "a, b, c and 2 more"]


@given(lines=st.sets(st.integers(1, 100)))
def test_ranges_hold_just_their_lines(lines: set[int]) -> None:
    back = {line for first, last in line_ranges(lines) for line in range(first, last + 1)}

    assert back == lines


def test_ranges_in_words() -> None:
    assert ranges_text([12, 13, 14, 90]) == "12–14, 90"


def test_a_spot_says_where() -> None:
    assert [Spot("a").where, Spot("a", 3).where, Spot("a", 3, 3).where, Spot("a", 3, 5).where] == [
        "a",
        "a:3",
        "a:3",
        "a:3–5",
    ]


def test_labels_tell_shards_and_variants_apart() -> None:
    envelope = Envelope(stage="e2e", shard=3, shards=4, variant={"py": "3.12", "os": "linux"})

    assert envelope.label == "e2e 3/4 (os=linux, py=3.12)"
    assert envelope.variant_label == "os=linux, py=3.12"
    assert Envelope(stage="unit").label == "unit"
    assert Job(stage="e2e", shard=3, shards=4, variant=envelope.variant).label == envelope.label
    assert Job(stage="e2e", variant={"os": "linux"}).label == "e2e (os=linux)"
    assert Job(stage="unit").label == "unit"
    assert Envelope(stage="unit").last.ended is Ended.COLLECTED
    assert Envelope(stage="unit", attempts=(Attempt(ended=Ended.IDLE),)).last.ended is Ended.IDLE


def test_no_two_jobs_share_a_folder() -> None:
    assert Job(stage="unit").folder == "unit"
    assert Job(stage="pre-deploy", variant={"os": "ubuntu-latest"}, shard=1, shards=2).folder == (
        "pre-deploy-os=ubuntu-latest-1of2"
    )
    odd = [
        *(Job(stage=name) for name in ("a b", "a_b", "a/b", "..", "_.", "a.", "a-1of2", "x" * 300)),
        Job(stage="a", shard=1, shards=2),
        *(Job(stage="a", variant={"py": value}) for value in ("3-1", "3 1", "3_1", "3-1of2")),
        Job(stage="a", variant={"py": "3"}, shard=1, shards=2),
        Job(stage="a", variant={"b-c": "d"}),
        Job(stage="a-b", variant={"c": "d"}),
        Job(stage="a", variant={"k": "v=w"}),
        Job(stage="a", variant={"k=v": "w"}),
        Job(stage="a", variant={"k": "v-l=w"}),
        Job(stage="a", variant={"k": "v", "l": "w"}),
    ]
    folders = [job.folder for job in odd]

    assert len(set(folders)) == len(odd)
    assert all(len(name) < 150 and not name.startswith(".") and "/" not in name for name in folders)


def test_a_phrase_carries_its_scope() -> None:
    assert Verdict(decision=Decision.PASSED, rulings=(), scope="quick").phrase == "PASSED (quick)"
    assert Verdict(decision=Decision.READY, rulings=()).phrase == "READY"
    assert Verdict(decision=Decision.FAILED, rulings=()).good is False


def test_mistakes_are_told_in_the_order_of_the_file() -> None:
    told = ConfigMistakes("a.yml", (Mistake(9, 1, "b", "x"), Mistake(2, 1, "a", "y")))

    assert [mistake.line for mistake in told.mistakes] == [2, 9]
    assert str(told) == "a.yml: 2 mistakes"
    assert str(ConfigMistakes("a.yml", (Mistake(9, 1, "b", "x"),))) == "a.yml: 1 mistake"


def test_an_invalid_reading_says_why() -> None:
    reading = invalid("junit", "cut off")

    assert (reading.state, reading.note, reading.cases) == (State.INVALID, "cut off", None)
