"""Metrics in whole runs: from logs, reports, tests and stages; and nothing that was not measured passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repository import Ran, Repository, leaves

PRINTS = "printf 'throughput: 338 locks/sec\\nP50=1.00ms P95=1.50ms\\nconcurrent: 440 ops/sec\\n'"
TABLE = r"""
metrics:
  throughput:
    from: {log: performance, pattern: 'throughput: (?P<value>\d+) locks/sec'}
    required: "> 100 locks/sec"
  p50: {from: {log: performance, pattern: 'P50=(?P<value>[\d.]+)(?P<unit>ms)'}, required: "< 5ms"}
  p95: {from: {log: performance, pattern: 'P95=(?P<value>[\d.]+)(?P<unit>ms)'}, required: "< 10ms"}
  concurrent: {from: {log: performance, pattern: 'concurrent: (\d+) ops/sec'}, required: "> 50 ops/sec"}
"""


def repository(
    folder: Path, metrics: str, run: str = "true", reports: str = "", more: str = ""
) -> Repository:
    """One stage that passes, so that only its numbers can stand in the way."""
    stage = f"run: {json.dumps(run)}" + (f", reports: {reports}" if reports else "") + more
    text = f"version: 1\nname: shop\nstages:\n  performance: {{{stage}}}\n" + metrics.strip("\n") + "\n"
    return Repository(folder).write({"quality-gate.yml": text})


def judged(repo: Repository, *words: str) -> Ran:
    return repo.commit().gate("run", *words)


def bench(p95: str, name: str = "test_checkout", samples: int = 50, cpu: str = "EPYC") -> str:
    stats = {"mean": 1, "min": 1, "max": 1, "rounds": samples, "data": [], "ops": 10}
    report: dict[str, Any] = {
        "machine_info": {"cpu": {"brand_raw": cpu, "count": 4}, "system": "Linux"},
        "benchmarks": [{"name": name, "fullname": f"bench.py::{name}", "stats": stats}],
    }
    return json.dumps(report).replace('"mean": 1', f'"mean": {p95}')


def test_the_table_of_a_report_becomes_true(tmp_path: Path) -> None:
    ran = judged(repository(tmp_path, TABLE, PRINTS))
    assert (ran.code, ran.record["verdict"]["phrase"]) == (0, "READY")
    rows = {row["name"]: (row["got"], row["times"]) for row in ran.record["metrics"]}
    assert rows == {
        "throughput": ("338 locks/s", "3.4x"),
        "p50": ("1 ms", "5x"),
        "p95": ("1.5 ms", "6.7x"),
        "concurrent": ("440 ops/s", "8.8x"),
    }
    assert "3.4–8.8x better than their limits" in ran.out


def test_it_works_in_two_steps_from_the_envelopes_alone(tmp_path: Path) -> None:
    repo = repository(tmp_path, TABLE, PRINTS).commit()
    assert repo.gate("stage", "performance").code == 0
    ran = repo.gate("conclude", "quality-gate")
    assert (ran.code, ran.ruling("metrics.p95")["got"]) == (0, "1.5 ms")


def test_a_slow_recommended_metric_warns(tmp_path: Path) -> None:
    slow = TABLE.replace('required: "< 10ms"', 'recommended: "< 1ms"')
    ran = judged(repository(tmp_path, slow, PRINTS))
    assert (ran.code, ran.record["verdict"]["phrase"]) == (0, "READY WITH WARNINGS")


@pytest.mark.parametrize(
    ("metric", "cause", "why"),
    [
        ("{from: {log: performance, pattern: 'P99=(.+)'}, required: '< 1 s'}", "no-match", "nothing in"),
        ("{from: {report: out/none.json, name: a}, required: '< 1 s'}", "missing", "no stage"),
        ("{from: {report: out/load.json, key: none}, required: '< 1 s'}", "no-match", "there are: share"),
        ("{from: {report: out/load.json, name: share}, required: '< 1 s'}", "no-match", "holds no"),
        ("{from: {stage: performance, value: wall}, required: '< 1 GB'}", "inconclusive", "it is in s"),
    ],
)  # fmt: skip
def test_what_was_not_measured_blocks(tmp_path: Path, metric: str, cause: str, why: str) -> None:
    asked = "  other: {from: {report: out/load.json, key: share}}\n"
    repo = repository(
        tmp_path,
        f"metrics:\n  a: {metric}\n{asked}",
        leaves("out/load.json", '{"share": 1}'),
        "out/load.json",
    )
    ran = judged(repo)
    ruling = ran.ruling("metrics.a")
    assert (ran.code, ruling["status"], ruling["cause"]) == (1, "unknown", cause)
    assert why in ruling["reason"]


@pytest.mark.parametrize(
    ("content", "status", "got"),
    [
        ({"share": 0.7, "n": 1000}, "failed", "70 %, 1,000 samples"),
        ({"share": 55, "samples": 1000}, "passed", "55 %, 1,000 samples"),
        ({"share": 0.7, "n": 10}, "unknown", "70 %, 10 samples"),
        ({"share": [1, 0] * 60}, "passed", "50 %, 120 samples"),
    ],
)
def test_a_balance_needs_its_samples(tmp_path: Path, content: object, status: str, got: str) -> None:
    metric = (
        'metrics: {balance: {from: {report: out/load.json, key: share}, required: "50% ± 10%", samples: 100}}'
    )
    repo = repository(tmp_path, metric, leaves("out/load.json", json.dumps(content)), "out/load.json")
    ran = judged(repo)
    ruling = ran.ruling("metrics.balance")
    assert (ruling["status"], ruling["got"]) == (status, got)
    assert ran.code == (0 if status == "passed" else 1)


def test_a_leak_is_a_slope(tmp_path: Path) -> None:
    source = r"{log: performance, pattern: 'rss (\d+) MB'}"
    metric = f'metrics: {{leak: {{from: {source}, growth: true, required: "< 1 MB"}}}}'
    leaking = "for i in $(seq 20); do echo rss $((100 + 5 * i)) MB; done"
    ran = judged(repository(tmp_path / "leaking", metric, leaking))
    assert (ran.code, ran.ruling("metrics.leak")["got"]) == (1, "5 MB per sample, 20 samples")
    flat = judged(repository(tmp_path / "flat", metric, leaking.replace("5 * i", "i % 2")))
    assert flat.code == 0
    short = judged(repository(tmp_path / "short", metric, "echo rss 100 MB"))
    assert (short.code, short.ruling("metrics.leak")["cause"]) == (1, "inconclusive")


def test_two_plans_are_compared(tmp_path: Path) -> None:
    metrics = r"""
