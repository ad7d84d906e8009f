"""`doctor` says what is missing before a run does, and where the files of a report lead."""

from __future__ import annotations

import json
import os
import platform
import re
import socket
from pathlib import Path

import coverage
import pytest

from repository import Repository, junit, lcov

GOOD = """\
version: 1
setup: git --version
stages:
  unit: {run: "git status && sh unit.sh", reports: [out/lcov.info, out/junit.xml]}
  lint: {reports: out/lint.xml}
  opaque: {run: "$TOOL"}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    files = {"src/a.py": "x = 1\n", "lib/a.py": "x = 1\n", "src/b.py": "y = 2\n", "quality-gate.yml": GOOD}
    return Repository(tmp_path / "shop").write(files).commit()


def rows(text: str) -> dict[str, tuple[str, str]]:
    """Name → status and words."""
    found = re.findall(
        r"^  (?:\S) (passed|warned|failed|skipped)\s+(.+?)(?:\s{2,}(.*))?$", text, re.MULTILINE
    )
    return {name: (status, said) for status, name, said in found}


def test_all_is_here(repository: Repository) -> None:
    ran = repository.gate("doctor")
    found = rows(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert list(found) == [
        *("python", "git", "bash", "quality-gate/", "disk", "configuration"),
        *("setup", "stage unit", "stage lint", "stage opaque", "reports"),
    ]
    assert found["stage unit"] == ("passed", "git, sh found")
    assert found["stage lint"][0] == "skipped"
    assert found["stage opaque"] == ("passed", "names no program that could be looked up")
    assert found["reports"] == ("passed", "3 paths, none of them committed")
    assert ran.out.endswith("all 11 checks are fine\n")
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert not (repository.root / "quality-gate" / ".doctor").exists()


def test_what_is_missing_is_named_with_its_remedy(repository: Repository) -> None:
    repository.write(
        {
            "run.sh": "not executable",
            "quality-gate.yml": """\
version: 1
teardown: no-such-program-here down
stages:
  unit: {run: "./run.sh && another-missing-one"}
  web: {run: git status, working-directory: web}
  own: {run: mine, env: {PATH: tools}}
  home: {run: ~nosuchuser/bin/x --all}
""",
        }
    )
    ran = repository.gate("doctor")
    found = rows(ran.out)

    assert ran.code == 1
    assert found["teardown"] == ("failed", "no-such-program-here is not found")
    assert found["stage unit"] == ("failed", "./run.sh, another-missing-one are not found")
    assert found["stage web"] == ("failed", "there is no folder web")
    assert found["stage own"][0] == "failed"
    assert found["stage home"] == ("failed", "~nosuchuser/bin/x is not found")
    assert "→ install it, or correct the command" in ran.out
    assert ran.out.endswith("5 of 11 checks failed\n")


AROUND = """\
version: 1
setup: python3 -m http.server
targets:
  local: {host: localhost, http: HTTP, name: shop}
  other: {host: localhost, name: shop}
  far: {host: example.com, http: 443}
stages:
  unit: {run: "python3 unit.py; make", reports: [out/unit.xml, REPORT], ports: [ONE, TWO]}
