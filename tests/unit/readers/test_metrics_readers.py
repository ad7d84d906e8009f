"""Readers of measurements beyond single samples: exact numbers, hostile bytes, and limits."""

from __future__ import annotations

import io
import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import check, damaged
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.reading import Reading, State
from quality_gate.readers.contract import contract_line
from quality_gate.readers.metrics import table
from quality_gate.readers.metrics.lines import Lines, decimal, decimal_or_none
from quality_gate.readers.metrics.measured import Measured, parameters_of
from quality_gate.readers.metrics.percentiles import Samples
from quality_gate.readers.reader import DEFAULT_LIMITS, Head, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.sniff import reader_for
from quality_gate.readers.strict_json import NotReadable, as_number, as_text
from quality_gate.readers.table import readers_in

READERS = readers_in(table)
SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = {reader.NAME: reader for reader in READERS}
REPORTS = [path for name in NAMES for path in sorted(SAMPLES.glob(f"{name}/*/report*"))]


def metrics_of(raw: bytes) -> Metrics:
    reading = read_stream(io.BytesIO(raw))
    assert reading.metrics is not None, reading
    return reading.metrics


def test_every_format_has_five_samples() -> None:
    assert {name: len(list(SAMPLES.glob(f"{name}/*/report*"))) >= 5 for name in NAMES} == dict.fromkeys(
        NAMES, True
    )


@given(st.sampled_from(REPORTS), st.randoms(use_true_random=False))
def test_a_damaged_report_never_raises(report: Path, chance: random.Random) -> None:
    check(read_stream(io.BytesIO(damaged(report.read_bytes(), chance))))


@given(st.sampled_from(REPORTS), st.binary(max_size=60))
def test_whatever_follows_the_head_never_raises(report: Path, rest: bytes) -> None:
    raw = report.read_bytes()
    check(read_stream(io.BytesIO(raw[: len(raw) // 2] + rest)))
    check(read_stream(io.BytesIO(rest)))


@given(st.sampled_from(REPORTS))
def test_too_large_a_report_is_refused(report: Path) -> None:
    raw = report.read_bytes()
    reader = reader_for(Head(raw), READERS)
    limits = ReadLimits(max_bytes=len(raw) - 1)

    if not isinstance(reader, str):
        assert read_stream(io.BytesIO(raw), limits).state is State.INVALID


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9))
def test_numbers_are_printed_as_exactly_as_they_were_measured(number: Decimal) -> None:
    metric = Metric(name="a", value="mean", number=Fraction(number), unit="s")
    line = contract_line("x", Reading(format="f", metrics=Metrics(metrics=(metric,))))

    assert json.loads(line, parse_float=Decimal, parse_int=Decimal)["metrics"][0]["value"] == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(3, 2), "1.5"),
        (Fraction(2), "2"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 2**500), "3.05493636350E-151"),
        (Fraction(1, 7 * 10**20), "1.42857142857E-21"),
    ],
)
def test_a_number_without_end_has_twelve_digits(number: Fraction, text: str) -> None:
    metric = Metric(name="a", value="mean", number=number)
    line = contract_line("x", Reading(format="f", metrics=Metrics(metrics=(metric,))))

    value = json.loads(line, parse_float=Decimal)["metrics"][0]["value"]
    assert value == Decimal(text)


def test_a_number_out_of_all_bounds_is_refused() -> None:
    assert as_number(Decimal("1e400")) == 10**400
    for huge in (Decimal("1e401"), Decimal("1e-401"), Decimal("0." + "9" * 401), 10**500):
        with pytest.raises(NotReadable, match="too many digits"):
            as_number(huge)
    assert decimal_or_none("1" * 500) is None
    with pytest.raises(ValueError, match="is not a number"):
        decimal("1.5.2")


def test_texts_can_always_be_written() -> None:
    assert as_text("caf\u00e9 \ud800") == "caf\u00e9 ?"
    assert as_text("x" * 9, 4) == "xxxx"
    assert as_text(7) == ""


