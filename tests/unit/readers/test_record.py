"""A record is read back as the evidence it was written from; a hostile one is refused in words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import CONTEXT, cases, coverage, file_coverage, report, stage
from hostile import TEXTS
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.coverage import Coverage, FileCoverage, Unit, bits_of
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Decision, Level
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.record import SCHEMA, BadRecord, Record, record_from
from quality_gate.renderers import record as written
from quality_gate.renderers.record_findings import exact
from quality_gate.rules.findings_rows import findings_rows

NAMES = st.text(st.characters(codec="utf-8"), max_size=8)
LINES = st.frozensets(st.integers(1, 200), max_size=20)
PLACES = st.builds(Place, NAMES, NAMES, NAMES, NAMES)
FINDINGS = st.builds(
    Finding,
    rule=NAMES,
    severity=st.sampled_from(Severity),
    message=NAMES,
    path=NAMES,
    line=st.none() | st.integers(1, 999),
    suppressed=st.booleans(),
    fingerprint=NAMES,
)
METRICS = st.builds(
    Metric,
    name=NAMES,
    value=NAMES,
    number=st.fractions(),
    unit=NAMES,
    samples=st.none() | st.integers(0, 99),
    parameters=st.dictionaries(NAMES, NAMES, max_size=2).map(lambda found: tuple(found.items())),
)


@st.composite
def all_cases(draw: st.DrawFn) -> Cases:
    passed = draw(st.dictionaries(PLACES, st.lists(NAMES, min_size=1, unique=True).map(tuple), max_size=3))
    outcomes, flags = st.sampled_from(Outcome), st.booleans()
    others = draw(st.lists(st.builds(Case, PLACES, NAMES, outcomes, flags, NAMES, NAMES), max_size=3))
    return Cases(passed, tuple(others), draw(st.builds(Counts, st.integers(0, 9), st.integers(0, 9))))


@st.composite
def all_coverage(draw: st.DrawFn) -> Coverage:
    def file() -> FileCoverage:
        measured, covered = bits_of(draw(LINES)), bits_of(draw(LINES))
        part, more = draw(st.integers(0, 9)), draw(st.integers(0, 9))
        counts = {unit: Ratio(part, part + more) for unit in draw(st.frozensets(st.sampled_from(Unit)))}
        return FileCoverage(measured, covered, counts=counts, headline=draw(st.sampled_from(Unit)))

    return Coverage({name: file() for name in draw(st.frozensets(NAMES, max_size=3))})


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    findings = st.builds(
        Findings,
        tool=NAMES,
        findings=st.lists(FINDINGS, max_size=4).map(tuple),
        failures=st.lists(NAMES, max_size=2).map(tuple),
        scanned=st.none() | st.integers(0, 9),
        notes=st.lists(NAMES, max_size=2).map(tuple),
    )
    metrics = st.builds(
        Metrics,
        metrics=st.lists(METRICS, max_size=3).map(tuple),
        machine=st.dictionaries(NAMES, NAMES, max_size=2).map(lambda found: tuple(found.items())),
        thresholds=st.lists(st.tuples(NAMES, st.booleans()), max_size=2).map(tuple),
    )
    return Reading(
        format=draw(NAMES),
        state=draw(st.sampled_from([State.OK, State.EMPTY, State.SUSPECT])),
        note=draw(NAMES),
        findings=draw(st.none() | findings),
        metrics=draw(st.none() | metrics),
    )


def read(content: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Record:
    return record_from(io.BytesIO(content), limits)


def again(evidence: Evidence) -> Evidence:
    return read(written.record_text(report(Decision.READY, evidence=evidence)).encode()).evidence


@settings(max_examples=150)
@given(st.lists(st.none() | all_cases(), max_size=3), st.lists(readings(), max_size=3), all_coverage())
def test_what_is_written_is_read(found: list[Cases | None], said: list[Reading], measured: Coverage) -> None:
    reports = tuple(ReadReport(path=f"{number}.json", reading=one) for number, one in enumerate(said))
    stages = tuple(
        stage(f"s{number}", one, read=reports, level=Level.RECOMMENDED) for number, one in enumerate(found)
    )
    evidence = Evidence(stages=stages, coverage=measured, elapsed=Fraction(1, 8))

    back = again(evidence)

    assert back.elapsed == Fraction(1, 8)
    for one, other in zip(evidence.stages, back.stages, strict=True):
        assert (other.name, other.level, other.reports) == (one.name, one.level, one.reports)
        assert (one.cases is None) == (other.cases is None)
        if one.cases is not None and other.cases is not None:
            assert other.cases == one.cases
            assert other.cases.counts == one.cases.counts
            assert [case.id for case in other.cases] == [case.id for case in one.cases]
    assert back.coverage is not None
    assert list(back.coverage.files) == sorted(measured.files)
    for path, file in measured.files.items():
        twin = back.coverage.files[path]
        assert (twin.measured, twin.covered) == (file.measured, file.covered & file.measured)
        assert twin.headline == file.headline
        assert {unit: twin.ratio(unit) for unit in Unit} == {unit: file.ratio(unit) for unit in Unit}


@given(TEXTS)
def test_any_text_survives_or_becomes_harmless(text: str) -> None:
    found = Findings(findings=(Finding(rule=text, severity=Severity.LOW, path=text),))
    reading = Reading(format="x", findings=found)
    evidence = Evidence(stages=(stage("s", read=(ReadReport(path="r", reading=reading),)),))

    (back,) = again(evidence).stages[0].reports[0].reading.findings.findings  # type: ignore[union-attr]

    assert back.rule == "".join("\ufffd" if 0xD800 <= ord(char) < 0xE000 else char for char in text)


def test_whose_record_it_is() -> None:
    context = replace(CONTEXT, folder="api")
    text = written.record_text(report(Decision.PASSED, context=context, scope="partial: unit"))

    record = read(text.encode())

    assert (record.gate, record.folder, record.scope) == ("api", "api", "partial: unit")
    assert (record.commit, record.time) == (CONTEXT.commit, CONTEXT.started)
    assert record.evidence == Evidence()


def test_an_invalid_report_holds_nothing() -> None:
    said = Reading(format="x", state=State.INVALID, findings=Findings(), metrics=Metrics())
    found = stage("s", read=(ReadReport(path="r", reading=said),))

    (back,) = again(Evidence(stages=(found,))).stages[0].reports
    assert (back.reading.findings, back.reading.metrics) == (None, None)


def test_reader_and_writer_mean_the_same_schema() -> None:
    assert SCHEMA == written.SCHEMA


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(5), "5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1234, 100), "12.34"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 30), "-7/30"),
        (Fraction(1, 2**101), f"1/{2**101}"),
    ],
)
def test_numbers_stay_exact(value: Fraction, text: str) -> None:
    assert exact(value) == text
    assert Fraction(text) == value


def whole() -> dict[str, Any]:
    findings = Findings(findings=(Finding(rule="R", severity=Severity.LOW, line=3),), scanned=1)
    number = Metric(name="m", value="mean", number=Fraction(1, 2), unit="s")
    reading = Reading(format="x", findings=findings, metrics=Metrics(metrics=(number,)))
    found = stage("unit", cases("t", "a b!"), read=(ReadReport(path="r", reading=reading),))
    evidence = Evidence(stages=(found,), coverage=coverage({"a.py": "+-"}), elapsed=Fraction(1))
    loaded: dict[str, Any] = json.loads(written.record_text(report(Decision.READY, evidence=evidence)))
    return loaded


def spoiled(*path: str | int, value: Any) -> bytes:
    record = whole()
    inner: Any = record
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(record).encode()


FILE = ("coverage", "files", "a.py")
FOUND = ("findings", 0, "findings", 0)
METRIC = ("measured", 0, "metrics", 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "it names no schema"),
        (spoiled("schema", value="quality-gate/record/2"), "its schema is 'quality-gate/record/2', not"),
        (spoiled("schema", value=1), "'schema' is no text"),
        (spoiled("gate", value=None), "'gate' is no text"),
        (spoiled("stages", value={}), "'stages' is no list"),
        (spoiled("stages", value=[1]), "'stages' is no object"),
        (spoiled("tests", value=[]), "'tests' is no object"),
        (spoiled("elapsed", value="1e9"), "'elapsed' is no number"),
        (spoiled("stages", 0, "level", value="high"), "'level' is none of required, recommended, optional"),
        (spoiled("tests", "stages", 0, "passed", 0, "names", value=[1]), "'names' is no text"),
        (spoiled("tests", "stages", 0, "attributes", "failed", value=-1), "'failed' is no count"),
        (spoiled("tests", "stages", 0, "attributes", "failed", value=True), "'failed' is no count"),
        (spoiled("tests", "stages", 0, "others", 0, "outcome", value="good"), "'outcome' is none of passed"),
        (spoiled("tests", "stages", 0, "others", 0, "flaky", value=0), "neither true nor false"),
        (spoiled(*FILE, "measured", value="1-"), "'1-' are no ranges of lines"),
        (spoiled(*FILE, "measured", value="9-3"), "9-3 is no range of lines"),
        (spoiled(*FILE, "measured", value="1-999999999"), "is no range of lines"),
        (spoiled(*FILE, "measured", value="1-9,1-9"), "1-9 is no range of lines here: they ascend"),
        (spoiled(*FILE, "covered", value="1-5000000"), "1-5000000 is no range of lines here"),
        (spoiled(*FILE, "units", value={"pages": {}}), "'pages' is no unit of coverage"),
        (spoiled(*FILE, "units", "lines", "covered", value=9), "9 of 2 lines are covered"),
        (spoiled(*FOUND, "severity", value="grave"), "'severity' is none of critical"),
        (spoiled(*FOUND, "line", value="3"), "'line' is no count"),
        (spoiled(*METRIC, "number", value="1/0"), "'number' is no number"),
        (spoiled(*METRIC, "number", value="x" * 9), "'number' is no number"),
    ],
)
def test_what_is_wrong_is_named(content: bytes, said: str) -> None:
    with pytest.raises(BadRecord) as caught:
        read(content)

    assert said in str(caught.value)


def test_a_missing_part_is_named() -> None:
    record = whole()
    del record["stages"][0]["name"]

    with pytest.raises(BadRecord, match="in stages, 'name' is missing"):
        read(json.dumps(record).encode())


def test_a_record_without_later_parts_is_still_one() -> None:
    record = whole()
    for name in ("findings", "measured"):
        del record[name]
    del record["policy"]["folder"]

    back = read(json.dumps(record).encode())
    assert back.evidence.stages[0].reports[0].reading.findings is None
    assert back.folder == ""


def test_a_small_record_cannot_ask_for_terabytes() -> None:
    record = whole()
    file = {"headline": "lines", "measured": "5000000", "covered": "", "units": {}}
    record["coverage"]["files"] = {f"{number}.py": file for number in range(300)}

    with pytest.raises(BadRecord, match="more lines than can be true"):
        read(json.dumps(record).encode())


def test_a_large_record_is_refused() -> None:
    with pytest.raises(BadRecord, match="larger than"):
        read(b" " * 2_000, ReadLimits(max_bytes=1_000))


BREAKS: list[Callable[[Finding], Finding]] = [
    lambda one: replace(one, rule="R2"),
    lambda one: replace(one, path="b.py"),
    lambda one: replace(one, message="other words"),
]


@pytest.mark.parametrize("change", BREAKS)
def test_rows_count_what_the_base_does_not_have(change: Callable[[Finding], Finding]) -> None:
    known = Finding(rule="R", severity=Severity.HIGH, message="line 3 is bad", path="a.py", line=3)
    moved = replace(known, message="line 9 is bad", line=9)

    def evidence(*found: Finding) -> Evidence:
        reading = Reading(format="x", findings=Findings(tool="T", findings=found))
        return Evidence(stages=(stage("lint", read=(ReadReport(path="r", reading=reading),)),))

    base = again(evidence(known))
    (same,) = findings_rows(replace(evidence(moved), base=base))
    (other,) = findings_rows(replace(evidence(change(moved), moved), base=base))
    (alone,) = findings_rows(evidence(moved))

    assert (same.new, other.new, alone.new) == (0, 1, None)
    assert same.tool == "T"


def test_the_tree_is_read_back_and_an_older_record_says_none() -> None:
    text = written.record_text(report(Decision.READY, context=replace(CONTEXT, tree="7e" * 20)))
    older = json.loads(text)
    del older["subject"]["tree"]

    assert record_from(io.BytesIO(text.encode()), DEFAULT_LIMITS).tree == "7e" * 20
    assert record_from(io.BytesIO(json.dumps(older).encode()), DEFAULT_LIMITS).tree == ""


@pytest.mark.parametrize(
    ("listed", "declared"), [("+-", (4, 9)), ("+-", (1, 9)), ("++", (9, 9)), ("--", (1, 1))]
)
def test_what_totals_knew_beyond_the_lines_is_read_as_it_was_written(
    listed: str, declared: tuple[int, int]
) -> None:
    file = file_coverage(listed).joined(FileCoverage(counts={Unit.LINES: Ratio(*declared)}))
    back = again(Evidence(coverage=Coverage({"a.py": file}))).coverage

    assert back is not None
    assert back.ratio(Unit.LINES) == file.ratio(Unit.LINES)
