"""A number against its base: on the same machine, over enough samples, in the direction of its unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from metric_site import PATH, against, evidence, judged, keyed, measured, metric, report, stage
from quality_gate.model.evidence import Evidence
from quality_gate.model.metrics import Metric
from quality_gate.model.verdict import Cause, Problem, Status

P95 = f"from: {{report: {PATH}, name: checkout, value: p95}}"
OPS = f"from: {{report: {PATH}, name: checkout, value: ops}}"


def both(now: str, before: str, value: str = "p95", samples: int | None = 20) -> Evidence:
    return against(
        measured(f"checkout {value} = {now}", samples=samples),
        measured(f"checkout {value} = {before}", samples=samples),
    )


@pytest.mark.parametrize(
    ("now", "before", "limit", "status", "got"),
    [
        ("11 ms", "10 ms", "<= +10%", Status.PASSED, "11 ms, +10 % (base 10 ms)"),
        ("11 ms", "10 ms", "< +10%", Status.FAILED, "11 ms, +10 % (base 10 ms)"),
        ("11.001 ms", "0.01 s", "<= +10%", Status.FAILED, "11 ms, +10.01 % (base 10 ms)"),
        ("2 ms", "10 ms", "<= +10%", Status.PASSED, "2 ms, -80 % (base 10 ms)"),
        ("8 ms", "10 ms", "<= -20%", Status.PASSED, "8 ms, -20 % (base 10 ms)"),
        ("9 ms", "10 ms", "<= -20%", Status.FAILED, "9 ms, -10 % (base 10 ms)"),
        ("21 ms", "10 ms", "within 50%..200%", Status.FAILED, "21 ms, +110 % (base 10 ms)"),
        ("20 ms", "10 ms", "within 50%..200%", Status.PASSED, "20 ms, +100 % (base 10 ms)"),
        ("4 ms", "10 ms", "within 50%..200%", Status.FAILED, "4 ms, -60 % (base 10 ms)"),
    ],
)
def test_times_may_grow_so_much(now: str, before: str, limit: str, status: Status, got: str) -> None:
    ruling = judged(f'{{{P95}, required: "{limit}"}}', both(now, before))
    assert (ruling.status, ruling.got) == (status, got)


@pytest.mark.parametrize(
    ("now", "limit", "status"),
    [
        ("90 /s", "<= +10%", Status.PASSED),
        ("89 /s", "<= +10%", Status.FAILED),
        ("500 /s", "<= +10%", Status.PASSED),
        ("90 /s", ">= -10%", Status.PASSED),
        ("89 /s", ">= -10%", Status.FAILED),
        ("120 /s", ">= +20%", Status.PASSED),
        ("119 /s", ">= +20%", Status.FAILED),
    ],
)
def test_rates_may_fall_so_much(now: str, limit: str, status: Status) -> None:
    assert judged(f'{{{OPS}, required: "{limit}"}}', both(now, "100 /s", "ops")).status is status


@pytest.mark.parametrize(
    ("value", "unit", "limit", "remedy"),
    [
        ("p95", "ms", ">= -10%", "write `<= +10%`, or state `better:`"),
        ("ops", "/s", "<= -10%", "write `>= -10%`, or state `better:`"),
    ],
)
def test_a_limit_that_points_the_other_way_is_inconclusive(
    value: str, unit: str, limit: str, remedy: str
) -> None:
    text = f'{{from: {{report: {PATH}, name: checkout, value: {value}}}, required: "{limit}"}}'
    ruling = judged(text, both(f"9 {unit}", f"10 {unit}", value))
    assert (ruling.cause, ruling.next) == (Cause.INCONCLUSIVE, remedy)


def test_the_direction_can_be_stated() -> None:
    found = both("89 threads", "100 threads", "ops")
    unsaid = judged(f'{{{OPS}, required: "<= +10%"}}', found)
    assert (unsaid.cause, unsaid.reason) == (
        Cause.INCONCLUSIVE,
        "nothing says which way this number improves",
    )
    assert judged(f'{{{OPS}, better: higher, required: "<= +10%"}}', found).status is Status.FAILED
    assert judged(f'{{{OPS}, better: lower, required: "<= +10%"}}', found).status is Status.PASSED
    assert judged(f'{{{OPS}, required: "within 50%..200%"}}', found).status is Status.PASSED


def test_without_a_base_it_is_unknown_and_warns() -> None:
    now = measured("checkout p95 = 5 ms")
    ruling = judged(f'{{{P95}, required: "<= +10%"}}', now)
    assert (ruling.status, ruling.cause, ruling.blocks) == (Status.UNKNOWN, Cause.NO_BASE, False)
    assert ruling.got == "5 ms"
    assert ruling.expected == "≤ +10 % against the base"
    told = replace(now, base_problem=Problem(Cause.UNREADABLE, "the base is cut off"))
    assert judged(f'{{{P95}, required: "<= +10%"}}', told).reason == "the base is cut off"


def test_a_number_the_base_has_not_is_new() -> None:
    found = against(measured("checkout p95 = 5 ms"), measured("other p95 = 5 ms"))
    ruling = judged(f'{{{P95}, required: "<= +10%"}}', found)
    assert ruling.cause is Cause.NO_BASE
    assert ruling.reason.startswith("the base has no such number")


def test_a_number_that_vanished_blocks() -> None:
    found = against(measured("other p95 = 5 ms"), measured("checkout p95 = 5 ms"))
    ruling = judged(f'{{{P95}, required: "<= +10%"}}', found)
    assert (ruling.cause, ruling.blocks) == (Cause.NO_MATCH, True)


@pytest.mark.parametrize(
    ("now", "before", "wanted", "reason"),
    [
        (9, 20, "", "9 of at least 10 samples"),
        (20, 9, "", "9 of at least 10 samples of the base"),
        (20, 20, ", samples: 30", "20 of at least 30 samples"),
        (9, 9, ", samples: 5", ""),
        (None, None, "", ""),
    ],
)
def test_too_few_samples_are_inconclusive(
    now: int | None, before: int | None, wanted: str, reason: str
) -> None:
    found = against(
        measured("checkout p95 = 5 ms", samples=now), measured("checkout p95 = 5 ms", samples=before)
    )
    ruling = judged(f'{{{P95}, required: "<= +10%"{wanted}}}', found)
    assert ruling.reason == reason
    assert ruling.cause is (Cause.INCONCLUSIVE if reason else None)


def test_another_machine_is_named() -> None:
    here = measured("checkout p95 = 5 ms", machine=(("cpu", "EPYC"), ("cores", "4")))
    there = measured("checkout p95 = 5 ms", machine=(("cpu", "Xeon"), ("cores", "4")))
    silent = measured("checkout p95 = 5 ms")
    text = f'{{{P95}, required: "<= +10%"}}'
    differing = judged(text, against(here, there))
    assert differing.reason == "measured on another machine than the base: cpu: EPYC, base Xeon"
    assert differing.cause is Cause.INCONCLUSIVE
    assert "cores: 4, base not told" in judged(text, against(here, silent)).reason
    assert judged(text, against(here, here)).status is Status.PASSED


def test_a_base_of_zero_or_of_another_kind_is_inconclusive() -> None:
    text = f'{{{P95}, required: "<= +10%"}}'
    assert judged(text, both("5 ms", "0 ms")).reason == "the base is 0, so there is no change in percent"
    other = judged(text, both("5 ms", "5 MB"))
    assert other.reason == "the base measured something else: MB cannot be compared with ms"
    assert judged(text, both("5 ms", "5")).got == "5 ms, +0 % (base 5 ms)"


def test_numbers_that_only_the_record_of_the_base_knows() -> None:
    base = Evidence(
        numbers={"speed": Metric(name="speed", value="", number=Fraction(10), unit="ms", samples=50)}
    )
    now = replace(keyed({"p95": ("12 ms",)}), base=base)
    text = '{from: {report: out/load.json, key: p95}, required: "<= +10%"}'
    ruling = judged(text, now)
    assert (ruling.status, ruling.got) == (Status.FAILED, "12 ms, +20 % (base 10 ms)")


def test_a_fixed_limit_beside_one_of_the_base() -> None:
    text = f'{{{P95}, required: "< 10 ms", recommended: "<= +10%"}}'
    assert judged(text, both("9 ms", "8 ms")).status is Status.WARNED
    assert judged(text, both("11 ms", "11 ms")).distance == "1 ms over"
    assert judged(text, both("8 ms", "8 ms")).status is Status.PASSED


def test_the_better_of_two_machines_is_no_machine() -> None:
    reports = (report(metric("checkout p95 = 5 ms"), machine=(("cpu", cpu),)) for cpu in ("EPYC", "Xeon"))
    now = evidence(stage("bench", *reports))
    text = f'{{from: {{report: {PATH}, name: checkout, value: p95, pick: max}}, required: "<= +10%"}}'
    assert "another machine" in judged(text, against(now, measured("checkout p95 = 5 ms"))).reason
