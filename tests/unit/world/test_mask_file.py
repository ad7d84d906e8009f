"""Reports that are handed on hold no secret; what holds none stays byte for byte what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

from quality_gate.model.mask import Mask
from quality_gate.world.mask_file import mask_file

MASK = Mask((("A", "täglich-geheim-7"),)).many


def test_a_secret_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "unit.xml"
    file.write_bytes(
        "<a>täglich-geheim-7</a>\r\n\xff".encode("latin-1", "ignore") + "täglich-geheim-7".encode()
    )

    changed = mask_file(file, MASK)

    content = file.read_bytes()
    assert content == "<a>täglich-geheim-7</a>\r\n\xff".encode("latin-1", "ignore") + b"***"
    assert changed == (hashlib.sha256(content).hexdigest(), len(content))


def test_nothing_to_hide(tmp_path: Path) -> None:
    file = tmp_path / "unit.xml"
    file.write_bytes(b"<a/>")

    assert mask_file(file, MASK) is None
    assert file.read_bytes() == b"<a/>"


def test_a_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / ".coverage"
    file.write_bytes(b"SQLite\0" + "täglich-geheim-7".encode())

    assert mask_file(file, MASK) is None


def test_a_secret_across_the_edge_of_a_block(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    secret = "täglich-geheim-7".encode()
    file.write_bytes(b"x" * ((4 << 20) - 5) + secret + b"\n" + secret)

    mask_file(file, MASK)

    assert secret not in file.read_bytes()