metrics:
  a: {from: {log: performance, pattern: 'A=(.+)'}}
  b: {from: {log: performance, pattern: 'B=(.+)'}}
  cost: {from: {ratio: [b, a]}, required: "<= 1.2x"}
"""
    ran = judged(repository(tmp_path, metrics, "echo A=100; echo B=125"))
    ruling = ran.ruling("metrics.cost")
    assert (ran.code, ruling["got"], ruling["distance"]) == (1, "1.25x", "0.05x over")
    empty = judged(repository(tmp_path / "empty", metrics, "echo A=0; echo B=0"))
    assert empty.ruling("metrics.cost")["cause"] == "empty"


def test_properties_of_tests_are_metrics(tmp_path: Path) -> None:
    case = '<testcase name="{0}"><properties><property name="{1}" value="{2}"/>{3}</properties></testcase>'
    report = (
        '<testsuite name="perf" tests="3">'
        + case.format("test_lock_throughput", "rate", "338 locks/s", "")
        + case.format("test_lock_latency", "p50", "1ms", '<property name="p95" value="1.5"/>')
        + case.format("test_concurrent_locks", "rate", "440 ops/sec", "")
        + "</testsuite>"
    )
    metrics = """
metrics:
  p95: {from: {report: out/unit.xml, name: test_lock_latency, value: p95}, required: "< 10 ms"}
  rate: {from: {report: out/unit.xml, name: test_concurrent_locks, value: rate}, required: "> 50 ops/s"}
"""
    ran = judged(repository(tmp_path, metrics, leaves("out/unit.xml", report), "out/unit.xml"))
    assert ran.code == 0, ran.said
    assert [row["times"] for row in ran.record["metrics"]] == ["6.7x", "8.8x"]
    assert ran.record["tests"]["counts"]["total"] == 3
    assert sum(len(one["metrics"]) for one in ran.record["measured"]) == 4


def test_a_rate_of_nothing_but_errors_fails(tmp_path: Path) -> None:
    wrk = """Running 10s test @ http://localhost:8080/
  2 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.00ms    0.10ms   2.00ms   90.00%
    Req/Sec     5.00k     0.10k    6.00k    90.00%
  100000 requests in 10.00s, 10.00MB read
  Non-2xx or 3xx responses: 100000