def test_parameters_keep_numbers_as_they_are_written() -> None:
    assert parameters_of({"n": 10, "x": Decimal("1.50"), "kind": "big"}) == (
        ("n", "10"),
        ("x", "1.50"),
        ("kind", "big"),
    )
    assert parameters_of(None) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_whether_the_last_line_has_its_end(encoding: str) -> None:
    for text, ended in (("a 1\n", True), ("a 1\r\n", True), ("a 1", False), ("a 1\nb", False)):
        lines = Lines(io.BytesIO(text.encode(encoding)), DEFAULT_LIMITS)
        assert list(lines) == text.splitlines()
        assert lines.ended is ended
    assert Lines(io.BytesIO(b""), DEFAULT_LIMITS).ended


def test_lines_are_bounded() -> None:
    limits = ReadLimits(max_bytes=40, max_token=20)
    assert list(Lines(io.BytesIO(b"a\r\nb"), limits)) == ["a", "b"]
    for raw in (b"x" * 21, b"x\n" * 21, b"a\0b"):
        with pytest.raises(ValueError, match=r"limits: line`|limits: report-size`|zero byte"):
            list(Lines(io.BytesIO(raw), limits))


@given(st.lists(st.integers(0, 300), min_size=1, max_size=80), st.sampled_from([50, 90, 95, 99]))
def test_a_percentile_is_the_smallest_value_that_enough_values_do_not_exceed(
    values: list[int], percent: int
) -> None:
    samples = Samples()
    for value in values:
        samples.add(value, good=True)
    measured = Measured()
    samples.tell(measured, "x")
    told = next(metric.number for metric in measured.metrics if metric.value == f"p{percent}")

    enough = [value for value in values if sum(v <= value for v in values) * 100 >= percent * len(values)]
    assert told == min(enough)


def test_a_row_with_a_missing_quote_is_refused_before_it_fills_the_memory() -> None:
    raw = b'timeStamp,elapsed,label,success\n1,2,"home,true\n' + b"1,2,a,true\n" * 20_000 + b'"\n'

    assert "larger than field limit" in read_stream(io.BytesIO(raw)).note


def test_blank_rows_and_an_unclosed_quote_in_csv() -> None:
    head = b"timeStamp,elapsed,label,success\n"
    assert "TOTAL count" in [metric.key for metric in metrics_of(head + b"\n1,2,a,true\n\n").metrics]
    assert "not CSV" in read_stream(io.BytesIO(head + b'1,2,"a"b,true\n')).note


def test_locust_with_an_unclosed_quote_is_no_csv() -> None:
    head = b"Type,Name,Request Count,Failure Count\n"
    assert "not CSV" in read_stream(io.BytesIO(head + b'GET,"a"b,1,0\n')).note


def test_a_million_samples_take_little_memory() -> None:
    head = b"timeStamp,elapsed,label,success\n"
    metrics = metrics_of(head + b"".join(b"1,%d,home,true\n" % (n % 500) for n in range(50_000)))
    found = {metric.key: metric.number for metric in metrics.metrics}

    assert (found["home count"], found["home p95"], found["home max"]) == (50_000, 474, 499)


def test_k6_verdicts_are_kept() -> None:
    report = SAMPLES / "k6" / "legacy-true-means-crossed" / "report.json"

    assert dict(metrics_of(report.read_bytes()).thresholds) == {
        "http_req_duration: p(95)<400": False,
        "http_req_duration: max<1000": True,
        "checks: rate>0.95": True,
    }


def test_k6_groups_within_groups_and_strange_ones() -> None:
    groups = {
        "checks": {"a": {"fails": 1}, "b": 7},
        "groups": {"in": {"checks": [{"fails": 2}], "groups": [3]}},
    }
    raw = json.dumps({"metrics": {"vus": {"value": 1}}, "root_group": groups}).encode()

    assert "2 of the script's checks failed" in read_stream(io.BytesIO(raw)).note


