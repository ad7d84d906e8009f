"""Two documents hold the same, or the pointers at which they differ are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status

PLAN = '{"result": {"price": 10.50, "items": [1, 2]}, "id": "a-1", "took": 12}'


def equal(tmp_path: Path, other: str, more: str = "") -> tuple[Status, str]:
    where = site(tmp_path, {"a.json": PLAN, "b.json": other})
    seen = look("equal", f"{{equal: [{{file: a.json}}, {{file: b.json}}]{more}}}", where)
    return seen.status, seen.reason or seen.got


def test_the_same_values_in_another_order_and_spelling(tmp_path: Path) -> None:
    other = '{"took": 12, "id": "a-1", "result": {"items": [1, 2.0], "price": 10.5}}'
    assert equal(tmp_path, other) == (Status.PASSED, "5 values compared, no difference")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (PLAN.replace("10.50", "10.51"), "/result/price: 10.50 ≠ 10.51 (a.json ↔ b.json)"),
        (PLAN.replace("a-1", "a-2"), '/id: "a-1" ≠ "a-2" (a.json ↔ b.json)'),
        (PLAN.replace("[1, 2]", "[1]"), "/result/items/1: 2 ≠ nothing (a.json ↔ b.json)"),
        (PLAN.replace("12", '"12"'), '/took: 12 ≠ "12" (a.json ↔ b.json)'),
        (PLAN.replace("[1, 2]", "null"), "/result/items: a list of 2 ≠ null (a.json ↔ b.json)"),
    ],
)
def test_a_difference_is_told_by_its_pointer_and_both_values(tmp_path: Path, other: str, said: str) -> None:
    assert equal(tmp_path, other) == (Status.FAILED, said)


def test_only_some_places_are_compared(tmp_path: Path) -> None:
    other = PLAN.replace("a-1", "b-7").replace("12", "99")
    assert equal(tmp_path, other, ", at: [/result, result.price]")[0] is Status.PASSED
    assert equal(tmp_path, other, ", ignore: [/id, took]")[0] is Status.PASSED
    assert equal(tmp_path, other, ", ignore: [/id]")[1] == "/took: 12 ≠ 99 (a.json ↔ b.json)"
    assert equal(tmp_path, '{"x": 1}', ", at: result")[
        1
    ] == "/result: a mapping of 3 ≠ nothing (a.json ↔ b.json)".replace("3", "2")


def test_nothing_was_compared(tmp_path: Path) -> None:
    assert equal(tmp_path, PLAN, ", ignore: [result, id, took]") == (
        Status.UNKNOWN,
        "nothing is left to compare",
    )
    assert equal(tmp_path, PLAN, ", at: /resul")[1] == "a.json has no /resul; nearest: result"
    where = site(tmp_path)
    seen = look("equal", "equal: [{file: a.json}, {file: c.json}]", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


def test_two_empty_documents_are_the_same(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.json": "[]", "b.json": "[]"})
    assert look("equal", "equal: [{file: a.json}, {file: b.json}]", where).status is Status.PASSED


def test_two_that_say_nothing_at_all_are_no_evidence(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.txt": "", "b.txt": "\n"})
    seen = look("equal", "equal: [{file: a.txt}, {file: b.txt}]", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


def test_many_differences_are_cut(tmp_path: Path) -> None:
    many, others = ("[" + ",".join(str(n + more) for n in range(30)) + "]" for more in (0, 1))
    where = site(tmp_path, {"a.json": many, "b.json": others})
    seen = look("equal", "equal: [{file: a.json}, {file: b.json}]", where)
    assert seen.got == "30 differences"
    assert seen.reason.endswith("and 10 more")


def test_one_document_is_a_mistake() -> None:
    assert "one document alone" in mistakes("equal", "equal: [{file: a}]")
