"""Reads the record of an earlier run back into evidence, trusting nothing in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.coverage import Coverage
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Level
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.record_coverage import coverage_of
from quality_gate.readers.record_fields import BadRecord, Fields
from quality_gate.readers.strict_json import NotReadable, read_object

__all__ = ["SCHEMA", "BadRecord", "Record", "record_from"]

SCHEMA: Final = "quality-gate/record/1"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an earlier run found, and which run that was."""

    evidence: Evidence
    gate: str
    folder: str = ""  # where its root lay in the repository
    commit: str = ""
    tree: str = ""  # what that commit held; empty where the record does not say it
    edited: tuple[str, ...] = ()  # tracked files that were not as that commit has them
    time: str = ""
    profile: str = ""
    scope: str = ""  # of a run that was not complete: "partial: unit"


def record_from(stream: BinaryIO, limits: ReadLimits) -> Record:
    """Raises BadRecord with the reason where this is no record, or not to the end."""
    try:
        whole = Fields(read_object(stream, limits), "the record")
        schema = whole.maybe_text("schema")
        if schema != SCHEMA:
            known = f"its schema is {schema[:60]!r}" if schema else "it names no schema"
            raise BadRecord(f"it is no record of this version: {known}, not {SCHEMA!r}")
        return Record(
            evidence=_evidence(whole),
            gate=whole.text("gate"),
            folder=whole.inner("policy").maybe_text("folder"),
            commit=whole.inner("subject").text("commit"),
            tree=whole.inner("subject").maybe_text("tree"),
            edited=whole.inner("subject").maybe_texts("edited"),
            time=whole.text("time"),
            profile=whole.maybe_text("profile"),
            scope=whole.inner("verdict").text("scope"),
        )
    except NotReadable as error:
        raise BadRecord(str(error)) from None


def _evidence(whole: Fields) -> Evidence:
    tests = whole.maybe("tests")
    cases = {one.text("stage"): _cases(one) for one in (tests.items("stages") if tests else ())}
    findings = _by_report(whole.maybe_items("findings"))
    metrics = _by_report(whole.maybe_items("measured"))
    coverage = whole.maybe("coverage")
    return Evidence(
        stages=tuple(_stage(one, cases, findings, metrics) for one in whole.items("stages")),
        coverage=Coverage(coverage_of(coverage.inner("files"))) if coverage else None,
        elapsed=whole.maybe_number("elapsed"),
        numbers={one.name: one for one in map(_number, whole.maybe_items("metrics")) if one is not None},
    )


def _by_report(parts: Iterable[Fields]) -> dict[Key, list[Fields]]:
    """A report of several shards stands there several times, in the order in which it was read."""
    found: dict[Key, list[Fields]] = {}
    for part in parts:
        found.setdefault((part.text("stage"), part.text("path")), []).append(part)
    return found


def _stage(
    one: Fields,
    cases: Mapping[str, Cases],
    findings: dict[Key, list[Fields]],
    metrics: dict[Key, list[Fields]],
) -> StageEvidence:
    name = one.text("name")
    reports = []
    for report in one.items("reports"):
        key = (name, report.text("path"))
        state = report.choice("state", State)
        said, numbers = findings.get(key), metrics.get(key)
        reading = Reading(
            format=report.text("format"),
            state=state,
            note=report.text("note"),
            producer=report.text("producer"),
            findings=_findings(said.pop(0)) if said and state is not State.INVALID else None,
            metrics=_metrics(numbers.pop(0)) if numbers and state is not State.INVALID else None,
        )
        reports.append(ReadReport(path=key[1], reading=reading))
    return StageEvidence(
        name=name,
        level=one.choice("level", Level),
        command=one.text("command"),
        environment=one.maybe_text("environment"),
        reports=tuple(reports),
        cases=cases.get(name),
        not_run=one.text("not_run"),
        notes=one.texts("notes"),
    )


def _cases(one: Fields) -> Cases:
    passed = {_place(part): part.texts("names") for part in one.items("passed")}
    return Cases(passed, tuple(_case(part) for part in one.items("others")), _counts(one.inner("attributes")))


def _place(one: Fields) -> Place:
    return Place(*(one.text(name) for name in ("suite", "classname", "file", "variant")))


def _case(one: Fields) -> Case:
    return Case(
        _place(one),
        one.text("name"),
        one.choice("outcome", Outcome),
        flaky=one.flag("flaky"),
        kind=one.text("kind"),
        message=one.text("message"),
        line=one.maybe_count("line"),
        waived=one.maybe_text("waived"),
    )


def _counts(one: Fields) -> Counts:
    names = ("passed", "failed", "errors", "skipped", "expected", "flaky")
    return Counts(*(one.count(name) for name in names))


def _findings(one: Fields) -> Findings:
    return Findings(
        tool=one.text("tool"),
        findings=tuple(_finding(part) for part in one.items("findings")),
        failures=one.texts("failures"),
        scanned=one.maybe_count("scanned"),
        notes=one.texts("notes"),
    )


def _finding(one: Fields) -> Finding:
    return Finding(
        rule=one.text("rule"),
        severity=one.choice("severity", Severity),
        message=one.text("message"),
        path=one.text("path"),
        line=one.maybe_count("line"),
        suppressed=one.flag("suppressed"),
        fingerprint=one.text("fingerprint"),
        waived=one.text("waived"),
    )


def _metrics(one: Fields) -> Metrics:
    return Metrics(
        metrics=tuple(_metric(part) for part in one.items("metrics")),
        failures=one.texts("failures"),
        notes=one.texts("notes"),
        machine=one.pairs("machine"),
        thresholds=tuple((part.text("name"), part.flag("holds")) for part in one.items("thresholds")),
    )


def _number(one: Fields) -> Metric | None:
    """A metric of the configuration, as far as it was found."""
    if (number := one.maybe_number("number")) is None:
        return None
    samples = one.maybe_count("samples")
    return Metric(name=one.text("name"), value="", number=number, unit=one.text("unit"), samples=samples)


def _metric(one: Fields) -> Metric:
    return Metric(
        name=one.text("name"),
        value=one.text("value"),
        number=one.number("number"),
        unit=one.text("unit"),
        samples=one.maybe_count("samples"),
        parameters=one.pairs("parameters"),
    )
