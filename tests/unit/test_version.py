"""A copy says what it is: which commit of a clone, or which version was installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quality_gate import version

ROOT = Path(version.__file__).parent
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def described(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "from quality_gate.version import described; print(described())"],
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def copied(folder: Path) -> Path:
    """The two files that it takes to ask."""
    files = {
        f"quality_gate/{name}": (ROOT / name).read_text(encoding="utf-8")
        for name in ("__init__.py", "version.py")
    }
    return write(folder, files)


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": f"{COMMIT}\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"},
        {
            "HEAD": "ref: refs/heads/a/b\n",
            "packed-refs": f"# pack-refs\n{COMMIT} refs/heads/a/b\n^{'f' * 40}\n",
        },
    ],
)
def test_a_clone_names_its_commit(tmp_path: Path, files: dict[str, str]) -> None:
    copied(tmp_path / "src")
    write(tmp_path, {"pyproject.toml": "", **{f".git/{name}": text for name, text in files.items()}})

    assert described(tmp_path / "src") == "0 (clone at 0123456)"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {".git": "gitdir: elsewhere\n"},
        {".git/HEAD": "ref: refs/heads/unborn\n"},
        {".git/HEAD": "ref: refs/heads/other\n", ".git/packed-refs": f"\n{COMMIT} refs/heads/main\n"},
    ],
)
def test_a_tree_without_a_commit_is_only_a_source_tree(tmp_path: Path, files: dict[str, str]) -> None:
    copied(tmp_path / "src")
    write(tmp_path, {"pyproject.toml": "", **files})

    assert described(tmp_path / "src") == version.SOURCE_TREE


def test_an_installed_package_says_so(tmp_path: Path) -> None:
    information = {
        "quality_gate-1.2.3.dist-info/METADATA": "Metadata-Version: 2.1\nName: quality-gate\nVersion: 1.2.3\n"
    }
    write(copied(tmp_path), information)

    assert described(tmp_path) == "1.2.3 (installed)"


def test_what_nobody_installed_has_no_version(tmp_path: Path) -> None:
    assert described(copied(tmp_path)) == version.SOURCE_TREE


def test_a_bundle_says_the_version_that_was_written_into_it(tmp_path: Path) -> None:
    file = copied(tmp_path) / "quality_gate" / "version.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('BUILT: Final = ""\n', 'BUILT: Final = "1.2.3"\n'), encoding="utf-8")

    assert described(tmp_path) == "1.2.3 (bundle)"
