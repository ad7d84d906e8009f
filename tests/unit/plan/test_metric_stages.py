"""A metric needs the stages that write its reports and logs; a run without them leaves it out."""

from __future__ import annotations

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.errors import ConfigMistakes
from quality_gate.plan.hole import Known
from quality_gate.plan.holes import holes
from quality_gate.plan.make import make_plan
from quality_gate.plan.metric_stages import metrics_of, stages_of
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.metrics.rule import MetricRule

TEXT = """\
version: 1
stages:
  bench: {run: make bench, reports: [out/bench-*.json, "!out/bench-x.json"], timeout: 1m}
  load: {run: make load, reports: out/load.json, timeout: 1m}
metrics:
  p95: {from: {report: out/bench-1.json, name: a, value: p95}, required: "< 1 s"}
  any: {from: {report: "out/*.json", name: a}, required: "< 1 s"}
  left: {from: {log: load, pattern: "(5)"}}
  right: {from: {stage: bench, value: wall}}
  both: {from: {ratio: [left, right]}, required: "<= 2x"}
  one: {from: {report: out/load.json, key: x}, provided: {both: "> 0"}, required: "> 1"}
"""


def settings(text: str = TEXT) -> Settings:
    return assemble(load(text, "x"), "x")


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("p95", {"bench"}),
        ("any", {"bench", "load"}),
        ("left", {"load"}),
        ("right", {"bench"}),
        ("both", {"bench", "load"}),
        ("one", {"bench", "load"}),
    ],
)
def test_stages_of_a_metric(name: str, stages: set[str]) -> None:
    found = settings()
    assert stages_of(metrics_of(found)[name], found) == stages


def test_a_part_of_the_gate_leaves_out_what_it_cannot_measure() -> None:
    plan = make_plan(settings(), Context(gate="x", version="1"), Wishes(stages=("load",)), ())
    assert [rule.about.rule for rule in plan.rules] == ["stages.load", "metrics.left"]
    left = {one.name: one.why for one in plan.left_out}
    assert left["metrics.p95"] == "stage bench is not part of this run"
    assert len(left) == 6


def test_every_metric_knows_the_others() -> None:
    plan = make_plan(settings(), Context(gate="x", version="1"), Wishes(), ())
    rules = [rule for rule in plan.rules if isinstance(rule, MetricRule)]
    assert all(set(rule.metrics) == {"p95", "any", "left", "right", "both", "one"} for rule in rules)


@pytest.mark.parametrize(
    ("more", "key", "what"),
    [
        ("x: {from: {report: z.json, key: a}, required: '> 1'}", "metrics.x.from.report", "no stage"),
        ("x: {from: {log: load, pattern: '(5)'}}", "metrics.x", "it has no limit, and no other metric"),
    ],
)  # fmt: skip
def test_holes(more: str, key: str, what: str) -> None:
    known = Known(files=(), tracked=(), lines=lambda _path: 1)
    assert holes(settings(), known) == []
    (hole,) = holes(settings(TEXT + f"  {more}\n"), known)
    assert hole.key == key
    assert hole.what.startswith(what)


@pytest.mark.parametrize(
    ("more", "key", "remedy"),
    [
        ("x: {from: {log: lod, pattern: '(5)'}}", "metrics.x.from.log", "did you mean `load`?"),
        ("x: {from: {stage: zzz, value: wall}}", "metrics.x.from.stage", "the stages are: bench, load"),
        ("x: {from: {ratio: [p96, left]}}", "metrics.x.from.ratio", "did you mean `p95`?"),
        ("x: {from: {share: [x, left]}}", "metrics.x.from.share", "the metrics are:"),
        ("x: {from: {stage: load, value: cpu}, provided: {lefd: '> 0'}}", "metrics.x.provided", "did you"),
    ],
)  # fmt: skip
def test_names_that_stand_for_nothing(more: str, key: str, remedy: str) -> None:
    with pytest.raises(ConfigMistakes) as told:
        settings(TEXT + f"  {more}\n")
    (mistake,) = told.value.mistakes
    assert mistake.key == key
    assert mistake.remedy.startswith(remedy)
