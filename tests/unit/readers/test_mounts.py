"""Of paths of another machine that fit two files, the report's other paths tell which one is meant."""

from __future__ import annotations

import pytest

from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.model.verdict import Cause
from quality_gate.readers.locate import Locator, located, where_they_lead

# A workspace with a package at its root: both have a `src/lib.rs`.
LOCATOR = Locator(
    ("src/lib.rs", "src/shop.rs", "pay/src/lib.rs", "pay/src/card.rs", "main.rs", "examples/web/main.rs"),
    root="/repo",
)


def places(*report: str, name: str = "out/lcov.info") -> list[str | None]:
    where, _ = where_they_lead(report, LOCATOR, (), name)
    return [where[path].path for path in report]


@pytest.mark.parametrize(
    ("report", "found"),
    [
        # The whole workspace lies in /app, as only one path can say.
        (("/app/src/lib.rs", "/app/src/shop.rs"), ["src/lib.rs", "src/shop.rs"]),
        (("/app/src/lib.rs", "/app/pay/src/lib.rs"), ["src/lib.rs", "pay/src/lib.rs"]),
        (("C:\\app\\src\\lib.rs", "C:\\app\\src\\shop.rs"), ["src/lib.rs", "src/shop.rs"]),
        # One package alone was mounted there.
        (("/app/src/lib.rs", "/app/src/card.rs"), ["pay/src/lib.rs", "pay/src/card.rs"]),
        # What another folder is says nothing of this one.
        (("/app/src/lib.rs", "/other/src/card.rs"), [None, "pay/src/card.rs"]),
        (
            ("/app/src/lib.rs", "/app/src/shop.rs", "/app/src/card.rs"),
            [None, "src/shop.rs", "pay/src/card.rs"],
        ),
        (("/app/src/lib.rs",), [None]),
        # A name alone is no end in common, and our own names need no help.
        (("/app/main.rs",), ["main.rs"]),
        (("/repo/src/lib.rs",), ["src/lib.rs"]),
        (("src/lib.rs",), ["src/lib.rs"]),
        (("/usr/include/lib.h", "/app/src/shop.rs"), [None, "src/shop.rs"]),
    ],
)
def test_clear_paths_say_where_a_folder_lies(report: tuple[str, ...], found: list[str | None]) -> None:
    assert places(*report) == found
    assert places(*reversed(report)) == found[::-1]


def test_a_report_of_a_module_speaks_of_it() -> None:
    assert places("/app/src/lib.rs", name="pay/target/lcov.info") == ["pay/src/lib.rs"]


def test_both_are_named_where_nothing_tells() -> None:
    coverage, (problem,), _ = located(Coverage({"/app/src/lib.rs": FileCoverage(2, 2)}), LOCATOR)

    assert not coverage.files
    assert problem.cause is Cause.NO_MATCH
    assert "/app/src/lib.rs could be pay/src/lib.rs or src/lib.rs" in problem.reason
