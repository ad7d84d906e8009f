"""`coverage`: what the reports say as they lie there, and --check, which judges nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository, junit, lcov

CONFIG = """\
version: 1
stages:
  unit: {run: "exit 1", reports: [out/lcov.info]}
coverage:
  total: 50
  groups:
    pay: {paths: src/pay/**, lines: 100, per: file}
    old: {paths: src/old.py, uncovered: 3}
tests: {pass-rate: 100}
"""
FILES = {"src/pay/a.py": "++-+---", "src/old.py": "+--", "src/full.py": "++"}


def repository(root: Path, config: str = CONFIG) -> Repository:
    files = dict.fromkeys(FILES, "x\n")
    if config:
        files["quality-gate.yml"] = config
    return Repository(root).write(files).commit().write({"out/lcov.info": lcov(FILES)})


def coverage(repository: Repository, *words: str) -> int:
    return main(["coverage", "-C", str(repository.root), *words])


def test_total_rules_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage(repository(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "coverage 50 % of lines, in 3 files",
        "  lines  6/12  50 %",
        "",
        "rules",
        "  total           6/12  50 %                    ≥ 50 %                passed",
        "  pay: lines       3/7  42.9 % in src/pay/a.py  ≥ 100 % in each file  failed",
        "  old: uncovered   1/3  2 of 3 lines            ≤ 3                   passed",
        "",
        "files, those that miss most first",
        "  FILE          MISSING  COVERED  LINES",
        "  src/pay/a.py        4   42.9 %  3, 5–7",
        "  src/old.py          2   33.3 %  2–3",
    ]


def test_check_judges_coverage_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = repository(tmp_path)
    assert coverage(place, "--check") == 1
    text = capsys.readouterr().out
    assert "src/pay/a.py" in text
    assert "3, 5–7" in text

    (tmp_path / "out/lcov.info").write_text(lcov({**FILES, "src/pay/a.py": "+++++++"}))
    assert coverage(place, "--check") == 0
    assert "READY" not in capsys.readouterr().out


def test_a_missing_report_is_never_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = CONFIG.replace("[out/lcov.info]", "[out/lcov.info, out/web.info]").replace(
        "lines: 100", "lines: 1"
    )
    place = repository(tmp_path, config)

    assert coverage(place) == 0
    assert coverage(place, "--check") == 1
    assert "out/web.info" in capsys.readouterr().out
    (tmp_path / "out/lcov.info").unlink()
    assert coverage(place) == 1
    text = capsys.readouterr().out
    assert "no coverage report was read" in text
    assert "total: no coverage report of a required stage was read" in text


def test_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage(repository(tmp_path), "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)

    assert said["total"]["lines"] == {"covered": 6, "total": 12}
    assert said["files"]["src/old.py"]["missing"] == [2, 3]
    assert {rule["rule"]: (rule["status"], rule["covered"], rule["total"]) for rule in said["rules"]} == {
        "coverage.total": ("passed", 6, 12),
        "coverage.groups.pay.lines": ("failed", 3, 7),
        "coverage.groups.old.uncovered": ("passed", 1, 3),
    }
    assert said["good"] is False
    assert said["problems"] == []


def test_twenty_files_or_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = repository(tmp_path)
    drawn = {f"src/f{number:02}.py": "+" + "-" * number for number in range(30)}
    place.write({**dict.fromkeys(drawn, "x\n"), "out/lcov.info": lcov(drawn)})

    assert coverage(place) == 0
    text = capsys.readouterr().out
    assert "src/f29.py" in text
    assert "src/f09.py" not in text
    assert "and 9 more files with missing lines; --all shows them" in text
    assert coverage(place, "--all") == 0
    assert "src/f00.py" in capsys.readouterr().out


def test_without_a_configuration_reports_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = repository(tmp_path, config="")
    (tmp_path / "out/lcov.info").rename(tmp_path / "lcov.info")

    assert coverage(place) == 0
    assert "no coverage rule is written" in capsys.readouterr().out
    assert coverage(place, "--check") == 1


def test_what_a_run_has_left_stays(tmp_path: Path) -> None:
    place = repository(tmp_path).write({"out/unit.xml": junit("a")})
    assert place.gate("run").code == 1
    before = sorted(path for path in (tmp_path / "quality-gate").rglob("*") if path.is_file())
    place.write({"out/lcov.info": lcov(FILES)})

    assert coverage(place) == 0
    assert sorted(path for path in (tmp_path / "quality-gate").rglob("*") if path.is_file()) == before


def test_everything_covered_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = repository(tmp_path).write({"out/lcov.info": lcov({"src/full.py": "++"})})

    assert coverage(place) == 0
    text = capsys.readouterr().out
    assert "every measured line is covered" in text
    assert "unknown (no-match)" in text


def test_a_waiver_is_no_rule_of_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=9)
    waiver = f"waivers: [{{metrics: gone, reason: measured on Mondays only, owner: me, expires: {soon}}}]\n"
    coverage(repository(tmp_path, CONFIG + waiver), "--format", "json")

    rules = [rule["rule"] for rule in json.loads(capsys.readouterr().out)["rules"]]
    assert rules == ["coverage.total", "coverage.groups.pay.lines", "coverage.groups.old.uncovered"]
