"""What a report leaves out says none of it, where it tells of others; and nothing, where it tells of none."""

from __future__ import annotations

from quality_gate.model.coverage import Branches, BranchView, Coverage, FileCoverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.told_units import told

TAKEN: Branches = (BranchView("lcov", frozenset(("0",)), frozenset(("1",))),)
PLAIN = FileCoverage(measured=0b10, covered=0b10)
BRANCHING = FileCoverage(measured=0b10, covered=0b10, branches={1: TAKEN})


def test_beside_files_with_branches_one_without_has_none() -> None:
    found = told(Coverage({"a.py": PLAIN, "b.py": BRANCHING}))

    assert found.files["a.py"].ratio(Unit.BRANCHES) == Ratio(0, 0)
    assert found.files["b.py"] == BRANCHING
    assert found.files["a.py"].ratio(Unit.FUNCTIONS) is None


def test_where_no_file_has_any_nothing_is_told() -> None:
    report = Coverage({"a.py": PLAIN})

    assert told(report) == report
    assert told(Coverage()) == Coverage()
