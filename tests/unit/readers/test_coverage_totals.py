"""What coverage reports declare against what they list, and what is remembered of lines that do not count."""

from __future__ import annotations

import io
import json

import pytest

from quality_gate.model.coverage import BranchView, Coverage, FileCoverage, Unit, merged
from quality_gate.model.ratio import Ratio
from quality_gate.readers.coverage import coverage_json
from quality_gate.readers.coverage.shortfall import shortfall
from quality_gate.readers.reader import DEFAULT_LIMITS


def of_coverage_py(executed: list[int], missing: list[int], covered: int) -> Coverage:
    total = covered + len(missing)
    summary = {"covered_lines": covered, "num_statements": total}
    entry = {"executed_lines": executed, "missing_lines": missing, "summary": summary}
    raw = json.dumps({"files": {"a.py": entry}, "totals": summary}).encode()
    return coverage_json.read(io.BytesIO(raw), DEFAULT_LIMITS).coverage or Coverage()


def test_a_line_that_does_not_count_here_did_run_where_it_counts() -> None:
    # Without its docstring in the first line, a module whose second line may be one that counts.
    imported = of_coverage_py([1, 2, 4, 5], [6], covered=2)
    not_imported = of_coverage_py([], [2, 4, 5, 6], covered=0)

    assert imported.ratio(Unit.LINES) == Ratio(2, 3)
    assert merged([imported, not_imported]).ratio(Unit.LINES) == Ratio(3, 4)


def test_a_line_far_above_all_that_count_is_not_remembered() -> None:
    found = of_coverage_py([4_999_999], [3], covered=0).files["a.py"]

    assert (found.measured, found.covered) == (1 << 3, 0)


@pytest.mark.parametrize(
    ("total", "lines", "slack", "doubt"),
    [
        (Ratio(5, 11), Ratio(5, 10), None, ""),
        (Ratio(5, 12), Ratio(5, 10), None, "declares 12 lines but lists 10"),
        (Ratio(0, 10), Ratio(10, 10), None, ""),
        (Ratio(9, 10), Ratio(10, 10), 10, ""),
        (Ratio(8, 10), Ratio(10, 10), 10, "declares that 8 of 10 lines ran, but lists 10 of 10"),
        (Ratio(10, 10), Ratio(5, 10), 10, ""),
        (Ratio(10, 10), Ratio(10, 10), 0, ""),
        (Ratio(10, 10), Ratio(9, 10), 0, "declares that 10 of 10 lines ran, but lists 9 of 10"),
    ],
)
def test_a_total_may_say_a_little_worse_and_never_much(
    total: Ratio, lines: Ratio, slack: int | None, doubt: str
) -> None:
    assert shortfall(total, lines, slack) == ([doubt] if doubt else [])


def test_a_file_of_many_lines_is_settled_in_between() -> None:
    found = of_coverage_py(list(range(1, 5_001)), [5_001], covered=5_000)

    assert found.ratio(Unit.LINES) == Ratio(5_000, 5_001)


def test_branches_of_no_known_line_count_and_are_shown_on_none() -> None:
    file = FileCoverage(branches={line: (BranchView("clover", part=1, whole=2),) for line in (0, 7)})

    assert (file.ratio(Unit.BRANCHES), file.partial_lines) == (Ratio(2, 4), [7])
