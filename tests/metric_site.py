"""Metrics and their evidence, written the way the configuration and the reports write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.config.load import load
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile, Resources
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.quantity import parse_quantity
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Ruling
from quality_gate.rules.metrics.rule import MetricRule
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.rule import About

PATH = "out/bench.json"


def settings(text: str) -> MetricSettings:
    """`settings('{from: {log: unit, pattern: "(5)"}, required: "> 1"}')`."""
    found, mistakes = bind(load(text, "quality-gate.yml"), MetricSettings)
    assert mistakes == ()
    assert isinstance(found, MetricSettings)
    return found


def mistakes_of(text: str) -> list[tuple[str, str, str]]:
    _, mistakes = bind(load(text, "quality-gate.yml"), MetricSettings)
    return [(one.key, one.what, one.remedy) for one in mistakes]


def rule(text: str, **others: str) -> MetricRule:
    metrics = {name: settings(other) for name, other in others.items()}
    about = About(rule="metrics.speed", title="metrics: speed")
    own = settings(text)
    return MetricRule(about=about, settings=own, metrics={"speed": own, **metrics})


def judged(text: str, evidence: Evidence, **others: str) -> Ruling:
    (ruling,) = rule(text, **others).judge(evidence)
    return ruling


def metric(drawn: str, **parts: Any) -> Metric:
    """`metric("test_checkout p95 = 1.5 ms")`."""
    key, _, number = drawn.partition(" = ")
    name, _, value = key.rpartition(" ")
    quantity = parse_quantity(number)
    return Metric(name=name, value=value, number=quantity.number, unit=quantity.unit, **parts)


def report(*metrics: Metric, path: str = PATH, state: State = State.OK, **parts: Any) -> ReadReport:
    cases, note = parts.pop("cases", None), parts.pop("note", "")
    reading = Reading(
        format="bench", state=state, note=note, metrics=Metrics(metrics=metrics, **parts), cases=cases
    )
    return ReadReport(path=path, reading=reading)


def stage(name: str, *reports: ReadReport, parts: int = 1, **used: Any) -> StageEvidence:
    attempt = Attempt(ended=Ended.EXITED, exit_code=0, resources=Resources(**used))
    files = tuple(ReportFile(path=one.path) for one in reports)
    envelope = Envelope(stage=name, attempts=(attempt,), reports=files)
    return StageEvidence(name=name, envelopes=(envelope,) * parts, reports=reports)


def evidence(*stages: StageEvidence, **parts: Any) -> Evidence:
    return Evidence(stages=stages, **parts)


def measured(*drawn: str, **parts: Any) -> Evidence:
    """One stage with one report of these measurements."""
    samples = parts.pop("samples", None)
    return evidence(stage("bench", report(*(metric(one, samples=samples) for one in drawn), **parts)))


def logged(pattern: str, *numbers: str, parts: int = 1) -> Evidence:
    """What a pattern has caught in the log of stage `perf`."""
    found = tuple((one.number, one.unit) for one in map(parse_quantity, numbers))
    return evidence(
        stage("perf", parts=parts), lookups={Lookup(log="perf", pattern=pattern): Found(numbers=found)}
    )


def keyed(numbers: Mapping[str, tuple[str, ...]], parts: int = 1) -> Evidence:
    """What stands at the keys of out/load.json."""
    lookups = {
        Lookup(report="out/load.json", key=key): Found(numbers=tuple(_number(one) for one in some))
        for key, some in numbers.items()
    }
    read = ReadReport(path="out/load.json", reading=Reading(format="json"))
    return evidence(*(stage("load", *(read,) * parts),), lookups=lookups)


def against(now: Evidence, before: Evidence) -> Evidence:
    return replace(now, base=before)


def _number(text: str) -> tuple[Fraction, str]:
    quantity = parse_quantity(text)
    return quantity.number, quantity.unit
