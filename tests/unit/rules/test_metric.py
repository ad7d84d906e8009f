"""Metrics keep their limits or do not; what was not measured, or not often enough, is never a pass."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from builders import cases
from metric_site import (
    PATH,
    evidence,
    judged,
    keyed,
    logged,
    measured,
    metric,
    mistakes_of,
    report,
    rule,
    settings,
    stage,
)
from quality_gate.model.envelope import Freshness, ReportFile
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Cause, Level, Problem, Status

SPEED = f"from: {{report: {PATH}, name: test_lock, value: ops}}"
P95 = "from: {log: perf, pattern: 'P95=(?P<value>[0-9.]+)(?P<unit>ms)'}"
PATTERN = "P95=(?P<value>[0-9.]+)(?P<unit>ms)"


@pytest.mark.parametrize(
    ("got", "status", "distance"),
    [
        ("338 ops/s", Status.PASSED, ""),
        ("150 ops/s", Status.PASSED, ""),
        ("120 ops/s", Status.WARNED, "30 ops/s short"),
        ("100 ops/s", Status.FAILED, "at the limit"),
        ("5000 ops/min", Status.FAILED, "16.7 ops/s short"),
    ],
)
def test_a_number_is_held_against_both_limits(got: str, status: Status, distance: str) -> None:
    limits = 'required: "> 100 ops/s", recommended: ">= 150 ops/s"'
    ruling = judged(f"{{{SPEED}, {limits}}}", measured(f"test_lock ops = {got}"))
    assert (ruling.status, ruling.distance, ruling.level) == (status, distance, Level.REQUIRED)
    assert ruling.expected == "> 100 ops/s, recommended ≥ 150 ops/s"
    assert bool(ruling.next) is (status is not Status.PASSED)


def test_what_is_only_recommended_warns() -> None:
    ruling = judged(f'{{{SPEED}, recommended: "> 100 ops/s"}}', measured("test_lock ops = 90 ops/s"))
    assert (ruling.status, ruling.level, ruling.warns) == (Status.WARNED, Level.RECOMMENDED, True)
    optional = replace(
        rule(f'{{{SPEED}, recommended: "> 100 ops/s"}}'),
        about=replace(rule(f"{{{SPEED}}}").about, level=Level.OPTIONAL),
    )
    (ruling,) = optional.judge(measured("test_lock ops = 90 ops/s"))
    assert ruling.level is Level.OPTIONAL


def test_a_metric_without_a_limit_rules_nothing() -> None:
    assert list(rule(f"{{{SPEED}}}").judge(measured("test_lock ops = 90 ops/s"))) == []


def test_limits_convert_units_and_got_is_shown_in_theirs() -> None:
    ruling = judged(
        f'{{from: {{report: {PATH}, name: "*lock", value: p95}}, required: "< 10 ms"}}',
        measured("test_lock p95 = 0.0015 s"),
    )
    assert (ruling.status, ruling.got) == (Status.PASSED, "1.5 ms")


def test_its_help_is_the_next_step() -> None:
    ruling = judged(f'{{{SPEED}, required: "> 5 /s", help: docs/slow.md}}', measured("test_lock ops = 1 /s"))
    assert ruling.next == "docs/slow.md"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("test_lok", "ops", f"{PATH} has no test_lok ops; nearest: test_lock ops, test_lock p95"),
        ("zzz", "ops", f"{PATH} has no zzz ops; there are: test_lock, sort"),
        ("test_lock", "p50", f"{PATH} has no test_lock p50; its values are: ops, p95"),
    ],
)
def test_a_measurement_that_is_not_there_names_the_nearest(name: str, value: str, why: str) -> None:
    found = evidence(
        stage(
            "bench",
            report(
                metric("test_lock ops = 9 /s"),
                metric("test_lock p95 = 9 ms"),
                metric("sort mean = 1 ms", parameters=(("n", "10"),)),
            ),
        )
    )
    ruling = judged(f'{{from: {{report: {PATH}, name: {name}, value: {value}}}, required: "> 1 /s"}}', found)
    assert (ruling.status, ruling.cause, ruling.reason) == (Status.UNKNOWN, Cause.NO_MATCH, why)


def test_parameters_are_part_of_a_name() -> None:
    sizes = (metric(f"sort mean = {n} ms", parameters=(("n", str(n)),)) for n in (10, 20))
    found = evidence(stage("bench", report(*sizes)))
    one = judged(f'{{from: {{report: {PATH}, name: "sort(n=20)"}}, required: "< 15 ms"}}', found)
    both = judged(f'{{from: {{report: {PATH}, name: sort, value: mean}}, required: "< 15 ms"}}', found)
    most = judged(f'{{from: {{report: {PATH}, name: sort, pick: max}}, required: "< 15 ms"}}', found)
    assert (one.status, one.got) == (Status.FAILED, "20 ms")
    assert both.reason == "2 measurements fit sort mean: sort(n=10) mean, sort(n=20) mean"
    assert (both.cause, most.got) == (Cause.INCONCLUSIVE, "20 ms")


@pytest.mark.parametrize(
    ("pick", "got"), [("last", "6 ms"), ("first", "2 ms"), ("max", "7 ms"), ("min", "2 ms"), ("mean", "5 ms")]
)
def test_of_several_shards_one_number_is_picked(pick: str, got: str) -> None:
    reports = (report(metric(f"test_lock p95 = {n} ms", samples=9)) for n in (2, 7, 6))
    found = evidence(stage("bench", *reports))
    text = f'from: {{report: {PATH}, name: test_lock, value: p95, pick: {pick}}}, required: "< 1000 ms"'
    assert judged(f"{{{text}}}", found).got == got
    ruling = judged(f'{{from: {{report: {PATH}, name: test_lock, value: p95}}, required: "< 1 s"}}', found)
    assert ruling.reason == "test_lock p95 was measured 3 times"


def test_units_that_do_not_fit_together_are_told() -> None:
    found = measured("a p95 = 5 ms", "b p95 = 5 MB")
    ruling = judged(f'{{from: {{report: {PATH}, name: "*", pick: max}}, required: "< 1 s"}}', found)
    assert (ruling.cause, ruling.reason) == (Cause.INCONCLUSIVE, "MB cannot be compared with ms")
    ruling = judged(f'{{from: {{report: {PATH}, name: a}}, required: "< 1 MB"}}', found)
    assert ruling.reason == "it is in ms, and the limit in MB"
    assert ruling.got == "5 ms"


@pytest.mark.parametrize(
    ("found", "cause", "why"),
    [
        (Evidence(), Cause.MISSING, f"no stage handed {PATH} over"),
        (
            evidence(stage("bench", report(path="out/other.json"))),
            Cause.MISSING,
            f"no stage handed {PATH} over; there are: out/other.json",
        ),
        (
            measured(state=State.INVALID, note="cut off"),
            Cause.UNREADABLE,
            f"{PATH} cannot be read: cut off",
        ),
        (measured(state=State.EMPTY), Cause.EMPTY, f"{PATH} is empty"),
        (
            measured("a b = 1", state=State.SUSPECT, note="a b stands 2 times"),
            Cause.INCOMPLETE,
            f"{PATH} contradicts itself: a b stands 2 times",
        ),
        (
            evidence(stage("bench", ReadReport(path=PATH, reading=Reading(format="lcov")))),
            Cause.NO_MATCH,
            f"{PATH} (lcov) holds no measurement",
        ),
    ],
)
def test_a_report_that_cannot_speak_is_unknown(found: Evidence, cause: Cause, why: str) -> None:
    ruling = judged(f'{{{SPEED}, required: "> 1 /s"}}', found)
    assert (ruling.status, ruling.cause, ruling.reason) == (Status.UNKNOWN, cause, why)
    assert ruling.blocks
    assert ruling.expected == "> 1 /s"


@pytest.mark.parametrize(
    ("freshness", "cause"),
    [(Freshness.MISSING, Cause.MISSING), (Freshness.STALE, Cause.STALE), (Freshness.TRACKED, Cause.STALE)],
)
def test_a_report_that_was_not_written_is_named_with_its_stage(freshness: Freshness, cause: Cause) -> None:
    written = stage("bench")
    files = (ReportFile(path="out/other.json"), ReportFile(path=PATH, freshness=freshness))
    envelope = replace(written.envelopes[0], reports=files)
    found = evidence(replace(written, envelopes=(envelope,)))
    ruling = judged(f'{{{SPEED}, required: "> 1 /s"}}', found)
    assert (ruling.cause, ruling.reason) == (cause, f"{PATH} of stage bench is {freshness}")


def test_a_pattern_may_name_the_report() -> None:
    found = measured("test_lock ops = 5 /s", path="out/bench-1.json")
    text = '{from: {report: "out/bench-*.json", name: test_lock, value: ops}, required: "> 1 /s"}'
    assert judged(text, found).status is Status.PASSED


def test_what_the_tool_says_went_wrong_fails_whatever_the_number() -> None:
    found = measured("http://x rate = 5000 /s", failures=("1000 answers were neither 2xx nor 3xx",))
    text = '{from: {report: out/bench.json, name: "http://x", value: rate}, required: "> 100 req/s"}'
    ruling = judged(text, found)
    assert ruling.status is Status.FAILED
    assert ruling.got == "5,000 req/s"
    assert ruling.reason == "the tool itself says that it failed: 1000 answers were neither 2xx nor 3xx"
    assert ruling.next == "see what the tool says"
    few = judged(text.replace("required", "samples: 100, required"), found)
    assert few.status is Status.FAILED
    relative = judged(text.replace("> 100 req/s", "<= +10%"), found)
    assert relative.status is Status.FAILED


@pytest.mark.parametrize(
    ("typed", "got", "limit", "status", "shown"),
    [
        ("5", "5", "<= 10", Status.PASSED, "5"),
        ("5", "5", "<= 10 threads", Status.PASSED, "5 threads"),
        ("5", "5", "<= 10 ms", Status.UNKNOWN, "5"),
        ("0.7", "0.7", "<= 1%", Status.FAILED, "70 %"),
        ("0.005", "0.005", "<= 1%", Status.PASSED, "0.5 %"),
        ("3", "3", ">= 2x", Status.PASSED, "3x"),
    ],
)
def test_a_bare_number_of_a_format_is_what_the_format_says(
    typed: str, got: str, limit: str, status: Status, shown: str
) -> None:
    assert typed == got
    ruling = judged(f'{{{SPEED}, required: "{limit}"}}', measured(f"test_lock ops = {got}"))
    assert (ruling.status, ruling.got) == (status, shown)
    if status is Status.UNKNOWN:
        assert ruling.reason == "the report names no unit, and the limit is in ms"


@pytest.mark.parametrize(
    ("got", "limit", "status", "shown"),
    [
        ("338", "> 100 locks/sec", Status.PASSED, "338 locks/s"),
        ("5", "< 10 ms", Status.PASSED, "5 ms"),
        ("0.5", "50% ± 10%", Status.PASSED, "50 %"),
        ("52", "50% ± 10%", Status.PASSED, "52 %"),
        ("70", "50% ± 10%", Status.FAILED, "70 %"),
        ("0.004", "<= 1%", Status.PASSED, "0.4 %"),
        ("60", "<= 1%", Status.FAILED, "60 %"),
        ("0.4", "<= 1%", Status.UNKNOWN, "0.4"),
    ],
)
def test_a_bare_number_of_a_key_takes_the_unit_of_its_limit(
    got: str, limit: str, status: Status, shown: str
) -> None:
    found = keyed({"share": (got,)})
    ruling = judged(f'{{from: {{report: out/load.json, key: share}}, required: "{limit}"}}', found)
    assert (ruling.status, ruling.got) == (status, shown)
    if status is Status.UNKNOWN:
        assert ruling.reason == "0.4 may be a percentage, or a part of 1"
        said = f'{{from: {{report: out/load.json, key: share}}, unit: "%", required: "{limit}"}}'
        assert judged(said, found).status is Status.PASSED


def test_properties_of_tests_take_the_unit_of_their_limit() -> None:
    found = measured("test_lock ops = 338", cases=cases("pkg.T", "test_lock"))
    assert judged(f'{{{SPEED}, required: "> 100 locks/s"}}', found).got == "338 locks/s"


@pytest.mark.parametrize(
    ("numbers", "picks", "got"),
    [
        (("1.5 ms",), "", "1.5 ms"),
        (("9 ms", "1.5 ms"), "", "1.5 ms"),
        (("9 ms", "1.5 ms"), ", pick: max", "9 ms"),
    ],
)
def test_a_log_tells_its_last_number(numbers: tuple[str, ...], picks: str, got: str) -> None:
    text = f'{{{P95[:-1]}{picks}}}, required: "< 10 ms"}}'
    assert judged(text, logged(PATTERN, *numbers)).got == got


def test_a_log_of_several_parts_must_say_which_number_counts() -> None:
    found = logged(PATTERN, "50 ms", "5 ms", parts=2)
    ruling = judged(f'{{{P95}, required: "< 10 ms"}}', found)
    assert (ruling.cause, ruling.reason) == (
        Cause.INCONCLUSIVE,
        "the log of perf stands 2 times in 2 parts of a stage",
    )
    assert judged(f'{{{P95[:-1]}, pick: max}}, required: "< 10 ms"}}', found).status is Status.FAILED


def test_a_log_with_other_units_is_inconclusive() -> None:
    ruling = judged(f'{{{P95[:-1]}, pick: max}}, required: "< 10 ms"}}', logged(PATTERN, "5 ms", "5 MB"))
    assert ruling.reason == "the log of perf: MB cannot be compared with ms"


def test_logs_that_say_nothing_are_unknown() -> None:
    question = Lookup(log="perf", pattern=PATTERN)
    problem = Problem(Cause.NO_MATCH, "nothing fits", "correct it")
    told = evidence(stage("perf"), lookups={question: Found(problem=problem)})
    idle = evidence(StageEvidence(name="perf", not_run="unit failed"))
    text = f'{{{P95}, required: "< 10 ms"}}'
    assert judged(text, told).reason == "nothing fits"
    assert judged(text, evidence(stage("perf"))).reason == "the log of perf was not found"
    assert judged(text, evidence(stage("perf"), lookups={question: Found()})).cause is Cause.NO_MATCH
    assert judged(text, Evidence()).reason == "stage perf is not part of this run"
    assert judged(text, idle).reason == "stage perf did not run: unit failed"
    handed = evidence(StageEvidence(name="perf"))
    assert judged(text, handed).reason == "stage perf did not run: it handed nothing over"


BALANCE = 'from: {report: out/load.json, key: share}, required: "50% ± 10%", samples: 100'


@pytest.mark.parametrize(
    ("numbers", "status", "reason"),
    [
        ({"share": ("70 %",), "n": ("1000",)}, Status.FAILED, ""),
        ({"share": ("55 %",), "samples": ("1000",)}, Status.PASSED, ""),
        ({"share": ("70 %",), "count": ("10",)}, Status.UNKNOWN, "10 of at least 100 samples"),
        ({"share": ("70 %",), "n": ("2.5",)}, Status.UNKNOWN, "nothing says that there are 100 samples"),
        ({"share": ("70 %",)}, Status.UNKNOWN, "nothing says that there are 100 samples"),
        ({"share": ("1",) * 70 + ("0",) * 30}, Status.FAILED, ""),
        ({"share": ("1", "0")}, Status.UNKNOWN, "2 of at least 100 samples"),
    ],
)
def test_a_share_is_judged_over_enough_samples(
    numbers: dict[str, tuple[str, ...]], status: Status, reason: str
) -> None:
    ruling = judged(f"{{{BALANCE}}}", keyed(numbers))
    assert (ruling.status, ruling.reason) == (status, reason)
    assert ruling.cause is (Cause.INCONCLUSIVE if status is Status.UNKNOWN else None)


def test_the_number_of_samples_is_told() -> None:
    assert judged(f"{{{BALANCE}}}", keyed({"share": ("70 %",), "n": ("1000",)})).got == "70 %, 1,000 samples"
    text = '{from: {report: out/load.json, key: a.share}, required: "> 1%", samples: 5}'
    assert judged(text, keyed({"a.share": ("70 %",), "a.n": ("9",)})).got == "70 %, 9 samples"


def test_a_key_needs_its_report() -> None:
    assert judged(f"{{{BALANCE}}}", Evidence()).cause is Cause.MISSING
    missing = Problem(Cause.NO_MATCH, "there is no share", "correct `key:`")
    found = keyed({"x": ("1",)})
    asked = replace(found, lookups={Lookup(report="out/load.json", key="share"): Found(problem=missing)})
    assert judged(f"{{{BALANCE}}}", asked).reason == "there is no share"


KEY = "{from: {report: out/load.json, key: %s}%s}"


@pytest.mark.parametrize(
    ("a", "b", "kind", "limit", "status", "got"),
    [
        ("125 ms", "100 ms", "ratio", "<= 1.2x", Status.FAILED, "1.25x"),
        ("0.12 s", "100 ms", "ratio", "<= 1.2x", Status.PASSED, "1.2x"),
        ("80 ms", "10 ms", "ratio", ">= 10x", Status.FAILED, "8x"),
        ("3", "200", "ratio", "<= 1%", Status.FAILED, "1.5 %"),
        ("9", "4", "difference", "> 0", Status.PASSED, "5"),
        ("4", "4", "difference", "> 0", Status.FAILED, "0"),
        ("700", "300", "share", "50% ± 10%", Status.FAILED, "70 %"),
        ("5.5 s", "4.5 s", "share", "50% ± 10%", Status.PASSED, "55 %"),
    ],
)
def test_two_metrics_make_a_third(a: str, b: str, kind: str, limit: str, status: Status, got: str) -> None:
    found = keyed({"a": (a,), "b": (b,)})
    text = f'{{from: {{{kind}: [one, two]}}, required: "{limit}"}}'
    ruling = judged(text, found, one=KEY % ("a", ""), two=KEY % ("b", ""))
    assert (ruling.status, ruling.got) == (status, got)


def test_a_share_counts_its_samples() -> None:
    text = '{from: {share: [one, two]}, required: "50% ± 10%", samples: 100}'
    others = {"one": KEY % ("a", ""), "two": KEY % ("b", "")}
    many = judged(text, keyed({"a": ("700",), "b": ("300",)}), **others)
    few = judged(text, keyed({"a": ("7",), "b": ("3",)}), **others)
    parts = judged(text, keyed({"a": ("0.7",), "b": ("0.5",)}), **others)
    assert (many.status, many.got) == (Status.FAILED, "70 %, 1,000 samples")
    assert (few.cause, few.reason) == (Cause.INCONCLUSIVE, "10 of at least 100 samples")
    assert parts.reason == "nothing says that there are 100 samples"


def test_a_ratio_has_the_samples_of_the_weaker_one() -> None:
    found = evidence(
        stage("bench", report(metric("a p = 5 ms", samples=50), metric("b p = 5 ms", samples=20)))
    )
    text = '{from: {ratio: [a, b]}, required: "<= 2x", samples: 30}'
    others = {name: f"{{from: {{report: {PATH}, name: {name}}}}}" for name in "ab"}
    assert judged(text, found, **others).reason == "20 of at least 30 samples"


@pytest.mark.parametrize(
    ("numbers", "kind", "cause", "why"),
    [
        ({"a": ("5",), "b": ("0",)}, "ratio", Cause.EMPTY, "two is 0"),
        ({"a": ("0",), "b": ("0",)}, "share", Cause.EMPTY, "one and two are 0 together"),
        ({"b": ("5",)}, "ratio", Cause.NO_MATCH, "one: a in out/load.json was not found"),
        ({"a": ("5",)}, "ratio", Cause.NO_MATCH, "two: b in out/load.json was not found"),
        ({"a": ("5 s",), "b": ("5 B",)}, "ratio", Cause.INCONCLUSIVE, "one and two: s cannot"),
    ],
)  # fmt: skip
def test_two_that_cannot_be_divided_are_unknown(
    numbers: dict[str, tuple[str, ...]], kind: str, cause: Cause, why: str
) -> None:
    text = f'{{from: {{{kind}: [one, two]}}, required: "<= 1x"}}'
    ruling = judged(text, keyed(numbers), one=KEY % ("a", ""), two=KEY % ("b", ""))
    assert ruling.cause is cause
    assert ruling.reason.startswith(why)


def test_circles_and_strangers_are_unknown() -> None:
    text = '{from: {ratio: [one, two]}, required: "<= 1x"}'
    circle = judged(text, Evidence(), one="{from: {ratio: [speed, two]}}", two=KEY % ("a", ""))
    stranger = judged(text, Evidence(), two=KEY % ("a", ""))
    assert circle.reason == "one: speed is computed from itself"
    assert stranger.reason == "there is no metric one"


@pytest.mark.parametrize(
    ("value", "limit", "status", "got"),
    [
        ("wall", "< 10 s", Status.PASSED, "9 s"),
        ("cpu", "< 1 s", Status.FAILED, "6 s"),
        ("peak", "<= 1 GiB", Status.PASSED, "0.5 GiB"),
    ],
)
def test_what_a_stage_used_is_a_metric(value: str, limit: str, status: Status, got: str) -> None:
    used = stage("unit", parts=2, wall=Fraction("4.5"), cpu=Fraction(3), peak=1 << 29)
    text = f'{{from: {{stage: unit, value: {value}}}, required: "{limit}"}}'
    ruling = judged(text, evidence(used))
    assert (ruling.status, ruling.got) == (status, got)


def test_what_nobody_measured_of_a_stage_is_unknown() -> None:
    text = '{from: {stage: unit, value: peak}, required: "< 1 GB"}'
    assert judged(text, evidence(stage("unit"))).reason == "nobody measured `peak` of stage unit"
    assert judged(text, Evidence()).reason == "stage unit is not part of this run"


def growing(each: int, count: int) -> Evidence:
    return logged("rss (.*)", *(f"{100 + each * at} MB" for at in range(count)))


GROWTH = "{from: {log: perf, pattern: 'rss (.*)'}, growth: true, required: \"< 1 MB\"}"


@pytest.mark.parametrize(
    ("found", "status", "got"),
    [
        (growing(5, 20), Status.FAILED, "5 MB per sample, 20 samples"),
        (growing(0, 20), Status.PASSED, "0 MB per sample, 20 samples"),
        (growing(-5, 5), Status.PASSED, "-5 MB per sample, 5 samples"),
        (growing(5, 4), Status.UNKNOWN, ""),
        (logged("rss (.*)", "1 MB", "2 MB", "3 MB", "4 MB", "5 s"), Status.UNKNOWN, ""),
    ],
)
def test_growth_over_samples_is_a_leak(found: Evidence, status: Status, got: str) -> None:
    ruling = judged(GROWTH, found)
    assert (ruling.status, ruling.got) == (status, got)
    assert ruling.cause is (Cause.INCONCLUSIVE if status is Status.UNKNOWN else None)


def test_growth_of_measurements_in_a_report() -> None:
    found = measured(*(f"round_{at} rss = {at * 3} MB" for at in range(6)))
    text = f'{{from: {{report: {PATH}, name: "round_*"}}, growth: true, required: "< 1 MB"}}'
    assert judged(text, found).got == "3 MB per sample, 6 samples"
    one = judged(text, measured("round_1 rss = 1 MB"))
    assert one.reason == "1 of at least 5 samples: that shows no growth"


def test_what_is_too_good_to_be_true_warns() -> None:
    text = '{from: {report: out/load.json, key: gain}, required: ">= 10x", plausible: "<= 1000x"}'
    suspicious = judged(text, keyed({"gain": ("5000 x",)}))
    assert (suspicious.status, suspicious.got) == (Status.WARNED, "5,000x")
    assert suspicious.reason == "suspicious: plausible is ≤ 1,000x"
    assert judged(text, keyed({"gain": ("50 x",)})).status is Status.PASSED
    assert judged(text, keyed({"gain": ("8 x",)})).status is Status.FAILED


def test_a_limit_that_was_never_hit_proves_nothing() -> None:
    text = '{from: {report: out/load.json, key: accepted}, required: "<= 100", provided: {rejected: "> 0"}}'
    rejected = {"rejected": KEY % ("rejected", "")}
    never = judged(text, keyed({"accepted": ("90",), "rejected": ("0",)}), **rejected)
    lacking = judged(text, keyed({"accepted": ("90",)}), **rejected)
    assert judged(text, keyed({"accepted": ("90",), "rejected": ("5",)}), **rejected).status is Status.PASSED
    assert (never.cause, never.reason) == (Cause.INCONCLUSIVE, "rejected is 0, expected > 0")
    assert lacking.reason == "rejected: rejected in out/load.json was not found"


def test_the_unit_of_a_metric_can_be_told() -> None:
    text = f'{{{SPEED}, unit: ms, required: "< 1 s"}}'
    assert judged(text, measured("test_lock ops = 5")).got == "0.005 s"


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("{from: {}, required: '> 1'}", "from", "it has no source"),
        ("{from: {report: a.json, log: x, pattern: '(1)', name: x}}", "from.log", "it has two sources"),
        ("{from: {report: a.json}}", "from.report", "nothing says which number of the report"),
        ("{from: {report: a.json, key: x, name: y}}", "from.key", "`key` stands for `name` and `value`"),
        ("{from: {log: x}}", "from.log", "nothing says what to look for"),
        ("{from: {log: x, pattern: '(1'}}", "from.pattern", "it is no regular expression"),
        ("{from: {log: x, pattern: '[0-9]+'}}", "from.pattern", "nothing says which part is the number"),
        ("{from: {log: x, pattern: '(1)', key: y}}", "from.key", "`key` says nothing beside `log:`"),
        ("{from: {stage: x}}", "from.stage", "it is `wall`, `cpu` or `peak`"),
        ("{from: {stage: x, value: mean}}", "from.value", "it is `wall`, `cpu` or `peak`"),
        ("{from: {ratio: [a]}}", "from.ratio", "it needs two metrics"),
        ("{from: {share: [a, b, c]}}", "from.share", "it needs two metrics"),
        ("{from: {stage: x, value: cpu}, required: '10 s'}", "required", "'10 s' has no operator"),
        ("{from: {stage: x, value: cpu}, required: 10}", "required", "'10' has no operator"),
        ("{from: {stage: x, value: cpu}, required: [a]}", "required", "a list is no expectation"),
        ("{from: {stage: x, value: cpu}, unit: MS}", "unit", "there is no unit 'MS'"),
        (
            "{from: {stage: x, value: cpu}, required: '< 1 s', recommended: '< 2 s'}",
            "recommended",
            "`recommended` is easier to reach than `required`",
        ),
        ("{from: {ratio: [a, b]}, required: '<= +10%'}", "required", "nothing says which way"),
        ("{from: {share: [a, b]}, recommended: '<= +10%'}", "recommended", "nothing says which way"),
        ("{from: {log: x, pattern: '(1)'}, growth: true, required: '<= +10%'}", "growth", "growth is not"),
        (
            "{from: {log: x, pattern: '(1)', pick: max}, growth: true, required: '< 1 MB'}",
            "growth",
            "growth looks at all numbers, and `pick` at one",
        ),
        ("{from: {stage: x, value: cpu}, plausible: '<= +10%'}", "plausible", "it cannot be about the base"),
        (
            "{from: {stage: x, value: cpu}, provided: {a: '<= +10%'}}",
            "provided.a",
            "it cannot be about the base",
        ),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_their_key(text: str, key: str, what: str) -> None:
    told = mistakes_of(text)
    assert [one[0] for one in told] == [key]
    assert told[0][1].startswith(what)
    assert told[0][2]


def test_settings_keep_what_was_written() -> None:
    one = settings(f'{{{SPEED}, required: "> 1 /s", better: higher}}')
    assert [limit.text for limit in one.all_limits] == ["> 1 /s"]
    assert one.from_.kind == "report"


@pytest.mark.parametrize(
    ("number", "required", "status"),
    [
        ("-5 ms", "< 10 ms", Status.UNKNOWN),
        ("-1 ops/s", "<= 5 ops/s", Status.UNKNOWN),
        ("-1 B", "<= 1 MB", Status.UNKNOWN),
        ("-5", "< 10", Status.PASSED),
        ("0 ms", "< 10 ms", Status.PASSED),
    ],
)
def test_nothing_takes_less_than_no_time(number: str, required: str, status: Status) -> None:
    text = f'{{from: {{report: {PATH}, name: t, value: p95}}, required: "{required}"}}'
    ruling = judged(text, measured(f"t p95 = {number}"))

    assert ruling.status is status
    assert ruling.cause is (Cause.INCONCLUSIVE if status is Status.UNKNOWN else None)


def test_a_negative_ratio_says_nothing_and_a_difference_may_be_negative() -> None:
    found = measured("t p95 = -5 ms", "u p95 = 5 ms")
    one = f"{{from: {{report: {PATH}, name: t, value: p95}}}}"
    other = f"{{from: {{report: {PATH}, name: u, value: p95}}}}"

    ratio = judged('{from: {ratio: [one, other]}, required: "<= 1.2x"}', found, one=one, other=other)
    difference = judged('{from: {difference: [one, other]}, required: "< 1 ms"}', found, one=one, other=other)

    assert (ratio.status, ratio.cause) == (Status.UNKNOWN, Cause.INCONCLUSIVE)
    assert difference.status is Status.PASSED
