"""Holes through which a file or an envelope could speak for a stage that it is not of; each stays shut."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from repository import Repository, junit, lcov, leaves

RETRIED = f"""\
version: 1
stages:
  unit:
    run: |
      mkdir -p out
      if test -e tried; then
      {leaves("out/unit.xml", junit("a", "b")).replace(chr(10), chr(10) + "      ")}
      else touch tried
      {leaves("out/unit.xml", junit("a!", "gone!")).replace(chr(10), chr(10) + "      ")}
      exit 1; fi
    reports: out/unit.xml
    retry: 1
tests: {{pass-rate: 100, max-flaky: 0}}
"""
WRITTEN = f"""\
version: 1
stages:
  unit:
    run: |
      {leaves("out/unit.xml", junit("a")).replace(chr(10), chr(10) + "      ")}
    reports: [out/unit.xml]
"""
COLLECTED = "version: 1\nstages: {unit: {reports: [out/unit.xml]}}\n"
IN_A_RUN = {"GITHUB_RUN_ID": "77", "GITHUB_RUN_ATTEMPT": "2"}


def shop(folder: Path, config: str) -> Repository:
    return Repository(folder / "shop").write({"quality-gate.yml": config, "src/a.py": "x\n"}).commit()


def envelope_of(repository: Repository, name: str = "unit") -> Path:
    return repository.root / "quality-gate" / "envelopes" / name / "envelope.json"


def change(path: Path, **values: Any) -> None:
    envelope = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**envelope, **values}), encoding="utf-8")


def test_one_file_speaks_for_one_shard_of_one_variant(tmp_path: Path) -> None:
    parts = "shards: 4, matrix: {os: [a, b, c, d]}"
    config = f"version: 1\nstages:\n  e2e: {{run: make e2e, reports: out/e2e.xml, {parts}}}\n"
    repository = shop(tmp_path, config).write({"out/e2e.xml": junit("a")})
    ran = repository.gate("check")

    assert ran.code == 1
    ruling = ran.ruling("stages.e2e")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "missing")
    assert ruling["reason"].count("out/e2e.xml already spoke for e2e 1/4 (os=a)") == 1


@pytest.mark.parametrize("reports", ["out/unit.xml", "out/*.xml", "same/unit.xml"])
def test_one_file_speaks_for_one_stage(tmp_path: Path, reports: str) -> None:
    config = f"version: 1\nstages:\n  unit: {{reports: out/unit.xml}}\n  smoke: {{reports: '{reports}'}}\n"
    repository = shop(tmp_path, config).write({"out/unit.xml": junit("a")})
    (repository.root / "same").symlink_to("out")
    ran = repository.gate("check")

    assert ran.code == 1
    assert ran.ruling("stages.unit")["status"] == "passed"
    ruling = ran.ruling("stages.smoke")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "missing")
    assert "already spoke for unit" in ruling["reason"]


def test_a_test_that_passed_only_on_a_retry_is_flaky(tmp_path: Path) -> None:
    ran = shop(tmp_path, RETRIED).gate("run")

    ruling = ran.ruling("tests.max-flaky")
    assert (ruling["status"], ruling["got"].split()[0]) == ("failed", "1")
    assert ran.code == 1
    (stage,) = ran.record["stages"]
    assert "passed only on attempt 2; attempt 1: exit 1" in stage["notes"]
    assert "gone" not in json.dumps(ran.record["tests"])


def test_an_earlier_attempts_report_must_be_the_one_that_was_stored(tmp_path: Path) -> None:
    repository = shop(tmp_path, RETRIED)
    repository.gate("run", "--no-verdict")
    (copy,) = envelope_of(repository).parent.glob("attempts/1/*")
    copy.write_text(junit("a", "b"), encoding="utf-8")
    ran = repository.gate("conclude")

    assert ran.code == 1
    assert "SHA-256 differs" in ran.ruling("stages.unit")["reason"]


def test_an_earlier_attempts_report_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    config = RETRIED.replace("max-flaky: 0", "max-flaky: 1").replace(
        "exit 1; fi", "echo > out/unit.xml; exit 1; fi"
    )
    ran = shop(tmp_path, config).gate("run")

    assert ran.code == 0, ran.said
    (note,) = [note for note in ran.record["stages"][0]["notes"] if "flaky" in note]
    assert note.startswith("attempt 1's out/unit.xml cannot be read, so flaky tests may be missed")


def no_git(folder: Path) -> dict[str, str]:
    """A PATH with all that a stage needs, and no git."""
    folder.mkdir()
    for name in ("bash", "sh", "mkdir", "cat", "env"):
        (folder / name).symlink_to(shutil.which(name) or "")
    return {"PATH": str(folder)}


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("way", [".git", "GIT_DIR"])
def test_a_repository_without_git_is_no_folder_without_history(tmp_path: Path, there: bool, way: str) -> None:
    repository = shop(tmp_path, COLLECTED).write({"out/unit.xml": junit("a")})
    env = no_git(tmp_path / "bin")
    if there:
        (tmp_path / "bin" / "git").write_text("not a program")
    if way == "GIT_DIR":
        shutil.move(repository.root / ".git", tmp_path / "elsewhere")
        env["GIT_DIR"] = str(tmp_path / "elsewhere")
    ran = repository.gate("check", env=env)

    assert ran.code == 3
    assert "git cannot be asked: " in ran.err
    assert "install git" in ran.err
    assert "Traceback" not in ran.said


def test_a_repository_beyond_a_ceiling_is_none_of_ours(tmp_path: Path) -> None:
    repository = shop(tmp_path, COLLECTED)
    repository.write({"inner/quality-gate.yml": COLLECTED, "inner/out/unit.xml": junit("a")})
    ran = repository.gate("check", "-C", "inner", env={"GIT_CEILING_DIRECTORIES": str(repository.root)})

    assert ran.code == 0, ran.said
    assert "no git repository" in ran.said


def test_a_repository_without_a_commit_is_sound(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop").write({"quality-gate.yml": COLLECTED})
    ran = repository.write({"out/unit.xml": junit("a")}).gate("check")

    assert ran.code == 0, ran.said
    assert "no commit yet: a collected report's age is not known" in ran.said


@pytest.mark.parametrize("broken", ["index", "HEAD", "refs/heads/main"])
def test_a_broken_repository_is_told(tmp_path: Path, broken: str) -> None:
    repository = shop(tmp_path, COLLECTED).write({"out/unit.xml": junit("a")})
    (repository.root / ".git" / broken).write_bytes(b"broken")
    ran = repository.gate("check")

    assert ran.code == 3
    assert "git cannot be asked: " in ran.err
    assert "Traceback" not in ran.said


def test_a_repository_whose_commit_is_gone_is_told(tmp_path: Path) -> None:
    repository = shop(tmp_path, COLLECTED).write({"out/unit.xml": junit("a")})
    shutil.rmtree(repository.root / ".git" / "objects")
    (repository.root / ".git" / "objects").mkdir()

    assert repository.gate("check").code == 3


def bare(folder: Path, hours: int) -> Repository:
    """A folder that no repository holds, with a report of some hours ago."""
    repository = shop(folder, COLLECTED).write({"out/unit.xml": junit("a")})
    shutil.rmtree(repository.root / ".git")
    report = repository.root / "out/unit.xml"
    then = report.stat().st_mtime - hours * 3600
    os.utime(report, (then, then))
    return repository


def test_outside_a_repository_a_reports_age_is_told(tmp_path: Path) -> None:
    ran = bare(tmp_path, 23).gate("check")

    assert ran.code == 0, ran.said
    assert "no git repository: a collected report's age is not known" in ran.said


def test_outside_a_repository_yesterdays_report_is_stale(tmp_path: Path) -> None:
    ran = bare(tmp_path, 25).gate("check")

    assert ran.code == 1
    assert ran.ruling("stages.unit")["cause"] == "stale"
    assert "older than 24 hours" in ran.ruling("stages.unit")["reason"]


def test_what_all_shards_say_alike_is_said_once(tmp_path: Path) -> None:
    run = "test $QG_SHARD = 2 || { exec sleep 60 & }"
    repository = shop(tmp_path, f"version: 1\nstages: {{e2e: {{shards: 2, run: '{run}', reports: x.xml}}}}\n")
    of_one = repository.gate("run").record["stages"][0]["notes"]
    shutil.rmtree(repository.root / ".git")
    of_all = repository.gate("check").record["stages"][0]["notes"]

    assert of_one == ["1/2: left 1 process behind; it was ended"]
    assert of_all == ["no git repository: a collected report's age is not known"]


def test_a_file_that_a_submodule_tracks_is_no_evidence(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner").write({"kept/unit.xml": junit("a")}).commit()
    config = "version: 1\nstages: {unit: {reports: [vendor/inner/kept/unit.xml]}}\n"
    repository = shop(tmp_path, config)
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.root), "vendor/inner"
    )
    repository.commit()
    ran = repository.gate("check")

    assert ran.code == 1
    assert "tracked by git" in ran.ruling("stages.unit")["reason"]


def test_a_file_that_is_tracked_under_another_name_is_no_evidence(tmp_path: Path) -> None:
    config = "version: 1\nstages: {unit: {reports: [reports/unit.xml]}, smoke: {reports: [smoke.xml]}}\n"
    repository = shop(tmp_path, config).write({"kept/unit.xml": junit("a"), "kept/smoke.xml": junit("b")})
    (repository.root / "reports").symlink_to("kept")
    (repository.root / "smoke.xml").symlink_to("kept/smoke.xml")
    repository.git("add", "kept", "reports")
    repository.git("commit", "-q", "-m", "x")
    ran = repository.gate("check")

    for stage in ("unit", "smoke"):
        assert "tracked by git" in ran.ruling(f"stages.{stage}")["reason"]


def test_a_file_that_is_tracked_above_the_gates_folder_is_no_evidence(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop").write({"kept/unit.xml": junit("a")})
    repository.write({"api/quality-gate.yml": "version: 1\nstages: {unit: {reports: [reports/unit.xml]}}\n"})
    (repository.root / "api" / "reports").symlink_to("../kept")
    repository.commit()
    ran = repository.gate("check", "-C", "api")

    assert ran.code == 1
    record = json.loads((repository.root / "api/quality-gate/record.json").read_text(encoding="utf-8"))
    assert record["stages"][0]["envelopes"][0]["reports"][0]["freshness"] == "tracked"


def concluded(repository: Repository, **env: str) -> dict[str, Any]:
    ran = repository.gate("conclude", env=env)

    assert ran.code == 1, ran.said
    return ran.ruling("stages.unit")


def test_an_envelope_of_another_configuration_is_refused(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    assert repository.gate("stage", "unit").code == 0
    assert repository.gate("conclude").code == 0
    repository.write({"quality-gate.yml": WRITTEN + "tests: {pass-rate: 100}\n"})
    ruling = concluded(repository)

    assert (ruling["status"], ruling["cause"]) == ("unknown", "stale")
    assert "unit ran under another configuration" in ruling["reason"]


def test_an_envelope_of_another_command_is_refused(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    repository.gate("stage", "unit")
    change(envelope_of(repository), command="true")

    assert "unit ran another command" in concluded(repository)["reason"]


def test_a_declared_report_of_which_nothing_was_handed_over(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    repository.gate("stage", "unit")
    change(envelope_of(repository), reports=[])
    ruling = concluded(repository)

    assert (ruling["status"], ruling["cause"]) == ("unknown", "missing")
    assert "unit says nothing about out/unit.xml" in ruling["reason"]


@pytest.mark.parametrize(
    ("run", "attempt", "said"),
    [
        ("76", "2", "unit is of the workflow run 76, not of 77"),
        ("", "1", "unit is of no workflow run, not of 77"),
        ("77", "3", "unit is of attempt 3, and this is attempt 2"),
    ],
)
def test_an_envelope_of_another_workflow_run_is_refused(
    tmp_path: Path, run: str, attempt: str, said: str
) -> None:
    repository = shop(tmp_path, WRITTEN)
    repository.gate("stage", "unit", env={"GITHUB_RUN_ID": run, "GITHUB_RUN_ATTEMPT": attempt})
    ruling = concluded(repository, **IN_A_RUN)

    assert (ruling["status"], ruling["cause"]) == ("unknown", "stale")
    assert said in ruling["reason"]


def test_an_earlier_attempt_of_this_workflow_run_counts(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    repository.gate("stage", "unit", env={**IN_A_RUN, "GITHUB_RUN_ATTEMPT": "1"})

    assert repository.gate("conclude", env=IN_A_RUN).code == 0
    assert repository.gate("conclude").code == 0


def test_jobs_whose_names_look_alike_keep_their_own_folders(tmp_path: Path) -> None:
    leaf = "mkdir -p out; test $QG_PY = 3-1 && exit 1; " + leaves("out/unit.xml", junit("a")).removeprefix(
        "mkdir -p out && "
    ).replace("\n", "\n      ")
    config = f"version: 1\nstages:\n  unit:\n    matrix: {{py: ['3-1', '3 1']}}\n    run: |\n      {leaf}\n"
    ran = shop(tmp_path, config).gate("run")

    assert ran.code == 1
    assert len(list((tmp_path / "shop/quality-gate/envelopes").iterdir())) == 2
    assert len({one["log"] for one in ran.record["stages"][0]["envelopes"]} | {"x"}) >= 2


def test_a_superseded_attempt_is_told_once(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    repository.gate("stage", "unit", env={**IN_A_RUN, "GITHUB_RUN_ATTEMPT": "1"})
    shutil.move(repository.root / "quality-gate", tmp_path / "all" / "first")
    repository.gate("stage", "unit", env=IN_A_RUN)
    shutil.move(repository.root / "quality-gate", tmp_path / "all" / "second")
    ran = repository.gate("conclude", str(tmp_path / "all"), env=IN_A_RUN)

    assert ran.code == 0, ran.said
    assert ran.said.count("is superseded by attempt 2") == 1
    assert "unit: attempt 1 is superseded by attempt 2" in ran.said


def test_two_envelopes_of_one_place_contradict_each_other_and_the_way_out_is_told(tmp_path: Path) -> None:
    repository = shop(tmp_path, WRITTEN)
    for name in ("one", "other"):
        repository.gate("stage", "unit")
        shutil.copytree(repository.root / "quality-gate/envelopes/unit", tmp_path / "all" / name)
    change(tmp_path / "all/one/envelope.json", started="2026-01-01T00:00:00Z")
    ran = repository.gate("conclude", str(tmp_path / "all"))

    assert ran.code == 1
    ruling = ran.ruling("stages.unit")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "inconclusive")
    assert "delete quality-gate/ before the legs run" in ruling["next"]


def test_every_line_of_a_stage_that_says_a_lot_is_told(tmp_path: Path) -> None:
    count = 100_000
    config = f"version: 1\nstages: {{unit: {{run: 'seq {count}; printf \"\\n\\n::end\"'}}}}\n"
    ran = shop(tmp_path, config).gate("run")

    assert ran.code == 0, ran.said[-1000:]
    told = ran.err.splitlines()
    start = told.index("1")
    assert told[start : start + count] == [str(number) for number in range(1, count + 1)]
    assert told[start + count : start + count + 3] == ["", "", ": :end"]


def test_git_is_asked_where_the_report_lies(tmp_path: Path) -> None:
    """A separate GIT_DIR says nothing about folders below; what it tracks is still no evidence."""
    repository = shop(tmp_path, COLLECTED.replace("out/", "kept/")).write({"kept/unit.xml": junit("a")})
    repository.commit()
    subprocess.run(["mv", ".git", str(tmp_path / "elsewhere")], cwd=repository.root, check=True)
    ran = repository.gate("check", env={"GIT_DIR": str(tmp_path / "elsewhere")})

    assert ran.code == 1
    assert "tracked by git" in ran.ruling("stages.unit")["reason"]


def test_one_shard_does_not_explain_the_exit_code_of_another(tmp_path: Path) -> None:
    red, green = junit("a!"), junit("b", "c", "d", "e", "f", "g", "h", "i", "j")
    script = f"""\
      mkdir -p out
      if [ $QG_SHARD = 1 ]; then echo '{red}' > out/u.xml; else echo '{green}' > out/u.xml; exit 3; fi