Requests/sec:  10000.00
Transfer/sec:      1.00MB
"""
    metric = 'metrics: {rate: {from: {report: out/wrk.txt, name: "*", value: rate}, required: "> 100 req/s"}}'
    ran = judged(repository(tmp_path, metric, leaves("out/wrk.txt", wrk), "out/wrk.txt"))
    ruling = ran.ruling("metrics.rate")
    assert (ran.code, ruling["status"], ruling["got"]) == (1, "failed", "10,000 req/s")
    assert "100000 answers were neither 2xx nor 3xx" in ruling["reason"]


def test_a_threshold_that_was_crossed_fails_its_stage(tmp_path: Path) -> None:
    k6 = json.dumps(
        {
            "root_group": {},
            "metrics": {"http_req_duration": {"p(95)": 900, "avg": 500, "thresholds": {"p(95)<200": True}}},
        }
    )
    ran = judged(repository(tmp_path, "", leaves("out/k6.json", k6), "out/k6.json"))
    ruling = ran.ruling("stages.performance")
    assert (ran.code, ruling["status"]) == (1, "failed")
    assert ruling["reason"].endswith("not met: out/k6.json: http_req_duration: p(95)<200")


RELATIVE = (
    'metrics: {p95: {from: {report: out/bench.json, name: test_checkout, value: mean}, required: "<= +10%"}}'
)


def test_a_number_is_compared_with_its_base(tmp_path: Path) -> None:
    repo = repository(tmp_path, RELATIVE, "mkdir -p out; cp bench.json out/", "out/bench.json")
    first = judged(repo.write({"bench.json": bench("0.0100")}))
    assert (first.code, first.record["verdict"]["phrase"]) == (0, "READY WITH WARNINGS")
    assert first.ruling("metrics.p95")["cause"] == "no-base"
    (tmp_path / "quality-gate/record.json").rename(tmp_path.parent / f"{tmp_path.name}.json")
    base = f"--base={tmp_path.parent / tmp_path.name}.json"

    near = judged(repo.write({"bench.json": bench("0.0110")}), base)
    assert (near.code, near.ruling("metrics.p95")["got"]) == (0, "0.011 s, +10 % (base 0.01 s)")
    far = judged(repo.write({"bench.json": bench("0.0111")}), base)
    assert (far.code, far.ruling("metrics.p95")["status"]) == (1, "failed")
    other = judged(repo.write({"bench.json": bench("0.0100", cpu="Xeon")}), base)
    assert other.ruling("metrics.p95")["cause"] == "inconclusive"
    few = judged(repo.write({"bench.json": bench("0.0100", samples=5)}), base)
    assert few.ruling("metrics.p95")["reason"] == "5 of at least 10 samples"
    gone = judged(repo.write({"bench.json": bench("0.0100", name="test_cart")}), base)
    assert (gone.code, gone.ruling("metrics.p95")["cause"]) == (1, "no-match")
    rows = [row["got"] for row in gone.record["metrics"]]
    assert "gone: only the base has it" in rows
    assert "new: the base has it not" in rows


def test_a_number_of_a_log_is_compared_with_its_base(tmp_path: Path) -> None:
    source = "{log: performance, pattern: 'P95=(?P<value>.+)(?P<unit>ms)'}"
    metric = f"metrics: {{p95: {{from: {source}, samples: 1, required: '<= +10%'}}}}"
    repo = repository(tmp_path, metric, "cat log.txt")
    judged(repo.write({"log.txt": "P95=10ms\n"}))
    (tmp_path / "quality-gate/record.json").rename(tmp_path.parent / f"{tmp_path.name}.json")
    base = f"--base={tmp_path.parent / tmp_path.name}.json"
    assert judged(repo, base).code == 0
    ran = judged(repo.write({"log.txt": "P95=12ms\n"}), base)
    assert (ran.code, ran.ruling("metrics.p95")["got"]) == (1, "12 ms, 1 sample, +20 % (base 10 ms)")


def test_shards_must_say_which_number_counts(tmp_path: Path) -> None:
    metric = r"""metrics: {p95: {from: {log: performance, pattern: 'P95=(\d+)ms'%s}, required: "< 10 ms"}}"""
    run = 'if [ "$QG_SHARD" = 1 ]; then echo P95=50ms; else echo P95=5ms; fi'
    unsaid = judged(repository(tmp_path / "unsaid", metric % "", run, more=", shards: 2"))
    assert (unsaid.code, unsaid.ruling("metrics.p95")["cause"]) == (1, "inconclusive")
    worst = judged(repository(tmp_path / "worst", metric % ", pick: max", run, more=", shards: 2"))
    assert worst.ruling("metrics.p95")["got"] == "50 ms"


def test_a_part_of_the_gate_leaves_out_what_it_cannot_measure(tmp_path: Path) -> None:
    repo = repository(tmp_path, "  unit: {run: 'true'}\n" + TABLE, PRINTS)
    ran = judged(repo, "--stage", "unit")
    assert ran.code == 0, ran.said
    assert ran.record["metrics"] == []
    assert "left out: metrics.p95 (stage performance is not part of this run)" in ran.record["notices"]


def test_mistakes_in_a_limit_run_nothing(tmp_path: Path) -> None:
    metric = (
        'metrics: {p95: {from: {log: performence, pattern: "(.+)"}, required: 10, recommended: "=< 5 ms"}}'
    )
    ran = judged(repository(tmp_path, metric))
    assert ran.code == 2
    assert "'10' has no operator" in ran.said
    assert "write an operator: `<= 10`" in ran.said
    assert "did you mean `<= 5 ms`?" in ran.said
    assert "did you mean `performance`?" in ran.said
