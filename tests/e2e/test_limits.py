"""Limits in the configuration hold for what is copied, read and judged; `read` takes them as options."""

from __future__ import annotations

from pathlib import Path

from repository import Repository, junit, leaves

REPORT = junit("a", "b", "c")
STAGE = "  unit:\n    run: |\n{}\n    reports: out/unit.xml\n"


def gate(tmp_path: Path, limits: str) -> Repository:
    command = "\n".join(f"      {line}" for line in leaves("out/unit.xml", REPORT).splitlines())
    config = f"version: 1\n{limits}stages:\n{STAGE.format(command)}"
    return Repository(tmp_path / "site").write({"quality-gate.yml": config}).commit()


def test_a_report_beyond_the_written_size_is_refused_with_the_key(tmp_path: Path) -> None:
    ran = gate(tmp_path, "limits: {report-size: 100 B}\n").gate("run")

    assert ran.code == 1
    assert "it is larger than 100 B; raise `limits: report-size`" in " ".join(ran.said.split())


def test_other_limits_hold_when_it_is_read(tmp_path: Path) -> None:
    ran = gate(tmp_path, "limits: {cases: 2}\n").gate("run")

    assert ran.code == 1
    assert "more than 2 test cases; raise `limits: cases`" in " ".join(ran.said.split())


def test_within_the_limits_all_is_well(tmp_path: Path) -> None:
    assert gate(tmp_path, "limits: {report-size: 1 MiB, cases: 3}\n").gate("run").code == 0


def test_read_takes_them_as_options(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site").write({"out/unit.xml": REPORT})
    refused = site.gate("read", "out/unit.xml", "--limit", "cases=2")
    wrong = site.gate("read", "out/unit.xml", "--limit", "cases=none")

    assert (refused.code, site.gate("read", "out/unit.xml", "--limit", "cases=3").code) == (1, 0)
    assert "raise `limits: cases`" in refused.out
    assert (wrong.code, "--limit cases" in wrong.err) == (2, True)
