"""Copies of files: the very bytes, and never more of them than was agreed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from quality_gate.world.files import Files


def test_a_copy_tells_what_it_copied(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"12345")

    assert Files(tmp_path).copy("a.xml", "to/b.xml", most=5) == (hashlib.sha256(b"12345").hexdigest(), 5)
    assert (tmp_path / "to/b.xml").read_bytes() == b"12345"


def test_a_file_that_outgrew_the_limit_leaves_no_copy(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"123456")

    with pytest.raises(OSError, match="it is larger than 5 B"):
        Files(tmp_path).copy("a.xml", "to/b.xml", most=5)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_file_without_an_end_is_not_copied_without_end(tmp_path: Path) -> None:
    files = Files(tmp_path)
    (tmp_path / "a.log").write_bytes(b"x" * (3 << 20))

    with pytest.raises(OSError, match="it is larger than 2 MiB"):
        files.copy("a.log", "b.log", most=2 << 20)
    assert files.copy("a.log", "b.log", most=3 << 20)[1] == 3 << 20


def test_a_link_to_itself_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(OSError, match="symbolic links"):
        Files(tmp_path).read("loop")


def test_what_the_system_only_shows_as_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "unit.xml").symlink_to("/proc/version")
    for name in ("/proc/version", str(tmp_path / "unit.xml"), "unit.xml"):
        with pytest.raises(OSError):  # noqa: PT011 (each system says it in its own words)
            Files(tmp_path).open(name)
