"""Archives of strangers: plain files by plain names within a size, or nothing at all."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from quality_gate.world.archive import Archive, BadArchive

Pack = Callable[[zipfile.ZipFile], None]


def packed(*packs: Pack) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for pack in packs:
            pack(archive)
    return stream.getvalue()


def file(name: str, content: bytes = b"x", mode: int = 0, method: int = zipfile.ZIP_DEFLATED) -> Pack:
    def pack(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = method
        archive.writestr(info, content)

    return pack


def named(name: bytes) -> bytes:
    """With a name that no honest program writes."""
    return packed(file("?" * len(name))).replace(b"?" * len(name), name)


def refused(content: bytes, most: int = 1 << 20) -> str:
    with pytest.raises(BadArchive) as caught:
        read(content, most)
    return str(caught.value)


def read(content: bytes, most: int) -> None:
    archive = Archive(content, most)
    for name in archive.names:
        archive.read(name)


def test_plain_files_are_read_by_name_and_folders_are_no_files() -> None:
    archive = Archive(packed(file("a/"), file("a/b", b"1", stat.S_IFREG | 0o644), file("c", b"2")), 10)

    assert archive.names == ("a/b", "c")
    assert (archive.read("a/b"), archive.read("c")) == (b"1", b"2")


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "a//b", "./a", "C:a", "a/.."])
def test_names_that_lead_elsewhere_spoil_it_all(name: str) -> None:
    assert "leads out of it" in refused(packed(file("good"), file(name)))


@pytest.mark.parametrize("name", [b"a\\b", b"a\0b", b"..\\a"])
def test_names_that_programs_read_differently_do_too(name: bytes) -> None:
    assert "leads out of it" in refused(named(name))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_none() -> None:
    assert "there twice" in refused(packed(file("a"), file("a")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_links_and_devices_are_no_files(kind: int) -> None:
    assert "no plain file" in refused(packed(file("a", mode=kind | 0o777)))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_ways_of_packing_are_not_needed(method: int) -> None:
    assert "packed in another way" in refused(packed(file("a", method=method)))


def test_what_is_encrypted_is_not_read() -> None:
    content = bytearray(packed(file("a")))
    for mark, behind in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + behind] |= 1

    assert "packed in another way" in refused(bytes(content))


def test_the_bytes_are_counted_whatever_the_index_says() -> None:
    bomb = packed(*(file(str(number), bytes(400_000)) for number in range(3)))

    assert len(bomb) < 5_000
    assert "larger than 1 MiB" in refused(bomb)
    assert "0 cannot be read" in refused(bomb.replace((400_000).to_bytes(4, "little"), b"\1\0\0\0"))


def test_files_are_counted_before_anything_is_made_of_them() -> None:
    assert "20,001 files" in refused(packed(*(file(str(number), b"") for number in range(20_001))))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, b"\x1f\x8b" + bytes(99)])
def test_what_is_no_archive_is_said_to_be_none(content: bytes) -> None:
    assert "no archive that can be read" in refused(content)


def test_damage_within_is_found_where_it_is() -> None:
    content = bytearray(packed(file("a", bytes(range(256)) * 9)))
    content[60] ^= 0xFF

    assert refused(bytes(content)).startswith("a cannot be read")
