"""Bytes that are no UTF-8: each is read as Latin-1, and different bytes stay different."""

from __future__ import annotations

from quality_gate.readers.stray_bytes import text_of


def test_utf_8_is_read_as_such() -> None:
    assert text_of("src/é漢.c".encode()) == "src/é漢.c"


def test_what_is_no_utf_8_is_read_as_latin_1() -> None:
    assert text_of(b"\xe9-\xe8-\xff") == "é-è-ÿ"
    assert text_of("漢".encode() + b"\xe9.c") == "漢é.c"


def test_each_single_byte_stays_another() -> None:
    assert len({text_of(bytes([byte])) for byte in range(256)}) == 256
