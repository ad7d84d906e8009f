"""The table of metrics shows what the rulings say, how many times better it is, and what came and went."""

from __future__ import annotations

from dataclasses import replace

from metric_site import PATH, against, keyed, logged, measured, rule, settings
from quality_gate.model.evidence import Evidence
from quality_gate.model.lookups import Lookup
from quality_gate.model.rollup import MetricRow
from quality_gate.model.verdict import Decision, Status, Verdict
from quality_gate.rules.metrics.rows import lookups_of, metric_rows
from quality_gate.rules.metrics.rule import linked
from quality_gate.rules.rule import About, Rule
from quality_gate.rules.todo import Todo

TODO = Todo(about=About(rule="todo.x", title="todo: x"), done=True)


def rows(found: Evidence, *rules: Rule, waived: str = "") -> tuple[MetricRow, ...]:
    rulings = tuple(replace(ruling, waived=waived) for one in rules for ruling in one.judge(found))
    return metric_rows(rules, found, Verdict(decision=Decision.READY, rulings=rulings))


def test_a_row_tells_what_was_expected_and_found() -> None:
    one = rule("{from: {log: perf, pattern: '(.*)'}, required: \"> 100 locks/sec\"}")
    (row,) = rows(logged("(.*)", "338 locks/sec"), one, TODO, waived="flaky")
    assert (row.name, row.status, row.expected, row.got) == (
        "speed",
        Status.PASSED,
        "> 100 locks/s",
        "338 locks/s",
    )
    assert (row.times_text, row.unit, row.samples, row.waived) == ("3.4x", "locks/s", 1, "flaky")


def test_what_was_not_found_has_dashes() -> None:
    one = rule("{from: {log: perf, pattern: '(.*)'}, required: \"> 100 locks/sec\"}")
    (row,) = rows(Evidence(), one)
    assert (row.got, row.times_text, row.times, row.number) == ("—", "—", None, None)


def test_some_limits_have_no_multiplier() -> None:
    other = rule(f'{{from: {{report: {PATH}, name: a}}, required: "< 5 s"}}')
    fixed = rule(f'{{from: {{report: {PATH}, name: a}}, required: "== 5 MB"}}')
    free = rule(f"{{from: {{report: {PATH}, name: a}}}}")
    found = measured("a b = 5 MB")
    told = [(row.times_text, row.status) for one in (other, fixed) for row in rows(found, one)]
    assert told == [("—", Status.UNKNOWN), ("—", Status.PASSED)]
    (bare,) = rows(measured("a b = 5 MB"), free)
    assert (bare.status, bare.got) == (None, "5 MB")


def test_what_came_and_went_against_the_base_is_a_row() -> None:
    one = rule(f'{{from: {{report: {PATH}, name: kept}}, required: "<= +10%"}}')
    found = against(
        measured("kept ops = 5 /s", "born ops = 1 /s"), measured("kept ops = 5 /s", "dead ops = 1 /s")
    )
    told = [(row.name, row.got) for row in rows(found, one)[1:]]
    assert told == [("dead ops", "gone: only the base has it"), ("born ops", "new: the base has it not")]
    assert len(rows(measured("kept ops = 5 /s"), one)) == 1
    assert len(rows(against(measured("kept ops = 5 /s"), Evidence()), one)) == 1


def test_questions_are_asked_once() -> None:
    log = settings("{from: {log: perf, pattern: '(1)'}}")
    ratio = rule('{from: {ratio: [a, b]}, required: "<= 1x"}')
    (asked, other) = linked((ratio, TODO), {"a": log, "b": settings("{from: {report: x.json, key: deep.k}}")})
    assert other is TODO
    assert lookups_of((asked, asked, TODO)) == (
        Lookup(log="perf", pattern="(1)"),
        Lookup(report="x.json", key="deep.k"),
        Lookup(report="x.json", key="deep.samples"),
        Lookup(report="x.json", key="deep.n"),
        Lookup(report="x.json", key="deep.count"),
    )


def test_a_key_at_the_top_has_its_neighbours_there() -> None:
    one = rule('{from: {report: x.json, key: k}, required: "> 1"}')
    assert [question.key for question in lookups_of((one,))] == ["k", "samples", "n", "count"]
    assert keyed({"k": ("1",)}).lookups
