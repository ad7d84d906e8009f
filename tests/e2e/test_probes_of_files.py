"""Whole runs with probes of what lies there: each blocks when it must, and none when all is well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from repository import Repository, junit

PAGE = Path(__file__).resolve().parents[2] / "docs" / "probes-files.md"
CONFIG = r"""
version: 1
stages:
  unit:
    run: |
      mkdir -p out logs
      cp unit.xml out/unit.xml
      echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) ERROR rate limit" > logs/app.log
      cat said >> logs/app.log
    reports: out/unit.xml
probes:
  versions: {same: [{file: pyproject.toml, key: project.version}, {file: app.py, regex: 'version = "(.+)"'}]}
  redis: {expect: {maxmemory: "== 2 GB"}, of: {file: redis.json}}
  logs: {logs: logs/*.log, forbid: [CRITICAL, ERROR], allow: ["rate limit"]}
  tools: {inventory: {file: tools.txt}, names: "*{item}*", needs: unit}
  routes: {code: app.py, pattern: '\.commit\(\)', count: 0}
  plans: {equal: [{file: a.json}, {file: b.json}]}
  stubs: {generated: cp a.json stub.json, paths: stub.json}
  news: {changelog: CHANGELOG.md, version: {file: pyproject.toml, key: project.version}}
  leaks: {secrets: [logs/**, out/**]}
  phases: {boxes: tasks.md}
"""
TOKEN = "ghp_" + "a1B2" * 9
GOOD = {
    "quality-gate.yml": CONFIG,
    "unit.xml": junit("test_buy", "test_sell"),
    "said": "done, 0 errors\n",
    "pyproject.toml": '[project]\nversion = "1.6.0.35"\n',
    "app.py": 'version = "1.6.0.35"\n',
    "redis.json": '{"maxmemory": 2147483648}',
    "tools.txt": "buy\nsell\n",
    "a.json": '{"price": 10.50}\n',
    "b.json": '{"price": 10.5}\n',
    "stub.json": '{"price": 10.50}\n',
    "CHANGELOG.md": "## [1.6.0.35] - 2025-11-18\n- said\n",
    "tasks.md": "- [x] done\n",
    ".gitignore": "out/\nlogs/\nquality-gate/\n",
}
BAD = {
    "versions": {"app.py": 'version = "1.6.0.34"\n'},
    "redis": {"redis.json": '{"maxmemory": "1900mb"}'},
    "logs": {"said": "ERROR disk full\n"},
    "tools": {"unit.xml": junit("test_buy", "test_sell?")},
    "routes": {"app.py": 'version = "1.6.0.35"\nsession.commit()\n'},
    "plans": {"b.json": '{"price": 10.51}\n'},
    "stubs": {"stub.json": "{}\n"},
    "news": {"CHANGELOG.md": "## [1.6.0.35] - 2999-01-01\n- said\n"},
    "leaks": {"said": f"using {TOKEN}\n"},
    "phases": {"tasks.md": "- [ ] done\n"},
}


def test_all_is_well(tmp_path: Path) -> None:
    done = Repository(tmp_path / "shop").write(GOOD).commit().gate("run")

    assert done.code == 0, done.said
    assert "READY" in done.out
    assert {ruling["status"] for ruling in done.record["rulings"]} == {"passed"}


@pytest.mark.parametrize("probe", BAD)
def test_one_thing_is_wrong_and_blocks(tmp_path: Path, probe: str) -> None:
    done = Repository(tmp_path / "shop").write({**GOOD, **BAD[probe]}).commit().gate("run")

    assert done.code == 1, done.said
    failed = [ruling["rule"] for ruling in done.record["rulings"] if ruling["status"] == "failed"]
    assert failed == [f"probes.{probe}"]
    assert TOKEN not in done.out


def test_nothing_to_look_at_blocks(tmp_path: Path) -> None:
    gone = {name: text for name, text in GOOD.items() if name not in ("tools.txt", "redis.json", "tasks.md")}
    done = Repository(tmp_path / "shop").write(gone).commit().gate("run")

    assert done.code == 1
    unknown = {one["rule"]: one["cause"] for one in done.record["rulings"] if one["status"] == "unknown"}
    assert unknown == dict.fromkeys(("probes.redis", "probes.tools", "probes.phases"), "no-match")


@pytest.mark.parametrize(
    "text", re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
)
def test_what_the_page_shows_can_be_written(text: str) -> None:
    targets = "targets: {local: {host: localhost, http: 8080}}\n"
    assert assemble(load(text + targets, "quality-gate.yml"), "quality-gate.yml")
