"""Known failures in whole runs: excused while they are the same ones, and for a while."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from repository import Ran, Repository

ATHROW = "RuntimeError: generator didn't stop after athrow()"
MODULES = {"accounts": (3, ""), "channels": (8, "test_buy_channel_not_found"), "nft": (7, "test_back_nft")}
TEST = "tests/api/test_channels.py::test_buy_channel_not_found"
OTHER = "tests/api/test_nft.py::test_back_nft"


def day(offset: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=offset)


def report(message: str = ATHROW) -> str:
    """18 tests in three modules; two fail."""
    cases = []
    for module, (total, failing) in MODULES.items():
        names = [f"test_{number}" for number in range(total - bool(failing))] + ([failing] if failing else [])
        for name in names:
            inner = f'<failure message="{message}">E   {message}</failure>' if name == failing else ""
            place = f'classname="tests.api.test_{module}" file="tests/api/test_{module}.py"'
            cases.append(f'<testcase {place} name="{name}">{inner}</testcase>')
    return f'<testsuite tests="18" failures="2">{"".join(cases)}</testsuite>'


def waiver(tests: str, **parts: object) -> str:
    written = {
        "error": "generator didn't stop after athrow",
        "reason": "the test client closes generators in a way of its own",
        "owner": "@team-market",
        "added": day(-20),
        "expires": day(40),
        **parts,
    }
    lines = "".join(f"    {key.replace('_', '-')}: {_scalar(value)}\n" for key, value in written.items())
    return f'  - tests: "{tests}"\n{lines}'


def _scalar(value: object) -> str:
    return str(value) if isinstance(value, int | date) else f'"{value}"'


BOTH = waiver(TEST) + waiver(OTHER)


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    files = {f"tests/api/test_{module}.py": "" for module in MODULES}
    return Repository(tmp_path / "shop").write(files)


def configured(shop: Repository, waivers: str, *, message: str = ATHROW, rules: str = "") -> Repository:
    shop.write({"report.xml.in": report(message), "quality-gate.yml": configuration(waivers, rules)})
    return shop.commit()


def configuration(waivers: str, rules: str = "") -> str:
    run = "mkdir -p out; cp report.xml.in out/unit.xml; exit 1"
    head = f"version: 1\nstages:\n  unit: {{run: '{run}', reports: out/unit.xml}}\n{rules}"
    return head + (f"waivers:\n{waivers}" if waivers else "")


def decision(ran: Ran) -> str:
    return str(ran.record["verdict"]["decision"])


def test_known_failures_warn_and_do_not_block(shop: Repository) -> None:
    ran = configured(shop, BOTH).gate("run")

    assert (ran.code, decision(ran)) == (0, "READY WITH WARNINGS"), ran.said
    assert ran.ruling("stages.unit")["got"] == "exit 1, explained by 2 waived failures"
    counts = ran.record["tests"]["counts"]
    assert [counts[word] for word in ("total", "passed", "failed", "waived")] == [18, 16, 2, 2]
    assert [one["state"] for one in ran.record["waivers"]] == ["used", "used"]
    assert ran.ruling("waivers.1")["distance"].endswith(", 40 days left")
    assert "2 tests, 1 cause, 2 waived: RuntimeError: generator didn't stop after athrow()" in ran.out
    assert shop.gate("run", "--strict").code == 1


def test_without_waivers_the_same_run_blocks(shop: Repository) -> None:
    ran = configured(shop, "").gate("run")

    assert (ran.code, decision(ran)) == (1, "NOT READY")
    assert "2 tests, 1 cause: RuntimeError: generator didn't stop after athrow()" in ran.out


def test_another_error_is_not_waived(shop: Repository) -> None:
    ran = configured(shop, BOTH, message="AssertionError: assert 400 == 200").gate("run")

    assert (ran.code, decision(ran)) == (1, "NOT READY")
    assert ran.ruling("waivers.1")["reason"].startswith(f"{TEST}: another error than ")
    assert ran.record["tests"]["counts"]["waived"] == 0


def test_the_rate_stays_raw_and_the_comparison_leaves_them_out(shop: Repository) -> None:
    ran = configured(shop, BOTH, rules="tests: {pass-rate: 95}\n").gate("run")

    assert decision(ran) == "READY WITH WARNINGS"
    assert ran.ruling("tests.pass-rate")["got"] == "88.9 %, 2 waived: 16/16 of the rest"
    assert "| Module | Passed | % | Waived | Status |" in shop.gate("run", "--format", "markdown").out


def test_what_must_pass_cannot_be_waived(shop: Repository) -> None:
    rules = 'tests: {pass-rate: 90, must-pass: ["*test_buy_channel*"]}\n'
    ran = configured(shop, BOTH, rules=rules).gate("run")

    assert decision(ran) == "NOT READY"
    assert "what must pass cannot be waived" in ran.ruling("tests.must-pass")["reason"]


def test_after_its_last_day_a_waiver_excuses_nothing(shop: Repository) -> None:
    expired = waiver(TEST, expires=day(-3)) + waiver(OTHER)
    ran = configured(shop, expired).gate("run")

    assert decision(ran) == "NOT READY"
    assert ran.ruling("waivers.1")["distance"].endswith(", expired 3 days ago")
    assert ran.record["waivers"][0]["state"] == "expired"
    assert ran.record["tests"]["counts"]["waived"] == 1


def test_on_its_last_day_it_still_holds_and_says_so(shop: Repository) -> None:
    ran = configured(shop, waiver(TEST, expires=day(0)) + waiver(OTHER)).gate("run")

    assert ran.ruling("waivers.1")["next"].startswith("@team-market: its last day! ")


def test_a_date_turns_no_pull_request_red(shop: Repository) -> None:
    expired = waiver(TEST, expires=day(-3)) + waiver(OTHER)
    configured(shop, expired)

    ran = shop.gate("run", env={"GITHUB_EVENT_NAME": "pull_request"})
    assert ran.ruling("stages.unit")["status"] == "warned"
    assert ran.ruling("waivers.1")["got"] == "still excuses 1 test"
    pushed = shop.gate("run", env={"GITHUB_EVENT_NAME": "push"})
    assert pushed.ruling("stages.unit")["status"] == "failed"


def test_a_waiver_that_fits_nothing_is_stale_and_none_is_left_at_a_release(shop: Repository) -> None:
    gone = waiver("tests/api/test_channels.py::test_gone")
    passing = waiver("tests/api/test_accounts.py::test_0")
    configured(shop, BOTH + gone + passing)

    ran = shop.gate("run")
    assert decision(ran) == "READY WITH WARNINGS"
    assert ran.ruling("waivers.3")["got"] == "stale: it fits nothing"
    assert ran.ruling("waivers.4")["got"] == "stale: tests/api/test_accounts.py::test_0 does not fail"
    assert ran.ruling("waivers.3")["next"].startswith("delete it: quality-gate.yml:")
    tag = {"GITHUB_EVENT_NAME": "push", "GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"}
    assert decision(shop.gate("run", env=tag)) == "NOT READY"


def test_of_a_part_of_the_gate_nothing_is_called_stale(shop: Repository) -> None:
    configured(shop, BOTH + waiver("tests/api/test_channels.py::test_gone"))
    ran = shop.gate("run", "--stage", "unit")

    assert ran.ruling("waivers.3")["status"] == "skipped"


def test_more_than_it_may_excuse_blocks(shop: Repository) -> None:
    ran = configured(shop, waiver("tests/api/**::*", max_matches=1)).gate("run")

    assert decision(ran) == "NOT READY"
    assert ran.ruling("waivers.1")["got"] == "2 fit, 1 excused"
    assert ran.ruling("stages.unit")["reason"] == "1 test failed"
    assert decision(configured(shop, waiver("tests/api/**::*", max_matches=2)).gate("run")) != "NOT READY"


def test_waivers_in_a_file_of_their_own(shop: Repository) -> None:
    shop.write({"waivers.yml": f"version: 1\nwaivers:\n{BOTH}"})
    ran = configured(shop, "  file: waivers.yml\n").gate("run")

    assert decision(ran) == "READY WITH WARNINGS"
    assert ran.record["waivers"][1]["where"] == "waivers.yml:9"
    shop.write({"waivers.yml": "version: 1\nwaivers:\n  - tests: a::b\n"})
    broken = shop.gate("run")
    assert broken.code == 2
    assert "waivers.yml:3:5" in broken.err
    assert "`owner` is missing" in broken.err


def test_what_is_unknown_or_hung_is_never_excused(shop: Repository) -> None:
    configured(shop, BOTH)
    text = configuration(BOTH).replace("exit 1", "sleep 60").replace("reports:", "timeout: 1s, reports:")
    shop.write({"quality-gate.yml": text})
    hung = shop.gate("run")
    assert decision(hung) == "NOT READY"
    assert hung.ruling("stages.unit")["status"] == "failed"

    shop.write({"quality-gate.yml": configuration(BOTH).replace("cp report.xml.in", "cp /dev/null")})
    empty = shop.gate("run")
    assert decision(empty) == "NOT READY"
    assert empty.ruling("waivers.1")["status"] == "skipped"


def test_modules_have_limits_of_their_own(shop: Repository) -> None:
    """80 % warns where 80 is required and 100 recommended; less fails."""
    rules = "tests: {by: file, pass-rate: 50, modules: {required: 87.5, recommended: 100}}\n"
    ran = configured(shop, "", rules=rules).gate("run")

    assert ran.ruling("tests.modules.tests/api/test_channels.py")["status"] == "warned"
    assert ran.ruling("tests.modules.tests/api/test_nft.py")["status"] == "failed"
    assert ran.ruling("tests.modules")["got"] == "1 of 3 modules"


LOG = "2026-11-20 12:00:00 ERROR rate limit\\n2026-11-20 12:00:01 INFO fine\\n"


def logged(shop: Repository, lines: str, most: int = 1) -> Ran:
    """A log probe over what the stage has written, and a waiver of what it complains of."""
    date_of = f"    added: {day(-1)}\n    expires: {day(9)}\n    max-matches: {most}\n"
    known = f"  - logs: app\n    error: rate limit\n    reason: the free tier\n    owner: me\n{date_of}"
    run = f"mkdir -p logs; printf '{lines}' > logs/app.log"
    stages = f'version: 1\nstages:\n  unit: {{run: "{run}"}}\n'
    probes = "probes: {app: {logs: logs/*.log, forbid: [ERROR], since: any}}\n"
    shop.write({"quality-gate.yml": f"{stages}{probes}waivers:\n{known}"})
    return shop.commit().gate("run")


def test_a_known_line_of_a_log_is_excused_and_no_other(shop: Repository) -> None:
    ran = logged(shop, LOG)
    assert decision(ran) == "READY WITH WARNINGS", ran.said
    assert ran.ruling("probes.app")["waived"] == "waivers.1"
    assert ran.ruling("waivers.1")["got"] == "excuses 1 line"

    assert decision(logged(shop, LOG + LOG)) == "NOT READY"
    assert decision(logged(shop, LOG + LOG, most=2)) == "READY WITH WARNINGS"
    assert decision(logged(shop, LOG + LOG.replace("rate limit", "disk full"), most=9)) == "NOT READY"
    assert decision(logged(shop, LOG * 60, most=99)) == "NOT READY"


def test_where_a_stage_must_be_deterministic_a_flaky_test_fails_it(shop: Repository) -> None:
    flaky = '<testcase classname="t" name="a"><flakyFailure message="x"/></testcase>'
    rules = "tests: {groups: {unit: {stage: unit, pass-rate: 100, max-flaky: 0}}}\n"
    shop.write({"quality-gate.yml": configuration("", rules).replace("exit 1", "exit 0")})
    shop.write({"report.xml.in": f'<testsuite tests="1">{flaky}</testsuite>'}).commit()
    ran = shop.gate("run")

    assert decision(ran) == "NOT READY"
    assert ran.ruling("tests.groups.unit.max-flaky")["got"] == "1 flaky test"
    assert "Flaky" in ran.out


def test_a_pull_request_that_touches_the_test_meets_its_expired_waiver(shop: Repository) -> None:
    configured(shop, waiver(TEST, expires=day(-3)) + waiver(OTHER))
    shop.git("checkout", "-q", "-b", "change")
    pull = {"GITHUB_EVENT_NAME": "pull_request"}

    shop.write({"src/app.py": "x = 1\n"}).commit("2026-01-02T00:00:00Z")
    elsewhere = shop.gate("run", "--base-ref", "main", env=pull)
    assert elsewhere.ruling("stages.unit")["status"] == "warned", elsewhere.said

    shop.write({"tests/api/test_channels.py": "x = 1\n"}).commit("2026-01-03T00:00:00Z")
    there = shop.gate("run", "--base-ref", "main", env=pull)
    assert there.ruling("stages.unit")["status"] == "failed", there.said
    assert there.ruling("waivers.1")["got"] == "no longer excuses 1 test"
