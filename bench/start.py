"""How long `--version` and a whole `check` take from the first byte, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cobertura import write_report as write_coverage
from junit import write_report as write_tests
from measuring import ROOT, Asked, Budget, Side, Work, alone
from yardstick import yardstick

_TESTS = 5_000
_FILES, _LINES = 500, 100  # 50,000 lines
_CONFIGURATION = """\
version: 1
stages:
  unit: {reports: [out/report.xml, out/coverage.xml]}
tests: {pass-rate: 90, min-count: 1000}
coverage: {total: 80, groups: {product: {paths: src/**, lines: 80}}}
"""
_RUN = "done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)"
_READY = "assert done.returncode == 0, done.stdout + done.stderr"


def works(_asked: Asked) -> Iterator[Work]:
    """The promise is about this one size, which is small enough for a quick run."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "repository")
        root.mkdir()
        write_repository(root)
        speed = yardstick(Path(folder))
        gate = str(ROOT / "bin" / "quality-gate")
        yield Work(
            name="--version",
            size="",
            sides=(speed.side, bare(), _started("quality-gate", gate, "--version")),
            budget=Budget(seconds=0.1),
            floor_there=speed.seconds_there,
        )
        yield Work(
            name="check",
            size=f"{_TESTS:,} tests, {_FILES * _LINES:,} lines",
            sides=(speed.side, bare(), _started("quality-gate", gate, "check", "-C", str(root))),
            budget=Budget(seconds=0.5),
            floor_there=speed.seconds_there,
        )


def bare() -> Side:
    # The words of a command are arguments of the process that starts and times it.
    return Side(
        name="python -I -S -c pass",
        before="import subprocess\nsys.argv[1:] = [sys.executable, '-I', '-S', '-c', 'pass']",
        work=_RUN,
        after=_READY,
        starts_others=True,
    )


def _started(name: str, *words: str) -> Side:
    return Side(
        name=name,
        before="import subprocess\nsubprocess.run(sys.argv[1:], capture_output=True, check=False)",
        work=_RUN,
        after=_READY,
        arguments=words,
        starts_others=True,
    )


def write_repository(root: Path) -> None:
    """A commit with 500 sources, and the two reports that a test run left."""
    (root / "quality-gate.yml").write_text(_CONFIGURATION, encoding="utf-8")
    for number in range(_FILES):
        source = root / f"src/product/module{number // 50:03d}/feature{number:05d}.py"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("pass\n" * (3 * _LINES), encoding="utf-8")
    (root / ".gitignore").write_text("out/\n", encoding="utf-8")
    _git(root, "init", "-q")
    _git(root, "add", ".")
    _git(root, "-c", "user.name=A Bench", "-c", "user.email=bench@example.com", "commit", "-q", "-m", "first")
    (root / "out").mkdir()
    write_tests(root / "out/report.xml", _TESTS, seed=1)
    write_coverage(root / "out/coverage.xml", _FILES, _LINES, seed=1)


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


if __name__ == "__main__":
    alone(__doc__, works)
