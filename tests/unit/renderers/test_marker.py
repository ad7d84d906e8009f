"""The first line of a comment: found again, read again, and never made by somebody's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import CONTEXT, report, ruling
from hostile import NAMES
from quality_gate.model.verdict import Decision
from quality_gate.renderers.marker import Marker, marker_in, marker_of

GOOD = report(Decision.READY, [ruling("stages.unit")])
ONE = marker_of(GOOD)


def at(run: int, attempt: int = 1) -> Marker:
    return replace(ONE, run=run, attempt=attempt)


def test_what_is_written_is_read() -> None:
    assert marker_in(f"{ONE.line}\n## ✅ READY") == ONE
    assert marker_in(f"{ONE.line}\r\nREADY") == ONE
    assert marker_in(ONE.line) == ONE


@pytest.mark.parametrize(
    "text", ["", "hello", f" {ONE.line}", f"> {ONE.line}", f"x\n{ONE.line}", ONE.line[:-1], f"{ONE.line} x"]
)
def test_anywhere_else_it_is_a_quotation(text: str) -> None:
    assert marker_in(text) is None


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_gate_gives_one_harmless_line(name: str) -> None:
    marker = marker_of(report(Decision.FAILED, scope=name, context=replace(CONTEXT, gate=name, folder=name)))

    assert marker_in(marker.line) == marker
    assert marker.line.isascii() and "\n" not in marker.line
    assert marker.line.count("-->") == 1


def test_the_key_tells_gates_apart_and_the_state_their_verdicts() -> None:
    others = [
        report(Decision.READY, [ruling("stages.unit")], context=replace(CONTEXT, gate="web")),
        report(Decision.READY, [ruling("stages.unit")], context=replace(CONTEXT, folder="web")),
        report(Decision.PASSED, [ruling("stages.unit")], scope="quick"),
    ]
    assert len({marker_of(one).key for one in (GOOD, *others)}) == 4
    bad = [marker_of(report(Decision.NOT_READY, [ruling(name, "failed")])) for name in ("a", "b")]
    assert {one.key for one in bad} == {ONE.key}
    assert len({one.state for one in (ONE, *bad)}) == 3


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        (at(1), at(2), True),
        (at(2), at(1), False),
        (at(2, 1), at(2, 2), True),
        (at(2, 2), at(2, 2), False),
        (at(0), at(2), False),
        (at(2), at(0), False),
        (at(9), at(10), True),
    ],
)
def test_runs_have_an_order(one: Marker, other: Marker, older: bool) -> None:
    assert one.older_than(other) is older


@pytest.mark.parametrize(
    ("run", "number"), [("4711", 4711), ("", 0), ("build-7", 0), ("²", 0), ("1" * 21, 0)]
)
def test_a_run_without_a_number_is_none(run: str, number: int) -> None:
    assert marker_of(report(Decision.READY, context=replace(CONTEXT, run=run))).run == number
