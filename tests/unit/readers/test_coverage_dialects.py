"""Coverage readers of every dialect beyond single samples: nothing raises, limits hold, shards add up."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.coverage import Coverage, Unit, lines_of, merged
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.coverage import clover, go_cover, jacoco, llvm_cov, opencover, simplecov, table
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.llvm_segments import Segment, lines_of_segments
from quality_gate.readers.coverage.written_counts import anonymous, named, whole
from quality_gate.readers.reader import DEFAULT_LIMITS, Head, Reader, ReadLimits
from quality_gate.readers.table import readers_in

READERS = readers_in(table)
SAMPLES = Path(__file__).parents[2] / "samples"
FORMATS = {reader.NAME: reader for reader in READERS}
RAW = {
    name: [path.read_bytes() for path in sorted(SAMPLES.glob(f"{name}/*/report*"))]
    for name in sorted(FORMATS)
}


def coverage_of(reader: Reader, raw: bytes) -> Coverage:
    reading = reader.read(io.BytesIO(raw), DEFAULT_LIMITS)
    assert reading.coverage is not None, reading.note
    return reading.coverage


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_has_samples(name: str) -> None:
    assert len(RAW[name]) >= 2


@given(
    st.sampled_from(sorted(FORMATS)),
    st.integers(0, 100),
    st.integers(0, 4000),
    st.binary(max_size=6),
    st.integers(0, 60),
)
def test_mutated_samples_never_raise(name: str, number: int, at: int, put: bytes, cut: int) -> None:
    raw = RAW[name][number % len(RAW[name])]
    at %= len(raw) + 1
    changed = raw[:at] + put + raw[at + cut :]

    assert FORMATS[name].recognises(Head(changed)) in (True, False)
    assert isinstance(FORMATS[name].read(io.BytesIO(changed), DEFAULT_LIMITS), Reading)


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_arbitrary_bytes_never_raise(name: str, raw: bytes) -> None:
    assert isinstance(FORMATS[name].read(io.BytesIO(raw), DEFAULT_LIMITS), Reading)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 9), st.just(2**70), st.just("1/2"), st.text(max_size=3)
)


def replaced(value: object, path: list[int], leaf: object) -> object:
    """The same JSON with one value somewhere in it replaced."""
    if not path or not isinstance(value, dict | list) or not value:
        return leaf
    step = path[0] % len(value)
    if isinstance(value, list):
        return [replaced(item, path[1:], leaf) if i == step else item for i, item in enumerate(value)]
    return {
        key: replaced(item, path[1:], leaf) if i == step else item
        for i, (key, item) in enumerate(value.items())
    }


def whole_json(raw: bytes) -> bool:
    try:
        return Head(raw).is_json and bool(json.loads(raw))
    except (ValueError, RecursionError):
        return False


WHOLE = [  # samples of JSON that is well formed
    (name, json.loads(raw)) for name, raws in RAW.items() for raw in raws if whole_json(raw)
]


@given(st.sampled_from(WHOLE), st.lists(st.integers(0, 9), max_size=8), LEAVES)
def test_json_with_one_wrong_value_never_raises(
    sample: tuple[str, object], path: list[int], leaf: object
) -> None:
    changed = json.dumps(replaced(sample[1], path, leaf)).encode()

    assert isinstance(FORMATS[sample[0]].read(io.BytesIO(changed), DEFAULT_LIMITS), Reading)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_report_merged_with_itself_is_the_same(name: str) -> None:
    for raw in RAW[name]:
        reading = FORMATS[name].read(io.BytesIO(raw), DEFAULT_LIMITS)
        if reading.coverage is not None:
            assert merged([reading.coverage, reading.coverage]) == reading.coverage


def test_gos_statements_are_the_headline() -> None:
    profile = b"mode: set\nexample.com/a.go:1.1,9.2 4 1\nexample.com/a.go:11.1,12.2 1 0\n"

    coverage = coverage_of(go_cover, profile)

    assert coverage.headline == ("statements", Ratio(4, 5))
    assert list(lines_of(coverage.files["example.com/a.go"].measured)) == [*range(1, 10), 11, 12]
    assert coverage.files["example.com/a.go"].missed_lines == [11, 12]


def test_gos_profile_may_not_ask_for_terabytes() -> None:
    blocks = b"".join(b"a%d.go:1.1,4999999.2 1 1\n" % number for number in range(60))

    reading = go_cover.read(io.BytesIO(b"mode: set\n" + blocks), DEFAULT_LIMITS)

    assert reading.state is State.SUSPECT
    assert "too many of them" in reading.note


def test_gos_profile_beyond_a_piece_is_read_whole() -> None:
    blocks = b"".join(b"example.com/pkg/file.go:%d.1,%d.9 1 1\n" % (line, line) for line in range(1, 40_000))

    assert coverage_of(go_cover, b"mode: count\n" + blocks).ratio(Unit.STATEMENTS) == Ratio(39_999, 39_999)


def test_gos_lines_have_a_limit() -> None:
    small = ReadLimits(max_token=100)

    assert (
        go_cover.read(io.BytesIO(b"mode: set\n" + b"a" * 101), small).note
        == "a line, tag or comment of more than 100 B; raise `limits: line`"
    )


def test_a_line_without_end_does_not_grow_without_end() -> None:
    endless = go_cover.read(io.BytesIO(b"mode: set\n" + b"a" * (18 << 20)), DEFAULT_LIMITS)

    assert endless.state is State.INVALID


def test_jacocos_shards_add_up_by_lines() -> None:
    def shard(first: int, second: int) -> Coverage:
        lines = f'<line nr="1" mi="{1 - first}" ci="{first}"/><line nr="2" mi="{1 - second}" ci="{second}"/>'
        file = f'<sourcefile name="A.java">{lines}</sourcefile>'
        return coverage_of(jacoco, f'<report name="x"><package name="p">{file}</package></report>'.encode())

    assert merged([shard(1, 0), shard(0, 1)]).ratio(Unit.LINES) == Ratio(2, 2)
    assert set(shard(1, 0).files) == {"p/A.java"}


def test_opencover_lines_stretch_no_further_than_they_may() -> None:
    point = '<SequencePoint vc="1" sl="1" el="4999999"/>'
    files = "".join(f'<File uid="{number}" fullPath="/{number}.cs"/>' for number in range(60))
    methods = "".join(
        f'<Method><FileRef uid="{number}"/><SequencePoints>{point}</SequencePoints></Method>'
        for number in range(60)
    )
    report = f"<CoverageSession><Module><Files>{files}</Files>{methods}</Module></CoverageSession>"

    assert opencover.read(io.BytesIO(report.encode()), DEFAULT_LIMITS).state is State.SUSPECT


def test_llvms_lines_stretch_no_further_than_they_may() -> None:
    def file(number: int) -> dict[str, object]:
        segments = [[1, 1, 1, True, True, False], [4_999_999, 1, 0, False, False, False]]
        return {"filename": f"{number}.rs", "segments": segments}

    report = {
        "data": [{"files": [file(number) for number in range(60)]}],
        "type": "llvm.coverage.json.export",
    }

    assert llvm_cov.read(io.BytesIO(json.dumps(report).encode()), DEFAULT_LIMITS).state is State.SUSPECT


def test_a_skipped_region_is_no_code_even_where_code_wraps_it() -> None:
    segments = [
        Segment.of(part, "a.c")
        for part in (
            [1, 1, 2, True, True, False],
            [2, 1, 0, False, True, False],
            [3, 1, 2, True, False, False],
        )
    ]

    assert list(lines_of_segments(segments)) == [(1, 1, True)]


@pytest.mark.parametrize(
    ("counts", "covered"),
    [
        ([[None, 0], [0, 0]], Ratio(0, 1)),  # no code for one, and never run for the other: no code
        ([[None, 0], [2, 0]], Ratio(1, 2)),
        ([[0, 0], [0, 0]], Ratio(0, 2)),
        ([[1], [0, 3]], Ratio(2, 2)),
    ],
)
def test_suites_are_combined_as_simplecov_does(counts: list[list[int | None]], covered: Ratio) -> None:
    report = {f"suite {n}": {"coverage": {"a.rb": {"lines": lines}}} for n, lines in enumerate(counts)}

    assert coverage_of(simplecov, json.dumps(report).encode()).ratio(Unit.LINES) == covered


@pytest.mark.parametrize(
    ("version", "metrics", "branches"),
    [
        ("4.4.1", 'conditionals="2" coveredconditionals="1"', Ratio(1, 2)),  # true, and never false
        ("4.4.1", 'conditionals="2" coveredconditionals="2"', Ratio(2, 2)),  # two of two paths taken
        ("3.2.0", "", Ratio(2, 2)),
        ("4.4.1", "", Ratio(1, 2)),
    ],
)
def test_the_counts_of_a_condition_mean_what_the_metrics_say(
    version: str, metrics: str, branches: Ratio
) -> None:
    line = '<line num="3" type="cond" truecount="2" falsecount="0"/>'
    file = f'<file name="a"><metrics {metrics}/>{line}</file>'
    report = f'<coverage clover="{version}"><project>{file}</project></coverage>'

    assert coverage_of(clover, report.encode()).ratio(Unit.BRANCHES) == branches


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" +7 ", 7), ("-7", None), ("7.0", None), ("", None), (None, None), ("9" * 19, None)],
)
def test_a_count_is_only_what_is_written_as_one(text: str | None, number: int | None) -> None:
    assert whole(text) == number


def test_no_branches_are_no_views() -> None:
    assert anonymous("x", 0, 0) == named("x", {}) == ()
    assert Drafts().reading("x", {}).state is State.EMPTY