"""


def test_versions_ports_and_reports_are_looked_at(repository: Repository) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        text = AROUND.replace("HTTP", str(port))
        repository.write({"quality-gate.yml": text.replace("REPORT", "loose.xml"), "loose.xml": "x"})
        found = rows(repository.gate("doctor").out)

        assert found["python3"] == ("passed", f"Python {platform.python_version()}")
        assert found["target local"] == ("warned", f"http {port} answers")
        assert found["target other"] == ("passed", "names no port")
        assert "target far" not in found
        assert found["ports"] == ("passed", "2 free ports can be had")
        assert found["reports"] == ("warned", "git does not ignore loose.xml, and would take it")

    repository.write({"quality-gate.yml": text.replace("REPORT", "src/a.py")})
    ran = repository.gate("doctor")

    assert ran.code == 1
    assert rows(ran.out)["target local"] == ("passed", f"http {port} is free")
    assert rows(ran.out)["reports"][0] == "failed"
    assert "git rm --cached src/a.py" in ran.out


def test_a_program_that_does_not_say_its_version_is_still_there(repository: Repository) -> None:
    tools = repository.root / "tools"
    repository.write(
        {"tools/make": "#!/bin/sh\nsleep 30\n", "quality-gate.yml": "version: 1\nstages: {a: {run: make}}"}
    )
    (tools / "make").chmod(0o755)

    ran = repository.gate("doctor", env={"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})

    assert rows(ran.out)["make"] == ("warned", "is there, and does not say its version")


def test_a_program_of_the_repository_is_found(repository: Repository) -> None:
    script = repository.root / "tools" / "mine"
    repository.write(
        {
            "tools/mine": "#!/bin/sh\n",
            "quality-gate.yml": "version: 1\nstages:\n"
            "  here: {run: tools/mine}\n"
            f"  path: {{run: mine, env: {{PATH: '{script.parent}'}}}}\n",
        }
    )
    script.chmod(0o755)

    assert repository.gate("doctor").code == 0


def test_a_configuration_with_mistakes_is_one_finding_among_others(repository: Repository) -> None:
    repository.write({"quality-gate.yml": "version: 1\nstagess: {}\nx: 1\n"})
    ran = repository.gate("doctor")

    assert ran.code == 1
    assert rows(ran.out)["configuration"] == ("failed", "quality-gate.yml: 2 mistakes")
    assert rows(ran.out)["bash"][0] == "passed"

    (repository.root / "quality-gate.yml").unlink()
    repository.write({".github/quality-gate.yml": "version: 1\nx: 1\n"})
    assert repository.gate("doctor").code == 1
    assert not (repository.root / ".github" / "quality-gate").exists()


def test_nothing_but_a_folder(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new")
    found = rows(repository.gate("doctor").out)
    assert found["git"] == ("warned", "a repository without a commit")
    assert found["configuration"][0] == "warned"

    (tmp_path / "plain").mkdir()
    ran = repository.gate("doctor", "-C", str(tmp_path / "plain"))
    assert ran.code == 0
    assert rows(ran.out)["git"][0] == "warned"


def test_without_git_and_bash(repository: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    ran = repository.gate("doctor", env={"PATH": str(bare)})
    found = rows(ran.out)

    assert ran.code == 1
    assert found["git"] == ("failed", "is not installed")
    assert found["bash"][0] == "failed"

    (bare / "sh").symlink_to("/bin/sh")
    assert rows(repository.gate("doctor", env={"PATH": str(bare)}).out)["bash"][0] == "warned"


def test_a_git_that_gives_no_answer(repository: Repository, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 99\n", encoding="utf-8")
    program.chmod(0o755)
    ran = repository.gate("doctor", env={"PATH": f"{program.parent}:{os.environ['PATH']}"})

    assert ran.code == 1
    assert rows(ran.out)["git"][0] == "failed"


def test_a_folder_that_cannot_be_written(repository: Repository) -> None:
    repository.write({"quality-gate": "a file where the folder should be"})
    ran = repository.gate("doctor")

    assert ran.code == 1
    assert rows(ran.out)["quality-gate/"][0] == "failed"


def test_paths_of_the_configured_reports(repository: Repository) -> None:
    repository.write(
        {"out/junit.xml": junit("a"), "out/lcov.info": lcov({"/w/shop/src/a.py": "+", "b.py": "+"})}
    )
    ran = repository.gate("doctor", "--paths")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "out/lcov.info (lcov): 2 files\n"
        "  ✓ found    /w/shop/src/a.py  → src/a.py\n"
        "  ✓ found    b.py  → src/b.py\n"
    )


def test_paths_that_are_unclear_or_outside(repository: Repository) -> None:
    long = "/home/runner/build/" + "deep/" * 14 + "src/b.py"
    repository.write({"build/x.info": lcov({"a.py": "+", "/usr/lib/gone.py": "+", long: "-"})})
    ran = repository.gate("doctor", "--paths", "build/x.info")

    assert ran.code == 1
    assert ran.out == (
        "build/x.info (lcov): 3 files, 2 without a place\n"
        "  ? unclear  a.py  could be lib/a.py or src/a.py\n"
        "  ✗ outside  /usr/lib/gone.py  is not in this repository\n"
        f"  ✓ found    {long}\n"
        "      → src/b.py\n"
    )


def test_what_is_excluded_need_not_lead_anywhere(repository: Repository) -> None:
    excluding = GOOD + "coverage: {total: 1, exclude: '**/*_pb2.py'}\n"
    report = lcov({"src/b.py": "+", "/app/a_pb2.py": "-"})
    repository.write({"quality-gate.yml": excluding, "build/x.info": report})
    ran = repository.gate("doctor", "--paths", "build/x.info")

    assert ran.code == 0
    assert ran.out == (
        "build/x.info (lcov): 2 files\n"
        "  ✓ found    src/b.py  → src/b.py\n"
        "  - outside  /app/a_pb2.py  is excluded from coverage, and need not be here\n"
    )


def test_two_foreign_paths_that_claim_one_file_are_unclear(repository: Repository) -> None:
    repository.write({"build/x.info": lcov({"/one/src/b.py": "+", "/two/src/b.py": "-"})})
    ran = repository.gate("doctor", "--paths", "build/x.info")

    assert ran.code == 1
    assert ran.out == (
        "build/x.info (lcov): 2 files, 2 without a place\n"
        "  ? unclear  /one/src/b.py  src/b.py could be /one/src/b.py or /two/src/b.py\n"
        "  ? unclear  /two/src/b.py  src/b.py could be /one/src/b.py or /two/src/b.py\n"
    )


def test_in_a_long_list_the_paths_that_lead_nowhere_come_last(repository: Repository) -> None:
    files = {"/usr/lib/gone.py": "+", "a.py": "+"} | {f"w{number}/src/b.py": "+" for number in range(30)}
    repository.write({"build/x.info": lcov(files)})
    lines = repository.gate("doctor", "--paths", "build/x.info").out.splitlines()

    assert lines[0] == "build/x.info (lcov): 32 files, 2 without a place"
    assert [line[4:12].strip() for line in lines[1:]] == ["found"] * 30 + ["outside", "unclear"]


def test_paths_in_another_encoding(repository: Repository) -> None:
    repository.write({"build/x.info": lcov({"src/a.py": "+"})})
    ran = repository.gate("doctor", "--paths", "build/x.info", env={"PYTHONIOENCODING": "ascii"})

    assert "  + found    src/a.py  > src/a.py\n" in ran.out


def test_paths_need_a_report_that_can_be_read(repository: Repository) -> None:
    assert repository.gate("doctor", "--paths").out.startswith("no report lies here\n")
    repository.write({"out/junit.xml": junit("a"), "broken.xml": "<coverage line-rate='1'><packages>"})

    ran = repository.gate("doctor", "--paths")
    assert (ran.code, ran.out.splitlines()[0]) == (1, "1 report lies here, and none holds coverage")
    ran = repository.gate("doctor", "--paths", "broken.xml", "gone.xml")
    assert ran.code == 1
    assert "broken.xml: ✗ failed, it cannot be read: " in ran.out
    assert "gone.xml: ✗ failed, it cannot be read: No such file" in ran.out


def test_reports_without_paths_are_a_mistake(repository: Repository) -> None:
    ran = repository.gate("doctor", "out/lcov.info")

    assert (ran.code, ran.out) == (2, "")
    assert "quality-gate doctor --paths" in ran.err


def test_paths_of_a_coverage_data_file(repository: Repository) -> None:
    data = coverage.CoverageData(basename=str(repository.root / "data.coverage"))
    data.add_lines({str(repository.root / "src" / "b.py"): [1]})
    data.write()
    ran = repository.gate("doctor", "--paths", "data.coverage")

    assert ran.code == 0, ran.said
    assert "src/b.py\n" in ran.out


def test_paths_of_go_modules_also_above_the_gates_folder(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "mono").write(
        {
            "go.mod": "module example.com/mono\n",
            "main.go": "",
            "all/svc/main.go": "",
            "all/svc/quality-gate.yml": "version: 1\nstages:\n  unit: {reports: out/cover.out}\n",
            "all/svc/tools/go.mod": "module example.com/tools\n",
            "all/svc/tools/main.go": "",
        }
    )
    repository.commit()
    profile = (
        "mode: set\nexample.com/mono/all/svc/main.go:1.1,2.2 1 1\nexample.com/tools/main.go:1.1,2.2 1 1\n"
    )
    repository.write({"all/svc/out/cover.out": profile})
    ran = repository.gate("doctor", "--paths", "-C", "all/svc")

    assert ran.code == 0, ran.said
    assert "example.com/mono/all/svc/main.go  → main.go\n" in ran.out
    assert "example.com/tools/main.go  → tools/main.go\n" in ran.out
    # The verdict's own path is the same one.
    measured = repository.gate("coverage", "--all", "--format", "json", "-C", "all/svc")
    assert set(json.loads(measured.out)["files"]) == {"main.go", "tools/main.go"}


def test_only_what_is_published_by_name_is_written(repository: Repository) -> None:
    outlets = "publish: [console, record, junit, cobertura, metrics]\n"
    stages = "stages: {unit: {reports: [out/lcov.info, out/junit.xml]}}\n"
    reports = {"out/junit.xml": junit("a"), "out/lcov.info": lcov({"src/a.py": "+"})}
    repository.write({**reports, "quality-gate.yml": f"version: 1\n{stages}"})
    folder = repository.root / "quality-gate"

    assert repository.gate("check").code == 0
    assert {path.name for path in folder.glob("*.*")} == {".gitignore", "record.json", "report.md"}
    repository.write({"quality-gate.yml": f"version: 1\n{stages}{outlets}"})
    assert repository.gate("check").code == 0
    assert {path.name for path in folder.glob("*.*")} == {
        *(".gitignore", "record.json", "junit.xml", "coverage.xml", "metrics.prom")
    }
    (repository.root / "quality-gate.yml").unlink()
    # Without a configuration the conventional places are searched, and our own files are not among them.
    again = repository.gate("check")
    assert again.code == 0
    assert "1 test," in again.out
