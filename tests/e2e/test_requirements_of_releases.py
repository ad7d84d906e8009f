"""What a whole run owes about versions, tags, counters and contracts: rows of docs/requirements.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repository import Ran, Repository, lcov, leaves

UNIT = "stages: {unit: {run: 'true'}}\n"


def project(version: str) -> str:
    return f'[project]\nname = "shop"\nversion = "{version}"\n'


def config(text: str) -> str:
    return f"version: 1\nname: shop\n{text}"


def reporting(run: str, reports: str, more: str) -> str:
    body = "".join(f"      {line}\n" for line in run.splitlines())
    return config(f"stages:\n  load:\n    run: |\n{body}    reports: [{reports}]\n{more}")


def test_a_release_has_a_greater_version_than_its_base(tmp_path: Path) -> None:
    probe = """probes:
  version:
    same: [{file: pyproject.toml, key: project.version}, {file: VERSION, regex: "(.+)"}]
    newer-than-base: true
profiles: {release: {decides: true}, everyday: {rules: [stages]}}
"""
    files = {
        "quality-gate.yml": config(UNIT + probe),
        "pyproject.toml": project("1.9.0"),
        "VERSION": "1.9.0\n",
    }
    site = Repository(tmp_path).write(files).commit()

    site.write({"a.txt": "x"}).commit("2026-01-02T00:00:00Z")
    same = site.gate("run", "--profile", "release", "--base-ref", "HEAD~1")
    assert same.record, same.said
    assert (same.code, same.ruling("probes.version")["status"]) == (1, "failed")
    assert same.ruling("probes.version")["got"] == "1.9.0, 1.9.0 at the base"

    site.write({"pyproject.toml": project("1.10.0"), "VERSION": "1.10.0\n"}).commit("2026-01-03T00:00:00Z")
    greater = site.gate("run", "--profile", "release", "--base-ref", "HEAD~1")
    assert (greater.code, greater.record["verdict"]["ready"]) == (0, True)
    assert greater.ruling("probes.version")["got"] == "1.10.0, 1.9.0 at the base"

    unknown = site.gate("run", "--profile", "release")
    assert unknown.ruling("probes.version")["cause"] == "no-base"


@pytest.mark.parametrize(("tag", "status"), [("v1.5", "failed"), ("v1.4", "passed")])
def test_a_tag_says_the_version_that_it_is_of(tmp_path: Path, tag: str, status: str) -> None:
    places = '[{env: GITHUB_REF_NAME, regex: "v(.+)"}, {file: pyproject.toml, key: project.version}]'
    probe = f"probes: {{tag: {{same: {places}}}}}\n"
    site = Repository(tmp_path).write(
        {"quality-gate.yml": config(UNIT + probe), "pyproject.toml": project("1.4")}
    )
    ran = site.commit().gate("run", env={"GITHUB_REF_NAME": tag, "GITHUB_REF_TYPE": "tag"})

    assert (ran.code, ran.ruling("probes.tag")["status"]) == (int(status == "failed"), status)
    site.write({"kept.json": json.dumps(ran.record)})
    verified = site.gate("verify", "kept.json", "--sha", site.git("rev-parse", "HEAD"))
    assert verified.code == ran.code
    if status == "failed":
        assert ran.ruling("probes.tag")["got"] == "2 different values: 1.5, 1.4"


@pytest.mark.parametrize(("limit", "code"), [("> 80 %", 1), (">= 80 %", 0)])
def test_more_than_80_percent_is_not_80_percent(tmp_path: Path, limit: str, code: int) -> None:
    more = f'metrics: {{covered: {{from: {{coverage: total}}, required: "{limit}"}}}}\n'
    run = leaves("out/lcov.info", lcov({"src/a.py": "++++-"}))
    files = {"quality-gate.yml": reporting(run, "out/lcov.info", more), "src/a.py": "x\n" * 5}
    ran = Repository(tmp_path).write(files).commit().gate("run")

    assert (ran.code, ran.ruling("metrics.covered")["got"]) == (code, "80 %")


COUNTERS = """metrics:
  requests: {from: {report: out/after.prom, name: app_requests_total, value: value}}
  errors: {from: {report: out/after.prom, name: app_errors_total, value: value}}
  before: {from: {report: out/before.prom, name: app_errors_total, value: value}}
  error-rate: {from: {ratio: [errors, requests]}, required: "<= 1 %"}
  counted: {from: {difference: [errors, before]}, required: "> 0"}
