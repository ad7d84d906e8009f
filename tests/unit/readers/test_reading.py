"""Heads, sniffing and the way of one stream to its reading, with readers made for the test."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.readers.contract import contract
from quality_gate.readers.reader import DEFAULT_LIMITS, Head, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.sniff import reader_for


class Echo:
    """A reader that takes what starts with its letter, and notes what it was given."""

    def __init__(self, name: str, letter: str) -> None:
        self.NAME = name
        self.letter = letter

    def recognises(self, head: Head) -> bool:
        return head.text.startswith(self.letter)

    def read(self, stream: BinaryIO, limits: ReadLimits) -> Reading:
        text = stream.read().decode()
        if text.endswith("!"):
            raise ValueError(text[-2:] if text.endswith("?!") else "")
        return Reading(format=self.NAME, note=f"{len(text)}")


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


READERS = (Echo("one", "a"), Echo("two", "ab"), Echo("three", "c"))


@pytest.mark.parametrize(
    ("raw", "root"),
    [
        (b"<report/>", "report"),
        (
            b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- <no/> --><!DOCTYPE a [<!ENTITY b 'c'>]>\n<p:report>",
            "report",
        ),
        ("<?xml version='1.0'?><report a='1'/>".encode("utf-16"), "report"),
        ("<report a='1'/>".encode("utf-16-le"), "report"),
        ("<report a='1'/>".encode("utf-16-be"), "report"),
        ("<report a='1'/>".encode("utf-32"), "report"),
        (b"text <report/>", ""),
        (b"<!-- never closed <report/>", ""),
        (b"< report/>", ""),
        (b"", ""),
    ],
)
def test_the_root_of_a_head(raw: bytes, root: str) -> None:
    assert Head(raw).root == root


def test_the_attributes_of_a_root() -> None:
    assert Head(b"<a b='>' c=\"'\" >").root_attributes_text == " b='>' c=\"'\" "
    assert Head(b"none").root_attributes_text == ""


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        (b'{"a": {"no": 1}, "b\\"": [{"no": 2}], "c": "d: {", "a": 3', ("a", 'b\\"', "c")),
        (b' [{"a": 1}, {"b": [2]}]', ("a", "b")),
        (b"{}", ()),
        (b"text", ()),
    ],
)
def test_the_keys_of_a_head(raw: bytes, keys: tuple[str, ...]) -> None:
    assert Head(raw).json_keys == keys
    assert Head(raw).is_json is (raw != b"text")


@given(st.binary(max_size=200))
def test_no_head_raises(raw: bytes) -> None:
    head = Head(raw)

    assert isinstance(reader_for(head, READERS), (str, Echo))
    assert isinstance(head.root + head.root_attributes_text, str)
    assert isinstance(head.json_keys, tuple)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "0 bytes: the tool that should have written it was killed or never ran"),
        (b" \n\0", "blank: the tool that should have written it was killed or never ran"),
        (b"abc", "could be one or two: not read as either"),
        (
            b"<!doctype HTML><p>",
            "an HTML page, not a report: perhaps a login page, an error page or an expired link",
        ),
        (b"<svg/>", "not a report format known here: XML with the root element <svg>"),
        (b'{"k": 1}', "not a report format known here: JSON with the keys k"),
        (b"[1, 2]", "not a report format known here: JSON"),
        (b"[tool.x]\n", "not a report format known here: it starts with '[tool.x]\\n'"),
        (b"\x7fELF", "not a report format known here: it starts with '\\x7fELF'"),
    ],
)
def test_a_stranger_is_refused_in_words(raw: bytes, why: str) -> None:
    assert reader_for(Head(raw), READERS) == why
    assert read_stream(io.BytesIO(raw), DEFAULT_LIMITS, READERS) == invalid("unknown", why)


@pytest.mark.parametrize("kind", [io.BytesIO, Pipe])
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 200_000])
def test_a_reader_gets_the_whole_stream(kind: type[io.BytesIO], size: int) -> None:
    reading = read_stream(kind(b"c" * size), DEFAULT_LIMITS, READERS)

    assert reading == Reading(format="three", note=str(size))


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"xxcc")
    stream.seek(2)

    assert read_stream(stream, DEFAULT_LIMITS, READERS).note == "2"


@pytest.mark.parametrize(
    ("raw", "why"), [(b"c?!", "cannot be read: ?!"), (b"c!", "cannot be read: ValueError")]
)
def test_bad_content_is_an_invalid_reading(raw: bytes, why: str) -> None:
    assert read_stream(io.BytesIO(raw), DEFAULT_LIMITS, READERS) == invalid("three", why)


def test_the_contract_of_a_coverage_report() -> None:
    file = FileCoverage(measured=0b1110, covered=0b0110)
    reading = Reading(format="x", coverage=Coverage({"a.py": file}), declared={Unit.LINES: Ratio(2, 3)})

    assert contract("out/c.xml", reading)["coverage"] == {
        "files": 1,
        "lines": {"covered": 2, "total": 3},
        "branches": None,
        "functions": None,
        "statements": None,
        "declared": {"lines": {"covered": 2, "total": 3}},
    }


def test_the_contract_of_an_invalid_file_tells_no_counts() -> None:
    reading = Reading(format="x", state=State.INVALID, note="why", coverage=Coverage())

    assert contract("p", reading) == {
        "path": "p", "format": "x", "state": "invalid", "note": "why",
        "tests": None, "coverage": None, "metrics": None, "findings": None,
    }  # fmt: skip
