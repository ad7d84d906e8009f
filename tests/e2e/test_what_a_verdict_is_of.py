"""A verdict is of the files that were judged, and no earlier one stands in the place of this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from repository import SOURCES, Repository, junit, lcov

CONFIG = "version: 1\nstages: {unit: {run: 'cp kept.xml out.xml', reports: out.xml}}\n"
OUTLETS = "publish: [console, record, report, html, badge, junit, metrics]\n"


def shop(tmp_path: Path, config: str = CONFIG) -> Repository:
    files = {"quality-gate.yml": config, "kept.xml": junit("a"), "src/a.py": "x = 1\n"}
    return Repository(tmp_path / "shop").write({**files, ".gitignore": "out.xml\nquality-gate/\n"}).commit()


def outputs(repository: Repository) -> set[str]:
    folder = repository.root / "quality-gate"
    return {path.name for path in folder.iterdir() if path.is_file()} - {".gitignore"}


def test_what_is_not_committed_is_named_and_clears_no_commit(tmp_path: Path) -> None:
    repository = shop(tmp_path).write({"src/a.py": "x = 2\n"})
    ran = repository.gate("run")
    kept = tmp_path / "record.json"
    shutil.copy(repository.root / "quality-gate/record.json", kept)
    verified = repository.gate("verify", str(kept))

    assert ran.code == 0
    assert "judged with what is not committed: src/a.py" in ran.out
    assert ran.record["subject"]["edited"] == ["src/a.py"]
    assert (verified.code, verified.out) == (
        1,
        "not cleared: the record is of files that were not committed: src/a.py\n",
    )


def test_new_files_are_not_committed_either_but_reports_are_no_such_files(tmp_path: Path) -> None:
    repository = shop(tmp_path).write({".gitignore": "quality-gate/\n"}).commit()
    assert repository.gate("run").record["subject"]["edited"] == []
    assert repository.gate("run").record["subject"]["edited"] == []  # now out.xml lies there

    ran = repository.write({"src/new.py": "x = 3\n"}).gate("run")

    assert "judged with what is not committed: src/new.py" in ran.out
    assert ran.record["subject"]["edited"] == ["src/new.py"]


def test_a_file_may_be_called_as_git_calls_a_commit(tmp_path: Path) -> None:
    repository = shop(tmp_path).write({"HEAD": "x"}).commit()

    assert repository.gate("run").code == 0
    assert repository.write({"HEAD": "y"}).gate("run").record["subject"]["edited"] == ["HEAD"]


def test_in_ci_the_commit_is_judged_whatever_steps_have_done_to_its_files(tmp_path: Path) -> None:
    repository = shop(tmp_path).write({"src/a.py": "x = 2\n"})
    ran = repository.gate("run", env={"CI": "true"})

    assert ran.record["subject"]["edited"] == []
    assert "not committed" not in ran.said


@pytest.mark.parametrize("command", ["run", "check", "conclude"])
def test_a_run_leaves_nothing_of_an_earlier_one(tmp_path: Path, command: str) -> None:
    repository = shop(tmp_path, CONFIG + OUTLETS)
    assert repository.gate("run").code == 0
    before = outputs(repository)
    repository.write({"quality-gate.yml": CONFIG + "publish: [console]\n"})
    later = repository.gate(command)

    assert before == {"record.json", "report.md", "report.html", "badge.svg", "junit.xml", "metrics.prom"}
    assert outputs(repository) == set()
    assert "record.json" not in later.out


def test_files_of_a_report_that_count_for_nothing_are_told(tmp_path: Path) -> None:
    ours = {f"src/f{number}.py": "+" for number in range(40)}
    foreign = {"gen/a.py": "-", "gen/b.py": "-", "lib/site-packages/x/y.py": "-"}
    config = "version: 1\nstages: {unit: {reports: [out/a.info, out/b.info]}}\ncoverage: {total: 100}\n"
    repository = Repository(tmp_path).write({"quality-gate.yml": config, **dict.fromkeys(ours, "x = 1\n")})
    repository.commit().write({"out/a.info": lcov({**ours, **foreign}), "out/b.info": lcov(ours)})
    ran = repository.gate("check")
    told = "2 files in out/a.info are not in this repository, and count for nothing: gen/a.py, gen/b.py"

    assert ran.code == 0, ran.said
    assert ran.record["stages"][0]["notes"] == [told]
    assert f"unit: {told}" in ran.out.replace("\n    ", " ")
    repository.write({"quality-gate.yml": config.replace("total: 100", "total: 100, exclude: gen/a.py")})
    alone = repository.gate("check").record["stages"][0]["notes"]
    assert alone == ["1 file in out/a.info is not in this repository, and counts for nothing: gen/b.py"]
    repository.write({"quality-gate.yml": config.replace("total: 100", "total: 100, exclude: gen/**")})
    assert repository.gate("check").record["stages"][0]["notes"] == []


def test_the_last_record_may_be_the_base_of_this_run(tmp_path: Path) -> None:
    repository = shop(tmp_path, CONFIG + "tests: {lost: 0, pass-rate: 100}\n")
    repository.gate("run")
    # By hand: the runner of these tests takes the last record away.
    ran = subprocess.run(
        [sys.executable, "-m", "quality_gate", "run", "--base", "quality-gate/record.json"],
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0
    assert "passed  tests: lost" in ran.stdout


def test_a_report_that_is_named_wrongly_is_a_mistake_of_the_command_line(tmp_path: Path) -> None:
    repository = shop(tmp_path).write({"out.xml": junit("a")})
    absent, folder = repository.gate("check", "nope.xml"), repository.gate("check", "src/")

    assert (absent.code, absent.out) == (2, "")
    assert absent.err.startswith("quality-gate: there is no nope.xml\n  → name reports that are there")
    assert (folder.code, folder.out) == (2, "")
    assert folder.err.startswith(
        "quality-gate: src/ is a folder\n  → name the reports in it, such as src/*.xml"
    )
