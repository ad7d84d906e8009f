"""Reports that were made to hurt: each is refused in words, soon and within little memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from repository import SOURCES

MOST_MEMORY = 700 << 20  # bytes, of a process that is given 100 MB
BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10)  # each ten times the one before
        for n in range(12)
    )
    + b"]>"
)
OUTSIDE = (
    b'<!DOCTYPE r [<!ENTITY m SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://localhost:1/x"> %p;]>'
)
# Where a name stands in a report of each format, and the whole around it.
XML = {
    "junit": (b'<testsuite name="s"><testcase classname="c" name="', b'"/></testsuite>'),
    "cobertura": (
        b'<coverage line-rate="1"><packages><package name="p"><classes><class name="c" filename="',
        b'"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>',
    ),
    "jacoco": (
        b'<report name="r"><package name="p"><sourcefile name="',
        b'"><line nr="1" mi="0" ci="1" mb="0" cb="0"/></sourcefile></package></report>',
    ),
    "checkstyle": (b'<checkstyle version="9"><file name="', b'"></file></checkstyle>'),
}
JSON = {
    "ctrf": (
        b'{"reportFormat":"CTRF","specVersion":"0.0.0","results":{"tool":{"name":"t"},"summary":{"tests":',
        (
            b',"passed":1,"failed":0,"pending":0,"skipped":0,"other":0,"start":0,"stop":0},"tests":[{"name":"x",'
            b'"status":"passed","duration":1}]}}'
        ),
    ),
    "istanbul-summary": (
        (
            b'{"total":{"lines":{"total":1,"covered":1,"skipped":0,"pct":100},"statements":{"total":1,"covered":1,'
            b'"skipped":0,"pct":100},"functions":{"total":1,"covered":1,"skipped":0,"pct":100},"branches":{"total":'
        ),
        b',"covered":0,"skipped":0,"pct":100}}}',
    ),
}
LINES = {
    "lcov": (b"TN:\nSF:a.c\nDA:1,1\nend_of_record\nSF:", b"\nDA:1,1\nend_of_record\n"),
    "tap": (b"TAP version 13\n1..2\nok 1 - a\nok 2 - ", b"\n"),
    "go-cover": (b"mode: set\na.go:1.1,2.2 1 1\n", b":1.1,2.2 1 1\n"),
}


def around(text: tuple[bytes, bytes], middle: bytes) -> bytes:
    return middle.join(text)


def xml_bodies(front: bytes, end: bytes) -> Iterator[tuple[str, bytes]]:
    yield "entity bomb", BOMB + around((front, end), b"&m;")
    yield "external entity", OUTSIDE + around((front, end), b"&m;")
    yield "deep nesting", around((front, end), b'">' + b"<a>" * 200_000)
    if b"sourcefile" not in front:  # JaCoCo's is repaired, and that is told
        yield "NUL", around((front, end), b"a\0b")
    yield "cut off", around((front, end), b"a")[:-12]


def json_bodies(front: bytes, end: bytes) -> Iterator[tuple[str, bytes]]:
    yield "deep nesting", around((front, end), b"[" * 200_000)
    yield "a number of a million digits", around((front, end), b"9" * 1_000_000)
    if b"CTRF" not in front:  # there the cases decide, and a summary that is no count is passed over
        yield "a huge exponent", around((front, end), b"1e999999999")
    yield "NaN", around((front, end), b"NaN")
    yield "infinity", around((front, end), b"-Infinity")
    yield "duplicate keys", around((front, end), b'1, "total": 2, "name": "x", "name": "y"')
    yield "NUL", around((front, end), b'"a\0b"')
    yield "half a character", around((front, end), b'"\xff\xfe"')


def cases() -> Iterator[tuple[str, bytes]]:
    for formats, bodies in ((XML, xml_bodies), (JSON, json_bodies)):
        for name, text in formats.items():
            yield from ((f"{name}: {what}", raw) for what, raw in bodies(*text))


def read(path: Path, *options: str) -> tuple[int, str, str]:
    def within_limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    done = subprocess.run(
        [sys.executable, "-m", "quality_gate", "read", *options, path.name],
        cwd=path.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=within_limits,  # no thread runs here
    )
    return done.returncode, done.stdout, done.stderr


def refused(path: Path) -> str:
    """The reason; without one the test fails."""
    code, out, err = read(path, "--format", "json")
    assert (code, err) == (1, ""), (code, out[:2000], err[-2000:])
    answer = json.loads(out)
    assert (answer["state"], answer["tests"], answer["coverage"]) == ("invalid", None, None)
    assert answer["note"] and "MemoryError" not in answer["note"]
    return str(answer["note"])


@pytest.mark.parametrize("raw", [pytest.param(raw, id=what) for what, raw in cases()])
def test_what_no_tool_writes_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "report").write_bytes(raw)

    assert len(refused(tmp_path / "report")) < 1000


@pytest.mark.parametrize("name", [*XML, *LINES])
def test_100_mb_of_one_name_are_refused_with_the_limit_to_raise(tmp_path: Path, name: str) -> None:
    front, end = (XML | LINES)[name]
    with (tmp_path / "report").open("wb") as file:
        file.write(front)
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(end)

    assert refused(tmp_path / "report").endswith("raise `limits: line`")


@pytest.mark.parametrize("name", JSON)
def test_100_mb_of_one_text_in_json_are_answered(tmp_path: Path, name: str) -> None:
    front, end = JSON[name]
    with (tmp_path / "report").open("wb") as file:
        file.write(front + b'"')
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b'"' + end)
    code, out, err = read(tmp_path / "report", "--format", "json")

    assert (code in (0, 1), err) == (True, "")
    assert len(out) < 10_000
    assert json.loads(out)["state"] in ("ok", "invalid")


SLY = "a\u202egnp.exe\u2066\u200b\ufeff\x85 \x7f"  # turned around, invisible, a line end, a control character
WRITTEN = {
    "junit": SLY.join(part.decode() for part in XML["junit"]),
    "lcov": SLY.join(part.decode() for part in LINES["lcov"]),
    "ctrf": JSON["ctrf"][0].decode() + "1" + JSON["ctrf"][1].decode().replace('"x"', json.dumps(SLY)),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_letters_that_deceive_reach_no_terminal(tmp_path: Path, name: str) -> None:
    (tmp_path / f"re{SLY[:12]}port").write_text(WRITTEN[name], encoding="utf-8")
    (path,) = tmp_path.iterdir()
    for options in ((), ("--format", "json")):
        code, out, err = read(path, *options)
        assert (code, err) == (0, "")
        assert not set(out) & set("\u202e\u2066\u200b\ufeff\x85\x7f\x1b")