"""


def scraped(requests: int, errors: int) -> str:
    return (
        "# TYPE app_requests_total counter\n"
        f"app_requests_total {requests}\n"
        "# TYPE app_errors_total counter\n"
        f"app_errors_total {errors}"
    )


@pytest.mark.parametrize(
    ("after", "before", "rate", "counted"),
    [
        ((1000, 5), (900, 4), "passed", "passed"),
        ((1000, 50), (900, 4), "failed", "passed"),
        ((1000, 5), (900, 5), "passed", "failed"),
        ((0, 0), (0, 0), "unknown", "failed"),
    ],
)
def test_counters_are_compared_and_no_request_is_no_zero_percent(
    tmp_path: Path, after: tuple[int, int], before: tuple[int, int], rate: str, counted: str
) -> None:
    run = f"{leaves('out/after.prom', scraped(*after))}\n{leaves('out/before.prom', scraped(*before))}"
    text = reporting(run, "out/after.prom, out/before.prom", COUNTERS)
    ran = Repository(tmp_path).write({"quality-gate.yml": text}).commit().gate("run")

    found = ran.ruling("metrics.error-rate")
    assert (found["status"], ran.ruling("metrics.counted")["status"]) == (rate, counted)
    assert ran.code == int((rate, counted) != ("passed", "passed"))
    if rate == "unknown":
        assert (found["cause"], found["reason"]) == ("empty", "requests is 0, so nothing was measured")


def test_a_consumer_that_a_provider_would_break_is_named(tmp_path: Path) -> None:
    row = {
        "consumer": {"name": "shop", "version": {"number": "1.2.3"}},
        "provider": {"name": "stock", "version": {"number": "7"}},
        "verificationResult": {"success": False, "verifiedAt": "2026-01-01"},
    }
    summary = {"deployable": False, "reason": "it failed", "success": 0, "failed": 1, "unknown": 0}
    matrix = json.dumps({"summary": summary, "notices": [], "matrix": [row]})
    text = reporting(f"{leaves('out/pact.json', matrix)}\nexit 1", "out/pact.json", "")
    ran = Repository(tmp_path).write({"quality-gate.yml": text}).commit().gate("run")

    ruling = ran.ruling("stages.load")
    assert (ran.code, ruling["status"]) == (1, "failed")
    assert "shop" in ruling["spots"][0]["note"] and "stock" in ruling["spots"][0]["note"]


def smoke(folder: Path, answers: str) -> Ran:
    script = f"print('connected'); print('{answers}')"
    probe = f"""probes:
  smoke:
    command: {json.dumps(f'python3 -c "{script}"')}
    match: [connected]
    forbid: [/\\b0 answers/]
    count: {{answer: ">= 1"}}
    help: docs/smoke.md
"""
    return Repository(folder).write({"quality-gate.yml": config(UNIT + probe)}).commit().gate("run")


def test_a_smoke_test_that_got_nothing_fails_though_it_exits_with_0(tmp_path: Path) -> None:
    assert smoke(tmp_path / "good", "3 answers").code == 0

    ran = smoke(tmp_path / "bad", "0 answers")
    assert (ran.code, ran.ruling("probes.smoke")["status"]) == (1, "failed")
    assert "0 answers" in json.dumps(ran.ruling("probes.smoke"))
    assert ran.ruling("probes.smoke")["next"].endswith("see docs/smoke.md")
