"""What a whole run owes about stages, levels, scenarios and coverage: rows of docs/requirements.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import Ran, Repository, junit, lcov, leaves

LEVELS = ("unit", "integration", "a-b", "e2e", "performance", "security")


def stage(name: str, *cases: str, run: str = "", more: str = "") -> str:
    """A stage that leaves its tests, and fails where one of them does."""
    script = "\n".join([leaves(f"out/{name}.xml", junit(*cases)), run or "true"]) if cases else run
    body = "".join(f"      {line}\n" for line in script.splitlines())
    reports = f"    reports: out/{name}.xml\n" if cases else ""
    return f"  {name}:\n    run: |\n{body}{reports}{more}"


def gate(folder: Path, config: str, *words: str, env: dict[str, str] | None = None) -> Ran:
    files = {"quality-gate.yml": f"version: 1\nname: shop\n{config}", "src/a.py": "x = 1\n"}
    return Repository(folder).write(files).commit().gate("run", *words, env=env)


def test_six_levels_run_in_their_order_and_nothing_runs_behind_a_failure(tmp_path: Path) -> None:
    chain = [
        stage(name, "a", more=f"    needs: {before}\n" if before else "")
        for before, name in zip(("", *LEVELS), LEVELS, strict=False)
    ]
    ran = gate(tmp_path / "good", "stages:\n" + "".join(chain))
    assert (ran.code, [one["name"] for one in ran.record["stages"]]) == (0, list(LEVELS))

    chain[1] = stage("integration", "a", "b!", run="exit 1", more="    needs: unit\n")
    ran = gate(tmp_path / "bad", "stages:\n" + "".join(chain))
    assert ran.code == 1
    assert ran.ruling("stages.integration")["reason"] == "1 test failed"
    for name in LEVELS[2:]:
        ruling = ran.ruling(f"stages.{name}")
        assert (ruling["status"], ruling["cause"]) == ("unknown", "not-run")
    assert ran.record["tests"]["counts"]["total"] == 3, (
        "what did not run is not counted, not even as 0 failed"
    )


def test_a_build_that_fails_is_no_failing_test(tmp_path: Path) -> None:
    ran = gate(
        tmp_path,
        "stages:\n" + stage("build", run="exit 2") + stage("unit", "a", more="    needs: build\n"),
    )

    assert ran.code == 1
    assert ran.ruling("stages.build")["reason"] == "exit 2"
    assert ran.ruling("stages.unit")["cause"] == "not-run"
    assert ran.record["tests"] is None
    assert "0 failed" not in ran.out


def test_several_limits_hold_at_once_and_one_missed_line_of_a_critical_file_blocks(tmp_path: Path) -> None:
    drawn = {"src/pay.py": "+" * 299 + "-", "src/rest.py": "+" * 661 + "-" * 39}
    config = "stages:\n" + stage("unit", run=leaves("out/lcov.info", lcov(drawn)))
    config += "    reports: out/lcov.info\n"
    config += "coverage: {total: 95, groups: {payments: {paths: src/pay.py, lines: 100}}}\n"
    site = Repository(tmp_path).write(
        {"quality-gate.yml": f"version: 1\n{config}", **dict.fromkeys(drawn, "x\n")}
    )

    ran = site.commit().gate("run")

    assert ran.code == 1
    assert (ran.ruling("coverage.total")["status"], ran.ruling("coverage.total")["got"]) == ("passed", "96 %")
    ruling = ran.ruling("coverage.groups.payments.lines")
    assert (ruling["status"], ruling["distance"]) == ("failed", "299/300 lines, 1 short")
    assert ruling["spots"][0] == {
        "path": "src/pay.py",
        "line": 300,
        "end": 300,
        "note": "no test reaches this",
    }


def test_a_scenario_without_a_passed_test_is_named(tmp_path: Path) -> None:
    wanted = '["*success*", "*idempotency*", "*rollback*"]'
    rule = f'tests: {{groups: {{avatar: {{names: "avatar*", must-pass: {wanted}}}}}}}\n'
    cases = ("avatar success", "avatar idempotency?", "avatar timeout")
    ran = gate(tmp_path, "stages:\n" + stage("unit", *cases) + rule)

    assert ran.code == 1
    ruling = ran.ruling("tests.groups.avatar.must-pass")
    assert ruling["status"] == "failed"
    said = str(ruling)
    assert "*idempotency*" in said
    assert "skipped, and it is required" in said
    assert "*rollback*" in said
    assert "*success*" not in str(ruling["spots"])


def test_one_variant_fails_for_itself_and_is_named(tmp_path: Path) -> None:
    run = f"{leaves('out/models.xml', junit('video'))}\n[ $QG_MODEL = runway ] || exit 0\n"
    run += f"{leaves('out/models.xml', junit('video!'))}\nexit 1"
    config = "stages:\n" + stage("models", run=run)
    config += "    reports: out/models.xml\n    matrix: {model: [minimax, runway]}\n"
    ran = gate(tmp_path, config)

    assert ran.code == 1
    notes = [spot["note"] for spot in ran.ruling("stages.models")["spots"]]
    assert notes == ["t::video (model=runway): broken"]
    assert "t::video (model=runway)" in ran.out
    assert ran.record["tests"]["counts"]["passed"] == 1


def test_a_critical_operation_outvotes_98_percent(tmp_path: Path) -> None:
    cases = ("test_buy!", *(f"test_{number}" for number in range(49)))
    rules = 'tests: {pass-rate: 95, groups: {critical: {names: ["*test_buy", "*test_1"], pass-rate: 100}}}\n'
    ran = gate(tmp_path, "stages:\n" + stage("api", *cases, run="exit 1") + rules)

    assert (ran.code, ran.ruling("tests.pass-rate")["status"]) == (1, "passed")
    assert ran.ruling("tests.pass-rate")["got"] == "98 %"
    assert ran.ruling("tests.groups.critical.pass-rate")["status"] == "failed"
    assert ran.out.startswith("NOT READY")


@pytest.mark.parametrize(
    ("level", "phrase"),
    [("required", "NOT READY"), ("recommended", "READY WITH WARNINGS"), ("optional", "READY")],
)
def test_what_is_missing_weighs_what_its_level_says(tmp_path: Path, level: str, phrase: str) -> None:
    load = f"  load: {{reports: out/load.xml, level: {level}}}\n"
    ran = gate(tmp_path, "stages:\n" + stage("unit", "a") + load)

    assert ran.record["verdict"]["phrase"] == phrase
    assert ran.ruling("stages.load")["reason"].startswith("out/load.xml was not written")
    assert "load" in ran.out


def test_a_level_or_a_stage_is_a_part_and_never_ready(tmp_path: Path) -> None:
    config = "stages:\n" + stage("unit", "a") + stage("load", "b", more="    level: recommended\n")
    ran = gate(tmp_path, config, "--level", "unit")
    site = Repository(tmp_path)

    assert ran.out.startswith("PASSED (partial: unit)")
    assert (ran.code, ran.record["verdict"]["ready"]) == (0, False)
    assert "left out: stages.load" in ran.out
    assert site.gate("plan", "--level", "recommended").out.count("load") >= 1
    assert site.gate("run", "--level", "required").out.startswith("PASSED (partial: unit)")
    assert site.gate("run", "--level", "optional").code == 2


def test_a_filtered_stage_is_no_evidence_of_the_whole(tmp_path: Path) -> None:
    run = "mkdir -p out && cp unit.txt out/unit.xml && python3 -c 'import sys; print(sys.argv)'"
    config = f"stages:\n  unit:\n    run: {run}\n    reports: out/unit.xml\n"
    site = Repository(tmp_path).write({"quality-gate.yml": f"version: 1\n{config}", "unit.txt": junit("a")})
    site.commit()

    ran = site.gate("run", "--stage", "unit", "--", "-k", "a b")
    assert (ran.code, ran.out.splitlines()[0].split("  ")[0]) == (0, "PASSED (partial: unit -- -k 'a b')")
    assert "unit: it ran only `-k 'a b'`" in ran.out
    assert "['-c', '-k', 'a b']" in ran.err

    whole = site.gate("conclude")
    assert (whole.code, whole.ruling("stages.unit")["cause"]) == (1, "incomplete")
    assert whole.ruling("stages.unit")["reason"] == "unit: it ran only `-k 'a b'`"
    part = site.gate("conclude", "--stage", "unit")
    assert (part.code, part.record["verdict"]["phrase"]) == (0, "PASSED (partial: unit)")
    assert site.gate("run", "unit").code == 2


def test_e2e_on_mocks_warns_and_unit_tests_carry_no_label(tmp_path: Path) -> None:
    ran = gate(tmp_path, "stages:\n" + stage("unit", "a") + stage("e2e", "b", more="    environment: mock\n"))

    assert ran.record["verdict"]["phrase"] == "READY WITH WARNINGS"
    assert ran.ruling("stages.e2e.environment")["reason"] == "e2e ran on mocks"
    assert {one["name"]: one["environment"] for one in ran.record["stages"]} == {"unit": "", "e2e": "mock"}
    assert "exit 0, on mock" in ran.out
    explained = Repository(tmp_path).gate("explain", "stages.e2e.environment").out
    assert "written at quality-gate.yml:" in explained


def test_a_known_issue_without_a_reason_is_a_mistake(tmp_path: Path) -> None:
    waiver = 'waivers: [{tests: "t::a", error: broken, owner: "@a", expires: 2027-01-01}]\n'
    ran = gate(tmp_path, "stages:\n" + stage("unit", "a!") + waiver)

    assert (ran.code, ran.record) == (2, {})
    assert "reason" in ran.err


def test_a_verdict_says_where_it_comes_from(tmp_path: Path) -> None:
    config = "stages:\n" + stage("unit", "a")
    config += "targets: {prod: {host: example.com}, local: {host: localhost}}\n"
    config += "profiles: {pre-deploy: {decides: true}}\n"
    env = {"GITHUB_ACTOR": "octocat", "RUNNER_NAME": "runner 7"}
    words = ("--profile", "pre-deploy", "--target", "prod", "--format", "markdown")
    ran = gate(tmp_path, config, *words, env=env)

    digest = ran.record["policy"]["digest"]
    head, foot = ran.out.splitlines()[0], ran.out.splitlines()[-1]
    assert "READY — shop · pre-deploy · target prod · `" in head
    assert ran.record["subject"]["commit"][:7] in head
    assert ran.record["subject"]["tree"] == Repository(tmp_path).git("rev-parse", "HEAD^{tree}")
    assert f"configuration `{digest[:7]}` · 20" in foot
    assert "UTC · took " in foot
    assert "by octocat · on runner 7" in foot
    assert (ran.record["run"]["actor"], ran.record["run"]["runner"]) == ("octocat", "runner 7")
    assert (ran.record["profile"], ran.record["target"]) == ("pre-deploy", "prod")
    assert ran.record["verifier"]["version"] and ran.record["time"] and ran.record["elapsed"]
