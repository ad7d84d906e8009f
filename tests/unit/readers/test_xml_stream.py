"""XML that is cut, broken, repaired, refused, or written in another encoding."""

from __future__ import annotations

import io

import pytest

from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.xml_stream import XmlOutcome, read_xml


class Names:
    """Notes each start, each text and each end."""

    def __init__(self, wants_text: bool) -> None:
        self.wants_text = wants_text
        self.events: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.events.append(f"<{name}" + "".join(f" {key}={value}" for key, value in attributes.items()))

    def end(self, name: str) -> None:
        self.events.append(f"/{name}")

    def text(self, data: str) -> None:
        if data == "memory":
            raise MemoryError
        self.events.append(data)


def read(
    data: bytes, limits: ReadLimits = DEFAULT_LIMITS, *, text: bool = True, many_roots: bool = False
) -> XmlOutcome[Names]:
    return read_xml(io.BytesIO(data), limits, lambda: Names(text), many_roots=many_roots)


def test_elements_come_without_their_namespace() -> None:
    outcome = read(b"<p:a xmlns:p='u' p:k='v'>text</p:a>", text=False)

    assert outcome.handler.events == ["<a xmlns:p=u p:k=v", "/a"]
    assert (outcome.problem, outcome.repaired) == ("", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk", "shift_jis", "euc-kr", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><a>漢字</a>"

    outcome = read(text.encode(encoding))

    assert outcome.handler.events == ["<a", "漢字", "/a"]
    assert not outcome.repaired


@pytest.mark.parametrize(
    ("data", "events"),
    [
        (
            b"<a>&#27;&#x41;&lt;&nbsp;&#xFFFFFF;&#99999999;</a>",
            ["<a", "\ufffdA<&nbsp;\ufffd&#99999999;", "/a"],
        ),
        (b"<a b='&'><![CDATA[&<\x01]]></a>", ["<a b=&", "&<\ufffd", "/a"]),
        (b"<!DOCTYPE a><a><!-- & --><?pi?>&</a>", ["<a", "&", "/a"]),
        (b"<a b='1 < 2 & 3 &gt; 2'/>", ["<a b=1 < 2 & 3 > 2", "/a"]),
        (b"<a>\xe9\xff</a>", ["<a", "éÿ", "/a"]),
        ("<a>é & 漢</a>".encode("utf-16"), ["<a", "é & 漢", "/a"]),
        ("<?xml version='1.0' encoding='gbk'?><a>漢".encode("gbk") + b"\xff</a>", ["<a", "漢\ufffd", "/a"]),
        (b"<a/> 1 < 2", ["<a", "/a", " 1 < 2"]),
    ],
)
def test_repairs(data: bytes, events: list[str]) -> None:
    outcome = read(data)

    assert outcome.handler.events == events
    assert outcome.repaired
    assert not outcome.problem


@pytest.mark.parametrize(
    "data",
    [
        b"<a/><b/>",  # two roots, where that was not asked for
        b"&<a><!-- never closed</a>",
        b"<a>&<![CDATA[ never closed</a>",
        b"<a>&<!WHAT></a>",
        b"<a>&</ ></a>",
        b"<a>&<b c=d/></a>",
        b"<a b='<c></c>'/>",
        b"<!DOCTYPE a [<!ELEMENT a ANY>]><a>&</a>",
        b"<a>&",
        b"<a>]]></a>",
        b"<?xml version='1.0' encoding='no-such'?><a>",
        b"<?xml version='1.0' encoding='rot13'?><a/>",
        b"",
        b"  \n",
        b"<a>memory</a>",
        b"<a><b></a></b>",
    ],
)
def test_what_cannot_be_trusted_has_a_problem(data: bytes) -> None:
    outcome = read(data)

    assert outcome.problem
    assert not outcome.repaired


def test_two_roots_where_they_are_allowed() -> None:
    outcome = read(b"<?xml version='1.0'?><a/>\n<?xml version='1.0'?><b/>", text=False, many_roots=True)

    assert outcome.handler.events == ["<a", "/a", "<b", "/b"]
    assert outcome.repaired == "not well-formed XML: junk after document element in line 2"


def test_memory_is_said_in_words() -> None:
    assert read(b"<a>memory</a>").problem == "too large to be read"


def test_deep_elements_are_refused() -> None:
    assert read(b"<a>" * 1001).problem == "more than 1,000 elements within each other; raise `limits: depth`"
    assert read(b"<a>" * 1000 + b"</a>" * 1000).problem == ""


@pytest.mark.parametrize(
    "piece", [b"<a ", b"&", b"<![CDATA[", b"<!--", b"<a b='", b"<a b='<", b"<a b=\"'<", b"]]>"]
)
def test_hostile_repetition_is_no_trap(piece: bytes) -> None:
    outcome = read(b"<a>\x01" + piece * 100_000)

    assert outcome.problem
