"""From what coverage.py reports of `.coverage` data to a reading; authoritative are its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from quality_gate.model.coverage import (
    Branches,
    BranchView,
    Coverage,
    FileCoverage,
    Unit,
    bits_of,
    line_ratio,
)
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, State

NAME: Final = "coverage-py-data"
_DIALECT: Final = "coverage.py"  # as in coverage.py's JSON, so that both merge branch by branch


def reading_of(report: Mapping[str, Any], top: Path) -> Reading:
    with_branches = bool(report["meta"]["branch_coverage"])
    files: dict[str, FileCoverage] = {}
    for path, entry in report["files"].items():
        source = Path(path).absolute()
        inside = source.is_relative_to(top)
        name = source.relative_to(top).as_posix() if inside else source.as_posix()
        files[name] = _file(entry, with_branches)
    totals = report["totals"]
    declared = {Unit.LINES: Ratio(totals["covered_lines"], totals["num_statements"])}
    if with_branches:
        declared[Unit.BRANCHES] = Ratio(totals["covered_branches"], totals["num_branches"])
    found = Reading(format=NAME, coverage=Coverage(files), declared=declared)
    if not declared[Unit.LINES].whole:
        return replace(found, state=State.EMPTY, note="no line was measured")
    return replace(found, producer=f"coverage.py: {totals['percent_covered_display']} %")


def _file(entry: Mapping[str, Any], with_branches: bool) -> FileCoverage:
    executed = bits_of(entry["executed_lines"])
    taken, missed = _arcs(entry, "executed_branches"), _arcs(entry, "missing_branches")
    branches = {
        line: (BranchView(_DIALECT, frozenset(taken.get(line, ())), frozenset(missed.get(line, ()))),)
        for line in sorted(taken.keys() | missed.keys())
    }
    if unlisted := _unlisted(entry, branches):
        branches[0] = (BranchView(_DIALECT, part=unlisted, whole=unlisted),)
    return FileCoverage(
        measured=executed | bits_of(entry["missing_lines"]),
        covered=executed,
        branches=branches,
        counts={Unit.BRANCHES: NOTHING} if with_branches else {},
    )


def _unlisted(entry: Mapping[str, Any], branches: Mapping[int, Branches]) -> int:
    """How many branches of `# pragma: no branch` are counted as taken, of which no line is told."""
    counted: int = entry["summary"].get("num_branches", 0)
    return max(0, counted - sum(line_ratio(views).whole for views in branches.values()))


def _arcs(entry: Mapping[str, Any], key: str) -> dict[int, set[str]]:
    arcs: dict[int, set[str]] = {}
    for line, to in entry.get(key, []):
        arcs.setdefault(line, set()).add(str(to))
    return arcs
