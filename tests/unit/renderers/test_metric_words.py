"""The table of metrics: what does not hold is shown first of all, and ranges are of what holds."""

from __future__ import annotations

from fractions import Fraction

from builders import report
from quality_gate.model.rollup import MetricRow, Rollup
from quality_gate.model.verdict import Decision, Status
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.metric_words import MOST_METRICS, metric_mark, shown_metrics, times_range
from quality_gate.renderers.metrics_text import metrics_text
from quality_gate.renderers.terminal import terminal


def row(name: str, status: Status | None = Status.PASSED, times: str = "") -> MetricRow:
    number = Fraction(times) if times else None
    return MetricRow(name=name, status=status, times=number, number=number, unit="ms")


def test_the_range_of_what_holds() -> None:
    rows = [row("a", times="3.38"), row("b", times="8.8"), row("c", Status.FAILED, "0.5"), row("d")]
    assert times_range(rows) == "3.4–8.8x better than their limits"
    assert times_range([row("a", times="2"), row("b", times="2")]) == "2x better than their limits"
    assert times_range(rows[2:]) == ""


def test_marks() -> None:
    assert metric_mark(row("a", None)) == (Status.SKIPPED, "not judged")
    assert metric_mark(MetricRow(name="a", status=Status.FAILED, waived="x")) == (
        Status.FAILED,
        "failed, waived",
    )


def test_of_too_many_the_ones_that_fail_stay() -> None:
    rows = [row(f"m{at}") for at in range(MOST_METRICS + 9)] + [row("bad", Status.FAILED)]
    shown, more = shown_metrics(rows)
    assert (len(shown), more, shown[-1].name) == (MOST_METRICS, 10, "bad")
    told = report(Decision.READY, rollup=Rollup(metrics=tuple(rows)))
    assert "… and 10 more" in terminal(told)
    assert "10 more" in markdown(told)
    assert "more |" in markdown(told, 3_000)


def test_numbers_for_prometheus_keep_sign_and_size() -> None:
    rows = (row("falls", times="-0.000001"), row("none"))
    text = metrics_text(report(Decision.READY, rollup=Rollup(metrics=rows)))
    assert 'quality_gate_metric{gate="api",metric="falls",unit="ms"} -0.000001\n' in text
    assert 'quality_gate_metric_times{gate="api",metric="falls"} -0.000001\n' in text
    assert '"none"' not in text