def test_what_tells_machines_apart_is_kept() -> None:
    raw = (SAMPLES / "go-bench" / "two-packages" / "report.txt").read_bytes()

    assert metrics_of(raw).machine == (("goos", "linux"), ("goarch", "amd64"), ("cpu", "Fast Chip 9"))


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('{"results": [{"command": "a", "mean": 1', ["hyperfine"]),
        ('{"results": [{"name": "a", "mean": 1', []),
        ('{"metrics": {}, "other": 1}', []),
        ('{"metrics": {"a": {"value": 1}}}', []),
        ('{"metrics": {"vus": {"value": 1', ["k6"]),
        ('{"metrics": {}, "options": {}, "state": {}}', ["k6"]),
        ('[{"name": "a", "value": 1}]', []),
        ("BenchmarkX 10 20 ns/op\n", ["go-bench"]),
        ("BenchmarkX is fast\n", []),
        ("Running tests @ home\n", []),
        ("# just a comment\n", []),
        ("timeStamp,elapsed,label\n", []),
        ('{"files": [{"filepath": "a"}]}', []),
        ('{"reason": "compiler-artifact"}', []),
        ('{"mean": 1, "median": 2}', []),
        ('{"a": {"b": {"c": 1}}}', []),
        ('{"context": {}}', []),
        ('{"benchmarks": [{"fullname": "a::b", "stats": {"iqr": 1', ["pytest-benchmark"]),
        ('{"a": [{"parameters": {}, "measures": {', ["bencher"]),
        ('{"a": [{"measures": {', ["bencher"]),
        ('{"a": [{"measured": {', []),
        ("Benchmarking 10 20 ns/op\n", []),
    ],
)
def test_only_what_is_unmistakable_is_recognised(head: str, names: list[str]) -> None:
    assert [reader.NAME for reader in READERS if reader.recognises(Head(head.encode()))] == names


def test_default_limits_take_an_ordinary_report() -> None:
    assert all(path.stat().st_size < DEFAULT_LIMITS.max_bytes for path in REPORTS)


def test_a_small_file_cannot_fill_the_memory_with_measurements() -> None:
    raw = b"# TYPE a counter\n" + b"".join(b'a{b="%d"} 0\n' % number for number in range(250_001))
    reading = read_stream(io.BytesIO(raw))

    assert (reading.state, reading.metrics) == (State.INVALID, None)
    assert reading.note == "cannot be read: more than 250,000 measurements"
    assert read_stream(io.BytesIO(raw.rpartition(b"a{")[0])).state is State.OK


BY_LINES = frozenset(("cargo-criterion", "go-bench", "jmeter-csv", "prometheus"))
MOST_CUTS = 1_500


def _is_good(report: Path) -> bool:
    expected = json.loads((report.parent / "expected.json").read_text(encoding="utf-8"))
    return expected["state"] == State.OK and b"\0" not in report.read_bytes()


@pytest.mark.parametrize(
    "report", list(filter(_is_good, REPORTS)), ids=lambda path: path.parent.relative_to(SAMPLES).as_posix()
)
def test_a_cut_report_is_never_a_smaller_good_one(report: Path) -> None:
    raw = report.read_bytes()
    whole = read_stream(io.BytesIO(raw))
    for length in range(0, len(raw), 1 + len(raw) // MOST_CUTS):
        cut = read_stream(io.BytesIO(raw[:length]))
        if cut.state is State.OK:
            assert _keys(cut) in _honest(raw, length, whole), raw[:length]


def _honest(raw: bytes, length: int, whole: Reading) -> list[set[str]]:
    """All; of a format of lines that may end behind any, what stands up to the last line, or this one."""
    if whole.format not in BY_LINES:
        return [_keys(whole)]
    start = raw.rfind(b"\n", 0, length) + 1
    end = raw.find(b"\n", length - 1) + 1 or len(raw)
    return [_keys(read_stream(io.BytesIO(raw[:place]))) for place in (start, end)]


def _keys(reading: Reading) -> set[str]:
    return {one.key for one in (reading.metrics or Metrics()).metrics}
