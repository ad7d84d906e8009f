"""`read` on a folder of reports of every format: one table that a person understands at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quality_gate.readers.table import all_readers
from quality_gate.renderers.columns import width_of
from repository import SOURCES

SAMPLES = Path(__file__).parents[1] / "samples"
LEAST = 50


def read(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "quality_gate", "read", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """One report of each format that can be trusted, in folders of folders, and one that cannot be read."""
    for reader in all_readers():
        for report in sorted((SAMPLES / reader.NAME).glob("*/report*")):
            answer = json.loads((report.parent / "expected.json").read_text(encoding="utf-8"))
            if answer["state"] == "ok":
                place = tmp_path / "r" / reader.NAME[0] / f"{reader.NAME}{report.suffix}"
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(report, place)
                break
    (tmp_path / "r" / "killed.xml").write_bytes(b"")
    return tmp_path


def test_every_file_has_its_row_and_the_sum_tells_what_to_look_at(mixed: Path) -> None:
    code, said = read(mixed, "r")
    lines = said.splitlines()
    files = [path.relative_to(mixed).as_posix() for path in sorted(mixed.glob("r/**/*.*"))]

    assert code == 1
    assert len(files) > LEAST
    assert max(map(width_of, lines)) <= 80
    for file in files:
        assert len([line for line in lines if line.startswith(file)]) == 1, file
    assert any(line.startswith(f"all {len(files)} files together") for line in lines)
    assert lines[-1] == "    1 file cannot be read: r/killed.xml"


def test_a_folder_is_all_files_in_it(mixed: Path) -> None:
    (mixed / "empty").mkdir()
    _, one = read(mixed, "--format", "json", "r/j", "r/killed.xml", "empty")
    answers = [json.loads(line) for line in one.splitlines()]

    assert [answer["path"] for answer in answers[-2:]] == ["r/killed.xml", "empty"]
    assert [answer["state"] for answer in answers[-2:]] == ["invalid", "invalid"]
    assert {answer["path"] for answer in answers[:-2]} == {
        path.relative_to(mixed).as_posix() for path in (mixed / "r/j").iterdir()
    }
    assert {answer["state"] for answer in answers[:-2]} == {"ok"}


def test_what_names_no_report_says_so(tmp_path: Path) -> None:
    """An unset variable is no name for the folder one stands in."""
    (tmp_path / "good.xml").write_text('<testsuite><testcase name="a"/></testsuite>', encoding="utf-8")
    (tmp_path / "empty" / "below").mkdir(parents=True)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "circle").symlink_to(".")
    os.mkfifo(tmp_path / "pipe")
    code, said = read(tmp_path, "--format", "json", "", "empty", "gone.xml", "pipe", "loop", ".")
    answers = [json.loads(line) for line in said.splitlines()]

    assert code == 1
    assert [(answer["path"], answer["note"]) for answer in answers if answer["state"] == "invalid"] == [
        ("", "it has no name"),
        ("empty", "it is not a regular file, but a folder without any"),
        ("gone.xml", "No such file or directory"),
        ("pipe", "it is not a regular file"),
        ("loop", "Too many levels of symbolic links"),
        ("loop", "Too many levels of symbolic links"),
        ("pipe", "it is not a regular file"),
    ]
    assert [answer["path"] for answer in answers if answer["state"] == "ok"] == ["good.xml"]


def test_a_name_in_another_encoding_is_echoed_in_json_that_any_parser_takes(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.xml"
    Path(os.fsdecode(name)).write_text('<testsuite><testcase name="a"/></testsuite>', encoding="utf-8")
    code, said = read(tmp_path, "--format", "json", ".")

    assert (code, json.loads(said)["path"]) == (0, os.fsdecode(b"caf\xe9.xml"))


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    """Here its path is longer than any may be; what may not be entered is refused alike."""
    (tmp_path / "good.xml").write_text('<testsuite><testcase name="a"/></testsuite>', encoding="utf-8")
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=handle)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(handle)
    code, said = read(tmp_path, "--format", "json", ".")
    answers = [json.loads(line) for line in said.splitlines()]

    assert code == 1
    assert [(answer["state"], answer["note"]) for answer in answers] == [
        ("invalid", "File name too long"),
        ("ok", ""),
    ]
