"""The scripts of a release, against a remote of their own: what tags name, and what is said of a version."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from repository import Repository

RELEASE = Path(__file__).resolve().parents[2] / "bin" / "release"
FILE = "bin/quality-gate.pyz"


@pytest.fixture
def source(tmp_path: Path) -> Repository:
    """A clone with a remote; the second commit is tagged v1.2.3, as a person would do it."""
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "remote")], check=True)
    repository = Repository(tmp_path / "clone")
    repository.write({"bin/quality-gate": "#!/bin/sh\n", "a.txt": "1\n"}).commit()
    repository.write({"a.txt": "2\n"}).commit()
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    repository.git("tag", "v1.2.3")
    repository.git("push", "-q", "origin", "main", "v1.2.3")
    return repository


def tag(repository: Repository, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [str(RELEASE / "tag"), *words],
        cwd=repository.root,
        env={"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def carry(repository: Repository, version: str, content: bytes = b"a bundle\r\n\0") -> str:
    """The commit that the remote's tag names afterwards."""
    bundle = repository.root.parent / "built.pyz"
    bundle.write_bytes(content)
    tag(repository, "carry", version, str(bundle))
    return remote(repository, version)


def remote(repository: Repository, name: str) -> str:
    return repository.git("ls-remote", "--tags", "origin", f"refs/tags/{name}").partition("\t")[0]


def test_the_tag_names_a_commit_that_adds_nothing_but_the_release_file(source: Repository) -> None:
    carried = carry(source, "v1.2.3")

    assert source.git("rev-parse", f"{carried}^") == source.git("rev-parse", "main")
    assert source.git("diff", "--name-status", "main", carried) == f"A\t{FILE}"
    shown = subprocess.run(
        ["git", "show", f"{carried}:{FILE}"], cwd=source.root, capture_output=True, check=True
    )
    assert shown.stdout == b"a bundle\r\n\0"


def test_the_working_tree_its_index_and_the_branch_stay_as_they_are(source: Repository) -> None:
    before = source.git("rev-parse", "HEAD"), source.git("ls-remote", "origin", "refs/heads/main")
    carry(source, "v1.2.3")

    assert (source.git("rev-parse", "HEAD"), source.git("ls-remote", "origin", "refs/heads/main")) == before
    assert source.git("status", "--porcelain") == ""


def test_a_second_try_makes_the_same_commit(source: Repository) -> None:
    assert carry(source, "v1.2.3") == carry(source, "v1.2.3")


def test_the_tag_of_the_major_version_follows(source: Repository) -> None:
    carried = carry(source, "v1.2.3")
    tag(source, "major", "v1.2.3")

    assert remote(source, "v1") == carried


def test_a_fix_of_an_older_version_does_not_take_the_major_version_back(source: Repository) -> None:
    source.git("tag", "v1.10.0")
    source.git("push", "-q", "origin", "v1.10.0")
    carry(source, "v1.2.3")

    assert "v1.10.0 is newer" in tag(source, "major", "v1.2.3")
    assert remote(source, "v1") == ""


def test_another_major_version_and_a_candidate_do_not_count(source: Repository) -> None:
    for other in ("v10.0.0", "v1.3.0-rc1"):
        source.git("tag", other)
        source.git("push", "-q", "origin", other)
    carried = carry(source, "v1.2.3")
    tag(source, "major", "v1.2.3")

    assert remote(source, "v1") == carried


def test_what_is_no_version_is_refused(source: Repository) -> None:
    assert "is no version" in tag(source, "major", "main", code=2)


def notes(folder: Path, changelog: str, version: str) -> subprocess.CompletedProcess[str]:
    (folder / "bin" / "release").mkdir(parents=True)
    shutil.copy(RELEASE / "notes", folder / "bin" / "release")
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    script = str(folder / "bin" / "release" / "notes")
    return subprocess.run([script, version], capture_output=True, text=True, check=False)


CHANGELOG = """\
# Changelog

## [Unreleased]

- later

## [1.2.30] - 2026-02-03

- other

## [1.2.3] - 2026-01-02

### Added

- this

## [1.2.2] - 2026-01-01

- before
"""


def test_the_notes_of_a_version_are_its_own_section(tmp_path: Path) -> None:
    assert notes(tmp_path, CHANGELOG, "v1.2.3").stdout.split() == ["###", "Added", "-", "this"]


@pytest.mark.parametrize("changelog", ["# Changelog\n", CHANGELOG.replace("### Added\n\n- this\n", "")])
def test_a_version_of_which_nothing_is_said_is_not_released(tmp_path: Path, changelog: str) -> None:
    refused = notes(tmp_path, changelog, "v1.2.3")

    assert refused.returncode == 1
    assert refused.stdout == "" and "no section 1.2.3" in refused.stderr
