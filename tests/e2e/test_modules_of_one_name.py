"""Modules whose test classes have the same names: each report speaks of the module that it lies in."""

from __future__ import annotations

import json
from pathlib import Path

from repository import Repository

GATE = """
version: 1
stages:
  unit:
    run: |
      for module in a b; do
        mkdir -p service-$module/target
        cp report-of-$module.xml service-$module/target/TEST-ShopTest.xml
      done
    reports: service-*/target/*.xml
tests:
  groups:
    a: {files: service-a/**, min-count: 1, pass-rate: 100}
    b: {files: service-b/**, min-count: 2, pass-rate: 100}
"""


def report(*names: str) -> str:
    cases = "".join(f'<testcase classname="com.acme.ShopTest" name="{name}"/>' for name in names)
    return f'<testsuite name="com.acme.ShopTest">{cases}</testsuite>'


def test_each_report_speaks_of_its_own_module(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site").write(
        {
            ".gitignore": "target/\nquality-gate/\n",
            "quality-gate.yml": GATE,
            "service-a/src/test/java/com/acme/ShopTest.java": "",
            "service-b/src/test/java/com/acme/ShopTest.java": "",
            "report-of-a.xml": report("pays"),
            "report-of-b.xml": report("pays", "refuses"),
        }
    )
    ran = site.commit().gate("run")

    assert ran.code == 0, ran.said
    assert ran.ruling("tests.groups.a.min-count")["got"].startswith("1")
    assert ran.ruling("tests.groups.b.min-count")["got"].startswith("2")


COVERED = "version: 1\nstages:\n  unit: {reports: coverage.json}\ncoverage: {total: 100}\n"


def test_a_file_of_the_gate_next_door_covers_none_of_ours(tmp_path: Path) -> None:
    lines = '{"executed_lines": [1, 2], "missing_lines": []}'
    theirs = f'{{"meta": {{}}, "files": {{"services/ship/src/a.py": {lines}}}, "totals": {{}}}}'
    site = Repository(tmp_path / "site").write(
        {
            ".gitignore": "coverage.json\nquality-gate/\n",
            "services/pay/quality-gate.yml": COVERED,
            "services/pay/src/a.py": "a = 1\n",
            "services/ship/src/a.py": "a = 1\nb = 2\n",
        }
    )
    site.commit().write({"services/pay/coverage.json": theirs})
    ran = site.gate("check", "-C", "services/pay")

    assert ran.code == 1, ran.said
    record = json.loads((site.root / "services/pay/quality-gate/record.json").read_text(encoding="utf-8"))
    (total,) = (one for one in record["rulings"] if one["rule"] == "coverage.total")
    assert total["cause"] == "no-match"
    assert total["reason"].endswith("are not in this repository: services/ship/src/a.py")
