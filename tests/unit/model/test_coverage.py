"""Coverage adds up exactly, in any order, whatever the reports name or only count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import file_coverage
from quality_gate.model.coverage import (
    BranchView,
    Coverage,
    FileCoverage,
    Unit,
    bits_of,
    line_ratio,
    lines_of,
    merged,
)
from quality_gate.model.functions import missed_in
from quality_gate.model.ratio import Ratio

_NAMES = st.frozensets(st.sampled_from("abcd"))
_COUNTS = st.integers(0, 4)
_FUNCTIONS = st.dictionaries(st.sampled_from(["1:f", "2:g"]), st.booleans(), min_size=1)
_TOTALS = _COUNTS.flatmap(lambda whole: st.integers(0, whole).map(lambda part: Ratio(part, whole)))


@st.composite
def views(draw: st.DrawFn) -> BranchView:
    dialect = draw(st.sampled_from(["named", "counted", "missing"]))
    if dialect == "named":
        taken = draw(_NAMES)
        return BranchView(dialect, taken, draw(_NAMES) - taken)
    whole = draw(_COUNTS)
    if dialect == "counted":
        return BranchView(dialect, part=draw(st.integers(0, whole)), whole=whole)
    missed = draw(st.frozensets(st.sampled_from("abcd"), max_size=whole))
    return BranchView(dialect, whole=whole, still_missed=missed)


@st.composite
def files(draw: st.DrawFn) -> FileCoverage:
    lines = st.frozensets(st.integers(1, 20))
    branches = {line: (draw(views()),) for line in draw(st.frozensets(st.integers(1, 3)))}
    return FileCoverage(
        measured=bits_of(draw(lines)),
        covered=bits_of(draw(lines)),
        branches=branches,
        functions=draw(st.dictionaries(st.sampled_from(["lcov", "jacoco"]), _FUNCTIONS)),
        statements=draw(st.dictionaries(st.sampled_from("xy"), st.tuples(st.just(2), st.booleans()))),
        counts=draw(st.dictionaries(st.sampled_from(Unit), _TOTALS)),
    )


_COVERAGE = st.dictionaries(st.sampled_from(["a.py", "b.py"]), files()).map(Coverage)


@given(one=_COVERAGE, other=_COVERAGE, third=_COVERAGE)
def test_merging_is_commutative_associative_and_idempotent(
    one: Coverage, other: Coverage, third: Coverage
) -> None:
    assert merged([one, other]) == merged([other, one])
    assert merged([merged([one, other]), third]) == merged([one, merged([other, third])])
    assert merged([one, one]) == one


@given(one=_COVERAGE, other=_COVERAGE)
def test_more_reports_never_uncover_a_line(one: Coverage, other: Coverage) -> None:
    both = merged([one, other])
    for path, file in one.files.items():
        assert file.covered & both.files[path].covered == file.covered


@given(lines=st.frozensets(st.integers(0, 3000)))
def test_bit_sets_hold_just_their_lines(lines: frozenset[int]) -> None:
    bits = bits_of(lines)

    assert list(lines_of(bits)) == sorted(lines)
    assert bits.bit_count() == len(lines)


def test_what_coverage_py_names_as_missed_shrinks_with_every_shard() -> None:
    one = BranchView("xml", whole=2, still_missed=frozenset({"exit"}))
    other = BranchView("xml", whole=2, still_missed=frozenset({"7"}))

    assert one.ratio == Ratio(1, 2)
    assert one.joined(other).ratio == Ratio(2, 2)


def test_two_dialects_on_one_line_are_not_added() -> None:
    counted, named = BranchView("a", part=1, whole=4), BranchView("b", frozenset("xy"))

    assert line_ratio((counted, named)) == Ratio(2, 4)
    assert line_ratio((counted,)) == Ratio(1, 4)


def test_functions_of_two_dialects_are_not_added() -> None:
    lcov = FileCoverage(functions={"lcov": {"1:f": True, "5:g": False}})
    jacoco = FileCoverage(functions={"jacoco": {"2:C.f()V": True}})

    assert lcov.joined(jacoco).ratio(Unit.FUNCTIONS) == Ratio(1, 2)
    assert missed_in(lcov.joined(jacoco).functions) == ["5:g"]
    assert missed_in({}) == []


@pytest.mark.parametrize(
    ("listed", "declared", "together"),
    [
        ("+-", (2, 2), (1, 2)),  # a total cannot say that line 2 ran
        ("++", (2, 9), (2, 9)),  # seven lines that nobody lists
        ("+-", (4, 9), (3, 9)),  # at least two of them ran
        ("+-", (0, 1), (1, 2)),
    ],
)
def test_totals_add_only_what_they_know_beyond_the_lines(
    listed: str, declared: tuple[int, int], together: tuple[int, int]
) -> None:
    totals = FileCoverage(counts={Unit.LINES: Ratio(*declared)})

    assert file_coverage(listed).joined(totals).ratio(Unit.LINES) == Ratio(*together)


def test_units_without_data_fall_back_on_what_is_declared() -> None:
    file = FileCoverage(counts={Unit.LINES: Ratio(3, 4)})

    assert file.ratio(Unit.LINES) == Ratio(3, 4)
    assert file.ratio(Unit.BRANCHES) is None
    assert Coverage({"a": file}).ratio(Unit.FUNCTIONS) is None
    assert Coverage({"a": file}).ratio(Unit.LINES) == Ratio(3, 4)


def test_the_headline_names_every_unit_it_adds() -> None:
    go = FileCoverage(statements={"1": (3, True)}, headline=Unit.STATEMENTS)
    python = FileCoverage(measured=6, covered=2)

    assert Coverage({"a.go": go, "b.py": python}).headline == ("lines and statements", Ratio(4, 5))
    assert Coverage().headline == ("lines", Ratio(0, 0))


def test_lines_with_a_branch_never_taken() -> None:
    file = FileCoverage(
        measured=6,
        covered=2,
        branches={2: (BranchView("a", part=1, whole=2),), 1: (BranchView("a", part=2, whole=2),)},
        functions={"lcov": {"1:f": True, "2:g": False}},
    )

    assert (file.partial_lines, file.missed_lines) == ([2], [2])
    assert file.ratio(Unit.FUNCTIONS) == Ratio(1, 2)
    assert Coverage({"a": file}).only(lambda path: path == "b") == Coverage()
