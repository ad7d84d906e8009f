"""Properties of tests and suites that are numbers become measurements; all others are none."""

from __future__ import annotations

import io

import pytest

from quality_gate.model.metrics import Metric
from quality_gate.model.quantity import parse_quantity
from quality_gate.readers.reader import DEFAULT_LIMITS
from quality_gate.readers.tests import junit
from quality_gate.readers.tests.junit_properties import MOST_METRICS


def metrics(suite: str, case: str = "", plain: str = "") -> list[Metric]:
    text = (
        f'<testsuites><testsuite name="perf" tests="2">{suite}{plain}'
        f'<testcase classname="t.T" name="test_lock">{case}</testcase>{plain}</testsuite></testsuites>'
    ).encode()
    quick = junit.read(io.BytesIO(text), DEFAULT_LIMITS)
    assert quick == junit.read_plainly(io.BytesIO(text), DEFAULT_LIMITS)
    return list(quick.metrics.metrics) if quick.metrics else []


def properties(*pairs: tuple[str, str]) -> str:
    inside = "".join(f'<property name="{name}" value="{value}"/>' for name, value in pairs)
    return f"<properties>{inside}</properties>"


def metric(name: str, value: str, text: str) -> Metric:
    quantity = parse_quantity(text)
    return Metric(name=name, value=value, number=quantity.number, unit=quantity.unit)


def test_numbers_of_a_case_and_of_its_suite() -> None:
    found = metrics(
        properties(("rate", "440 ops/sec")), properties(("p50", "1ms"), ("p95", "1,5 ms"), ("runs", "100"))
    )
    assert found == [
        metric("perf", "rate", "440 ops/s"),
        metric("test_lock", "p50", "1 ms"),
        metric("test_lock", "p95", "1.5 ms"),
        metric("test_lock", "runs", "100"),
    ]


def test_plain_cases_around_do_not_hide_them() -> None:
    plain = '<testcase classname="t.T" name="a"/>' * 50
    assert metrics("", properties(("p50", "1ms")), plain) == [metric("test_lock", "p50", "1 ms")]


@pytest.mark.parametrize("value", ["fast", "", "1.2.3", "1,234", "2026-01-02", "true", "9" * 200])
def test_what_is_no_number_is_no_measurement(value: str) -> None:
    assert metrics("", properties(("x", value), ("", "5"))) == []


def test_the_settings_of_a_machine_are_no_measurements() -> None:
    java = properties(("java.version", "17"), ("os.version", "6.8"), ("rate", "5 ops/s"))
    assert metrics(java) == [metric("perf", "rate", "5 ops/s")]


def test_a_value_may_stand_within() -> None:
    inside = '<properties><property name="p50">5<b>7</b> ms</property><other/></properties>'
    assert metrics("", inside) == [metric("test_lock", "p50", "5 ms")]
    long = f"<properties><property name='x'>{'<!-- -->'.join('5' * 300)}</property>text</properties>"
    pieces = f"<properties><property name='x'>{'5<b/>' * 300}</property></properties>"
    assert metrics("", pieces) == []
    assert metrics("", long) == []


def test_no_report_fills_the_memory_with_them() -> None:
    assert len(metrics("", properties(*((f"p{at}", "1") for at in range(1_500))))) == 1_000
    many = properties(*((f"p{at}", "1") for at in range(1_000)))
    text = "".join(f'<testcase name="c{at}">{many}</testcase>' for at in range(11))
    reading = junit.read(io.BytesIO(f"<testsuite>{text}</testsuite>".encode()), DEFAULT_LIMITS)
    assert reading.metrics is not None
    assert len(reading.metrics.metrics) == MOST_METRICS
    assert reading.note == "1,000 more properties left out"
