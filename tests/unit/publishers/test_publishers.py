"""Every outlet leaves its trace, and twice does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import report, ruling
from outlet_site import NOT_READY, on_github, said, told, values, world
from quality_gate.model.outlet import Outlet
from quality_gate.model.verdict import Decision
from quality_gate.publishers import table
from quality_gate.publishers.publish import publish
from quality_gate.publishers.table import DEFAULT, PUBLISHERS


def test_the_table_holds_each_name_once() -> None:
    assert DEFAULT == ("console", "summary", "annotations", "outputs", "record", "report", "comment")
    assert list(PUBLISHERS)[: len(DEFAULT)] == list(DEFAULT)
    assert len(PUBLISHERS) == len(table._ALL)


def test_all_default_outlets_twice(tmp_path: Path) -> None:
    where = on_github(tmp_path)
    outlets = [Outlet(name, required=True) for name in DEFAULT]

    assert publish(NOT_READY, outlets, where) == ()
    first = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert publish(NOT_READY, outlets, where) == ()

    assert told(where) == ""
    assert said(where).startswith("NOT READY  api")
    assert "::error file=tests/test_a.py,line=3,title=stages.unit::a%0Ab%0Aexit 1\n" in said(where)
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == first
    assert first.startswith("## ❌ NOT READY")
    assert values((tmp_path / "output.txt").read_text(encoding="utf-8"))["verdict"] == "NOT READY"
    folder = tmp_path / "quality-gate"
    assert json.loads((folder / "record.json").read_text(encoding="utf-8"))["verdict"]["ready"] is False
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_on_a_laptop_github_is_not_missed(tmp_path: Path) -> None:
    where = world(tmp_path)

    assert publish(NOT_READY, [Outlet(n) for n in ("summary", "annotations", "outputs")], where) == ()

    assert (said(where), told(where), list(tmp_path.iterdir())) == ("", "", [])


@pytest.mark.parametrize("name", ["summary", "outputs"])
def test_a_runner_without_its_files_is_told(name: str, tmp_path: Path) -> None:
    where = world(tmp_path, {"GITHUB_ACTIONS": "true"})

    assert publish(NOT_READY, [Outlet(name, required=True)], where) == (name,)
    assert told(where).startswith(f"warning: {name}: GITHUB_")
    assert told(where).count("\n") == 1


def test_nothing_to_annotate(tmp_path: Path) -> None:
    where = on_github(tmp_path)

    publish(report(Decision.READY, [ruling("stages.unit")]), [Outlet("annotations")], where)

    assert said(where) == ""


def test_a_summary_of_others_is_kept(tmp_path: Path) -> None:
    where = on_github(tmp_path)
    (tmp_path / "summary.md").write_text("# Build", encoding="utf-8")

    publish(NOT_READY, [Outlet("summary")], where)

    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("# Build\n\n## ❌ NOT READY")


def test_a_full_summary_refuses(tmp_path: Path) -> None:
    where = on_github(tmp_path)
    (tmp_path / "summary.md").write_text("x" * 900 * 1024, encoding="utf-8")

    assert publish(NOT_READY, [Outlet("summary", required=True)], where) == ("summary",)
    assert "the job summary is full" in told(where)


def test_what_cannot_be_written_refuses_and_stops_nobody(tmp_path: Path) -> None:
    where = world(tmp_path, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path)})
    (tmp_path / "quality-gate").write_text("a file where the folder should be", encoding="utf-8")

    refused = publish(
        NOT_READY, [Outlet("summary", required=True), Outlet("record"), Outlet("console")], where
    )

    assert refused == ("summary",)
    assert [line.split(":")[1].strip() for line in told(where).splitlines()] == ["summary", "record"]
    assert said(where).startswith("NOT READY")


def test_a_terminal_without_our_signs(tmp_path: Path) -> None:
    for encoding in ("ascii", "cp1252"):
        where = world(tmp_path, encoding=encoding)

        publish(NOT_READY, [Outlet("console")], where)

        assert "x failed  stages.unit" in said(where)


def test_no_output_can_begin_a_second_one(tmp_path: Path) -> None:
    where = on_github(tmp_path)
    rule = "tests.groups.x\nready<<EOF\ntrue\nEOF\nready=true.pass-rate"

    publish(report(Decision.NOT_READY, [ruling(rule, "failed")]), [Outlet("outputs")], where)

    found = values((tmp_path / "output.txt").read_text(encoding="utf-8"))
    assert found["ready"] == "false"
    assert set(found) == {"verdict", "ready", "coverage", "tests", "failed-rules", "record", "report"}
