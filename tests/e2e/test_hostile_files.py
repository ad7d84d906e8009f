"""Reports that are no files, may not be read, or grow while they are read: refused in words, and at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from repository import SOURCES, Ran, Repository

REPORT = "out/report.xml"
GOOD = '<testsuite><testcase classname="t" name="a"/></testsuite>'
# What a shell leaves in the place of the report, and the reason that both commands give.
KINDS = {
    "pipe": (f"mkfifo {REPORT}", "it is not a regular file"),
    "folder": (f"mkdir {REPORT}", "it is not a regular file"),
    "link to a pipe": (f"mkfifo out/pipe; ln -s pipe {REPORT}", "it is not a regular file"),
    "link to a folder": (f"mkdir out/folder; ln -s folder {REPORT}", "it is not a regular file"),
    "no permission": (f"echo '{GOOD}' > {REPORT}; chmod 0 {REPORT}", "Permission denied"),
    "link to what may not be read": (
        f"echo '{GOOD}' > out/secret; chmod 0 out/secret; ln -s secret {REPORT}",
        "Permission denied",
    ),
}
# Where `read`, which takes any path, and a stage, which stays in its repository, have other words.
LINKS = {
    "link to nowhere": (f"ln -s nowhere {REPORT}", "No such file", "it leads nowhere"),
    "link to itself": (f"ln -s report.xml {REPORT}", "Too many levels", "it leads nowhere"),
    "endless device": (f"ln -s /dev/zero {REPORT}", "it is not a regular file", "outside the repository"),
}
# A report whose writer never stops: a case every moment, and never the end of the suite.
WRITER = """
import sys, time
with open(sys.argv[1], "a", buffering=1) as report:
    report.write("<testsuite>\\n")
    print("started", flush=True)
    for number in range(1_000_000):
        report.write(f'<testcase classname="t" name="{number}"/>\\n')
        time.sleep(0.001)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop").write({"README": "a shop\n"}).commit()


def gate(shop: Repository, *words: str) -> Ran:
    """As somebody for whom permissions count: root may read everything, unless it gives that up."""
    without: list[str] = []
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may read everything, and setpriv is not here to give that up")
        without = [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    variables = {"PATH": os.environ["PATH"], "HOME": str(shop.root), "PYTHONPATH": str(SOURCES)}
    answer = subprocess.run(
        [*without, sys.executable, "-m", "quality_gate", *words],
        cwd=shop.root,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=variables,
        check=False,
    )
    record = shop.root / "quality-gate" / "record.json"
    return Ran(answer.returncode, answer.stdout, answer.stderr, loaded(record) if record.exists() else {})


def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@contextmanager
def growing(path: Path) -> Iterator[None]:
    path.parent.mkdir(exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            yield
        finally:
            writer.kill()


def stage(command: str) -> str:
    words = json.dumps(f"rm -rf out; mkdir out; {command}")
    return f"version: 1\nstages:\n  unit:\n    run: {words}\n    reports: {REPORT}\n"


def refused(ran: Ran, why: str) -> None:
    assert ran.code == 1, ran.said
    assert "Traceback" not in ran.said
    assert ran.out.startswith("NOT READY")
    assert any(
        one["status"] == "unknown" and REPORT in one["reason"] and why in one["reason"]
        for one in ran.record["rulings"]
    ), ran.record["rulings"]


def invalid(ran: Ran, why: str) -> None:
    assert ran.code == 1, ran.said
    assert ran.err == ""
    answer = json.loads(ran.out)
    assert answer["state"] == "invalid"
    assert why in answer["note"]


@pytest.mark.parametrize(
    ("command", "why"), [*KINDS.values(), *((link, told) for link, told, _ in LINKS.values())]
)
def test_read_refuses_what_is_no_readable_file(shop: Repository, command: str, why: str) -> None:
    subprocess.run(["sh", "-c", f"mkdir out; {command}"], cwd=shop.root, check=True)

    invalid(gate(shop, "read", "--format", "json", REPORT), why)


@pytest.mark.parametrize(
    ("command", "why"), [*KINDS.values(), *((link, told) for link, _, told in LINKS.values())]
)
def test_a_stage_that_leaves_no_readable_file_blocks(shop: Repository, command: str, why: str) -> None:
    shop.write({"quality-gate.yml": stage(command)}).commit()

    refused(gate(shop, "run"), why)


@pytest.mark.parametrize("command", [command for command, _ in KINDS.values()])
def test_a_report_of_another_step_that_is_no_readable_file_blocks(shop: Repository, command: str) -> None:
    shop.write({"quality-gate.yml": f"version: 1\nstages:\n  unit: {{reports: {REPORT}}}\n"}).commit()
    subprocess.run(["sh", "-c", f"mkdir out; {command}"], cwd=shop.root, check=True)

    refused(gate(shop, "check"), "")


def test_the_other_files_are_still_read(shop: Repository) -> None:
    subprocess.run(["sh", "-c", "mkdir out; mkfifo out/pipe"], cwd=shop.root, check=True)
    shop.write({REPORT: GOOD})
    ran = gate(shop, "read", "--format", "json", "out/pipe", REPORT)

    assert ran.code == 1
    assert [json.loads(line)["state"] for line in ran.out.splitlines()] == ["invalid", "ok"]


def test_a_file_that_grows_while_it_is_read(shop: Repository) -> None:
    with growing(shop.root / REPORT):
        ran = gate(shop, "read", "--format", "json", REPORT)

    invalid(ran, "")
    assert json.loads(ran.out)["note"]


def test_a_report_that_grows_while_it_is_collected(shop: Repository) -> None:
    shop.write({"quality-gate.yml": f"version: 1\nstages:\n  unit: {{reports: {REPORT}}}\n"}).commit()
    with growing(shop.root / REPORT):
        ran = gate(shop, "check")

    refused(ran, "cannot be read")


def test_a_report_that_a_process_left_behind_goes_on_writing(shop: Repository) -> None:
    shop.write({"writer.py": WRITER})
    command = f"{{ setsid {sys.executable} writer.py {REPORT} & }} | read started"
    shop.write({"quality-gate.yml": stage(command)}).commit()

    refused(gate(shop, "run"), "cannot be read")
