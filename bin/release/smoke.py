"""Tries what was built the way a user starts it: `smoke.py VERSION COMMAND…`, on every system alike."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

_CONFIGURATION = """\
version: 1
stages:
  unit: {run: "cp source.xml report.xml", reports: report.xml}
tests: {pass-rate: 100, min-count: 2}
"""
_PASSED = '<testcase classname="a" name="x"/><testcase classname="a" name="y"/>'
_FAILED = '<testcase classname="a" name="x"/><testcase classname="a" name="y"><failure/></testcase>'


def main() -> int:
    version, command = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "a place")
        place.mkdir()
        _git(place, "init", "--quiet")
        (place / "quality-gate.yml").write_text(_CONFIGURATION, encoding="utf-8")
        (place / ".gitignore").write_text("*.xml\nquality-gate/\n", encoding="utf-8")
        _git(place, "add", ".")
        _git(place, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=x")
        problems = [
            *_tried(command, ["--version"], place, 0, f"quality-gate {version}"),
            *_tried(command, ["schema"], place, 0, "$schema"),
            *_tried(command, ["no-such-command"], place, 2, "no-such-command"),
        ]
        for cases, code, said in ((_PASSED, 0, "READY"), (_FAILED, 1, "NOT READY")):
            report = f'<testsuite name="s" tests="2">{cases}</testsuite>'
            (place / "source.xml").write_text(report, encoding="utf-8")
            problems += _tried(command, ["read", "source.xml", "--format", "json"], place, 0, '"total": 2')
            problems += _tried(command, ["run"], place, code, said)
    sys.stderr.write("".join(f"smoke: {problem}\n" for problem in problems))
    return int(bool(problems))


def _tried(command: list[str], words: list[str], place: Path, code: int, said: str) -> list[str]:
    done = subprocess.run(
        [*command, *words], cwd=place, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    output = done.stdout + done.stderr
    if done.returncode == code and said in output and "Traceback" not in done.stderr:
        return []
    return [f"{' '.join(words)}: exit {done.returncode} instead of {code}, or no {said!r} in:\n{output}"]


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main())
