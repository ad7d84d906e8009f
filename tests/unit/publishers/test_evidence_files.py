"""The outlets that hand evidence on to other tools: one file each, and never an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import cases, coverage, report, stage
from outlet_site import told, world
from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.model.evidence import Evidence
from quality_gate.model.outlet import Outlet
from quality_gate.model.verdict import Decision
from quality_gate.publishers.publish import publish
from quality_gate.readers.reading import read_stream

FULL = report(
    Decision.READY,
    evidence=Evidence(
        stages=(stage("unit", cases("t", "a b!")), stage("lint")), coverage=coverage({"src/a.py": "+-"})
    ),
)
NOTHING = report(Decision.NOT_READY, evidence=Evidence(stages=(stage("unit"),)))
FILES = {
    "junit": "junit.xml",
    "cobertura": "coverage.xml",
    "metrics": "metrics.prom",
    "html": "report.html",
    "badge": "badge.svg",
}


@pytest.mark.parametrize("name", FILES)
def test_twice_is_one_file(name: str, tmp_path: Path) -> None:
    where = world(tmp_path)
    for _ in range(2):
        assert publish(FULL, [Outlet(name, required=True)], where) == ()

    folder = tmp_path / "quality-gate"
    assert told(where) == ""
    assert {path.name for path in folder.iterdir()} == {FILES[name], ".gitignore"}
    with (folder / FILES[name]).open("rb") as stream:
        if name in ("junit", "cobertura"):
            assert read_stream(stream).format == name
        elif name in ("html", "badge"):
            assert b"READY" in stream.read()
        else:
            assert b'quality_gate_ready{gate="api"} 1\n' in stream.read()


@pytest.mark.parametrize("name", ["junit", "cobertura"])
def test_nothing_to_hand_on_refuses_and_leaves_no_old_file(name: str, tmp_path: Path) -> None:
    where = world(tmp_path)
    publish(FULL, [Outlet(name)], where)

    assert publish(NOTHING, [Outlet(name, required=True)], where) == (name,)
    assert told(where).startswith(f"warning: {name}: there is no ")
    assert not (tmp_path / "quality-gate" / FILES[name]).exists()
    assert publish(NOTHING, [Outlet(name)], where) == ()


def test_coverage_without_a_single_line_is_nothing_to_hand_on(tmp_path: Path) -> None:
    bare = report(Decision.READY, evidence=Evidence(coverage=Coverage({"a.kt": FileCoverage()})))

    assert publish(bare, [Outlet("cobertura", required=True)], world(tmp_path)) == ("cobertura",)
