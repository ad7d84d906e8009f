"""Three reports of real projects, replayed: what each said of itself, and what the gate says of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from example_site import example
from golden import check
from repository import Ran, Repository

GOLDEN: Final = Path(__file__).resolve().parents[1] / "samples" / "replays"
DAY: Final = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")
MEASURED: Final = re.compile("answer-time|time budget")  # of a real server, so each time another
WAIVED: Final = {
    "Channels::test_buy_channel_not_found",
    "NFT::test_back_nft_insufficient_balance",
    "Presale::test_buy_presale_not_found",
}
REASON: Final = "an HTTPException inside an async context manager; production answers 400"


def golden(name: str, site: Repository, ran: Ran) -> None:
    """The same report as Markdown, and the decision as JSON, without what is different each time."""
    shown = site.gate("conclude", "--format", "markdown")
    commit = site.git("rev-parse", "HEAD")
    text = shown.out.replace(commit[:7], "<commit>").replace(f"{site.root}/", "")
    text = DAY.sub("<day>", text)
    text = re.sub(r"quality-gate [0-9a-z.]+(?: \([^)]*\))?", "quality-gate <version>", text)
    text = "\n".join(_timeless(line) for line in text.split("\n"))
    check(GOLDEN / name / "report.md", text)
    kept = {"verdict": ran.record["verdict"], "rulings": [_ruling(one) for one in ran.record["rulings"]]}
    kept["modules"] = ran.record["tests"]["modules"]
    check(GOLDEN / name / "record.json", json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def _timeless(line: str) -> str:
    """How long a stage took stands in its row; what a metric measured is replayed, and stays."""
    line = re.sub(r"\| [0-9.]+ s \|", "| <time> |", line)
    foot = r"configuration `[0-9a-f]{7}` · <day> [0-9:]{5} UTC · took [^·]+ · on [^·]+ ·"
    line = re.sub(foot, "<when and where> ·", line)
    return re.sub(r"[0-9.]+(?= ms\b| s, expected|x )", "<n>", line) if MEASURED.search(line) else line


def _ruling(ruling: dict[str, Any]) -> dict[str, Any]:
    kept = ("rule", "status", "cause", "level", "expected", "got", "distance", "next")
    shown = {
        key: DAY.sub("<day>", ruling[key]) if isinstance(ruling[key], str) else ruling[key] for key in kept
    }
    if MEASURED.search(f"{ruling['rule']} {ruling['title']}"):
        shown["got"] = re.sub(r"[0-9.]+(?= (?:ms|s)\b)", "<n>", shown["got"])
    return shown


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return example("final-report", tmp_path_factory.mktemp("replays"))


def test_the_final_report_is_not_ready_although_it_said_95_percent(report: Repository) -> None:
    ran = report.gate("run")

    assert ran.code == 1, ran.said
    ruling = ran.ruling("tests.groups.integration.pass-rate")
    assert (ruling["got"], ruling["expected"]) == ("94.9 %", "≥ 95 %")
    assert ruling["distance"] == "56/59 tests, 1 short"
    assert "3 tests, 1 cause: RuntimeError: generator didn't stop after athrow()" in ran.out
    golden("final-report", report, ran)


def test_its_nine_modules_its_expected_failure_and_its_multipliers(report: Repository) -> None:
    ran = report.gate("run")

    rows = ran.record["tests"]["modules"]
    shown = {row["name"]: f"{row['passed']}/{row['passed'] + row['failed']}" for row in rows}
    assert shown == {
        "Accounts": "3/3",
        "Auctions": "6/6",
        "Channels": "7/8",
        "Market": "9/9",
        "NFT": "6/7",
        "Offers": "5/5",
        "Performance": "3/3",
        "Presale": "4/5",
        "Redis": "5/5",
        "Trades": "12/12",
        "Users": "4/4",
    }
    assert [row["name"] for row in rows if row["expected"]] == ["Redis"]
    times = [line for line in ran.out.splitlines() if line.endswith("x") and " passed " in line]
    assert [line.split()[-1] for line in times] == ["3.4x", "5x", "6.7x", "8.8x"]
    assert "3.4–8.8x better than their limits" in ran.out
    counts = ran.record["tests"]["counts"]
    total = sum(row["total"] for row in rows)
    assert (counts["passed"], counts["failed"], counts["expected"], total) == (64, 3, 1, 68)


def test_waived_it_is_ready_with_warnings_and_another_error_is_not_waived(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = example("final-report", tmp_path_factory.mktemp("waived"))
    for test in sorted(WAIVED):
        words = (
            "--error",
            "generator didn't stop after athrow",
            "--reason",
            REASON,
            "--owner",
            "@team-market",
        )
        assert site.gate("waive", "add", test, *words).code == 0

    ran = site.gate("run")
    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY WITH WARNINGS  marketplace")
    assert ran.ruling("tests.groups.integration.pass-rate")["got"].startswith("94.9 %")
    golden("final-report-waived", site, ran)

    other = site.gate("run", env={"REPLAY_ERROR": "AssertionError: no such channel"})
    assert other.code == 1
    assert other.out.startswith("NOT READY  marketplace")
    assert other.ruling("waivers.1")["got"] == "not applied"


def test_the_implementation_report_is_not_ready_for_two_reasons(tmp_path: Path) -> None:
    site = example("mcp-tests", tmp_path)

    ran = site.gate("run")

    assert ran.code == 1, ran.said
    blocking = [
        one["rule"]
        for one in ran.record["rulings"]
        if one["level"] == "required" and one["status"] in ("failed", "unknown")
    ]
    assert blocking == ["stages.typecheck", "stages.e2e"]
    assert ran.ruling("probes.functions")["got"].startswith("6/12: missing generateModelTraining")
    assert ran.ruling("metrics.plan-b-cost")["got"] == "1.15x"
    golden("mcp-tests", site, ran)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return example("server-guide", tmp_path_factory.mktemp("guide"))


def test_the_server_guide_is_ready_against_a_real_server(server: Repository) -> None:
    ran = server.gate("run")

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  voice-server · full · target local")
    assert {one["status"] for one in ran.record["rulings"]} == {"passed"}
    assert ran.ruling("probes.versions")["got"] == "1.6.0.35 in 3 places"
    golden("server-guide", server, ran)


def test_its_quick_check_is_smoke_and_health_and_never_ready(server: Repository) -> None:
    ran = server.gate("run", "--profile", "quick")

    assert ran.code == 0, ran.said
    assert ran.out.startswith("PASSED (quick)")
    assert {one["rule"] for one in ran.record["rulings"]} >= {"stages.smoke", "probes.health"}


def test_lint_says_what_its_pre_deploy_check_leaves_out(server: Repository) -> None:
    said = " ".join(server.gate("lint").out.split())

    assert "this profile decides, and leaves out the required e2e, contract, versions, logs" in said


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ('VERSION = "1.6.0.35"', 'VERSION = "1.6.0.34"', "probes.versions", "1.6.0.34"),
        ('"/health": {"status": "ok"', '"/health": {"status": "degraded"', "probes.health", "degraded"),
        ('"/updates/health":', '"/updates/well":', "probes.updates", "404"),
        ('log("INFO", f"version', 'log("ERROR", f"version', "probes.logs", "ERROR version"),
        ("MOST_STREAMS = 2", "MOST_STREAMS = 99", "stages.backpressure", "test_the_limit_was_hit"),
    ],
)
def test_a_server_in_trouble_is_found_out(tmp_path: Path, old: str, new: str, rule: str, words: str) -> None:
    site = example("server-guide", tmp_path)
    path = site.root / "server.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    site.commit()

    ran = site.gate("run")

    assert ran.code == 1, ran.said
    assert ran.ruling(rule)["status"] == "failed"
    assert words in json.dumps(ran.ruling(rule))


def test_nothing_of_a_replay_is_left_running(server: Repository) -> None:
    assert (
        shutil.which("pgrep") is None
        or not subprocess.run(
            ["pgrep", "-f", str(server.root / "server.py")], capture_output=True, text=True, check=False
        ).stdout
    )
