"""Whatever the dialects, a merge says no more than what ran, and no less than what one report saw."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.coverage import BranchView, Coverage, FileCoverage, Unit, bits_of, merged
from quality_gate.model.ratio import Ratio

LINES = frozenset(range(1, 9))
BRANCHES = {3: "ab", 5: "abcd"}
ALL = frozenset((line, name) for line, names in BRANCHES.items() for name in names)
RUNS = st.tuples(
    st.frozensets(st.sampled_from(sorted(LINES))),
    st.frozensets(st.sampled_from(sorted(ALL))),
    st.sampled_from(["named", "other names", "counted", "missing", "totals"]),
)
Run = tuple[frozenset[int], frozenset[tuple[int, str]], str]


def report(run: Run) -> FileCoverage:
    """What one run of the program leaves, in one dialect."""
    lines, branches, dialect = run
    if dialect == "totals":
        counts = {Unit.LINES: Ratio(len(lines), len(LINES)), Unit.BRANCHES: Ratio(len(branches), len(ALL))}
        return FileCoverage(counts=counts)
    return FileCoverage(
        measured=bits_of(LINES),
        covered=bits_of(lines),
        branches={line: (view(line, branches, dialect),) for line in BRANCHES},
        functions={dialect: {f"{len(dialect)}:f": bool(lines), f"{len(dialect)}:g": 5 in lines}},
    )


def view(line: int, branches: Iterable[tuple[int, str]], dialect: str) -> BranchView:
    names = frozenset(BRANCHES[line])
    taken = frozenset(name for at, name in branches if at == line)
    if dialect == "counted":
        return BranchView(dialect, part=len(taken), whole=len(names))
    if dialect == "missing":
        return BranchView(dialect, part=len(taken), whole=len(names), still_missed=names - taken)
    return BranchView(dialect, taken, names - taken)


@given(st.lists(RUNS, min_size=1, max_size=5))
def test_no_merge_says_more_than_what_ran_or_less_than_one_report(runs: list[Run]) -> None:
    reports = [report(run) for run in runs]
    together = merged(Coverage({"a.py": one}) for one in reports).files["a.py"]
    ran = {
        Unit.LINES: len(frozenset().union(*(lines for lines, _, _ in runs))),
        Unit.BRANCHES: len(frozenset().union(*(branches for _, branches, _ in runs))),
        Unit.FUNCTIONS: any(lines for lines, _, _ in runs) + any(5 in lines for lines, _, _ in runs),
    }
    whole = {Unit.LINES: len(LINES), Unit.BRANCHES: len(ALL), Unit.FUNCTIONS: 2}
    for unit, most in ran.items():
        said = together.ratio(unit)
        alone = [ratio.part for one in reports if (ratio := one.listed(unit)) is not None]
        if said is not None:
            assert said.whole == whole[unit]
            assert max(alone, default=0) <= said.part <= most


@given(st.lists(RUNS.map(lambda run: (run[0], run[1], "named")), min_size=1, max_size=5))
def test_names_make_it_exact(runs: list[Run]) -> None:
    together = merged(Coverage({"a.py": report(run)}) for run in runs).files["a.py"]

    assert together.ratio(Unit.BRANCHES) == Ratio(
        len(frozenset().union(*(branches for _, branches, _ in runs))), len(ALL)
    )