"""
    config = f"version: 1\nstages:\n  unit:\n    shards: 2\n    run: |\n{script}    reports: out/u.xml\n"
    repository = Repository(tmp_path / "shop").write({"quality-gate.yml": config + "tests: {pass-rate: 90}"})
    ran = repository.commit().gate("run")

    assert ran.code == 1
    assert ran.ruling("stages.unit")["reason"] == "unit 2/2: unexplained exit 3: no test failed"


def test_an_optional_stage_decides_no_coverage(tmp_path: Path) -> None:
    config = f"""\
version: 1
stages:
  unit:
    run: |
      {leaves("out/a.info", lcov({"src/a.py": "+--"})).replace(chr(10), chr(10) + "      ")}
    reports: out/a.info
  extra:
    level: optional
    run: |
      {leaves("out/b.info", lcov({"src/a.py": "+++", "no.py": "+"})).replace(chr(10), chr(10) + "      ")}
    reports: out/b.info
coverage: {{total: 100}}
"""
    repository = Repository(tmp_path / "shop").write({"quality-gate.yml": config, "src/a.py": "x\ny\nz\n"})
    ran = repository.commit().gate("run")

    assert ran.code == 1
    assert ran.ruling("coverage.total")["distance"] == "1/3 lines, 2 short"


def test_the_same_path_elsewhere_is_not_ours(tmp_path: Path) -> None:
    foreign = lcov({"src/a.py": "+--", "node_modules/foo/src/a.py": "+" * 40})
    script = leaves("out/a.info", foreign).replace("\n", "\n      ")
    stage = f"stages:\n  unit:\n    run: |\n      {script}\n    reports: out/a.info\n"
    config = f"version: 1\n{stage}coverage: {{total: 90}}"
    repository = Repository(tmp_path / "shop").write({"quality-gate.yml": config, "src/a.py": "x\ny\nz\n"})
    ran = repository.commit().gate("run")

    assert ran.code == 1, ran.out
