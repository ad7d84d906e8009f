"""Ways to damage a report's bytes: from a cut in the middle to ten megabytes of one attribute."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

from fuzz.structures import json_mutation, xml_mutation

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

NUMBERS: Final = (
    *(b"0", b"-1", b"00", b"-0", b"1e5", b"1e999", b"-1e999", b"1e-999", b"1E+400", b"0.1", b".5", b"5."),
    *(b"NaN", b"Infinity", b"-Infinity", b"inf", b"nan", b"null", b"true", b'""', b"[]", b"{}", b'"1"'),
    *(b"5000000", b"5000001", b"2147483648", b"9223372036854775808", b"1_000", b"+1", b" 1", b"0x10"),
    *(b"9" * 401, b"9" * 5000, b"0." + b"9" * 5000, "٣".encode(), "²".encode(), "１".encode()),
)
TEXTS: Final = (
    *(
        b"\0",
        b"\x01",
        b"\x08",
        b"\x0b",
        b"\x1b[31m",
        b"\x7f",
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xfe\xff",
    ),
    *("\u202e".encode(), "\u2066\u2069".encode(), "\ufeff".encode(), "\u2028".encode(), "\u0085".encode()),
    *(
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\t",
        b"%",
        b"\\",
        b'"',
        b"'",
        b"<",
        b">",
        b"&",
        b"]]>",
        b"-->",
        b"<!--",
        b"<![CDATA[",
    ),
    *(
        b"&#0;",
        b"&#xD800;",
        b"&#1114112;",
        b"&nosuch;",
        b"&amp;",
        b"\\u0000",
        b"\\ud800",
        b"\\",
        b"{}",
        b"[]",
        b",",
    ),
    *(b"::error::forged", b"../../../etc/passwd", b"//host/share", b"C:\\x", b"file:///x", b"/", b"a" * 5000),
)
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_OPENINGS: Final = (
    b"[",
    b"{",
    b'{"a":',
    b"<a>",
    b"<testsuite>",
    b"<package name='p'>",
    b"(",
    b"    ",
    b"<!--",
)
_BOMB: Final = (
    b'<!DOCTYPE r [<!ENTITY a "' + b"lol" * 50 + b'">'
    + b"".join(
        b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 50) for letter in range(ord("b"), ord("j"))
    )
    + b"]>"
)  # fmt: skip
_ENCODINGS: Final = (
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig", "latin-1", "gb18030", "cp037"),
    *("utf-7", "shift_jis"),
)


def truncated(raw: bytes, dice: random.Random, _others: Sequence[bytes] = ()) -> bytes:
    """The front of the report: cut anywhere, or behind a line, a tag or a value."""
    if dice.random() < 0.5:
        return raw[: dice.randrange(len(raw) + 1)]
    ends = [found.end() for found in re.finditer(rb"[\n>}\],]", raw)]
    return raw[: dice.choice(ends)] if ends else b""


def _cut_front(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    return raw[dice.randrange(len(raw) + 1) :]


def _slice(raw: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(raw) + 1)
    return start, min(len(raw), start + dice.choice((1, 4, 30, 300, 3000)))


def _duplicated(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(raw, dice)
    return raw[:end] + raw[start:end] * dice.choice((1, 1, 2, 50)) + raw[end:]


def _deleted(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(raw, dice)
    return raw[:start] + raw[end:]


def _moved(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(raw, dice)
    rest = raw[:start] + raw[end:]
    to = dice.randrange(len(rest) + 1)
    return rest[:to] + raw[start:end] + rest[to:]


def _spliced(raw: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    other = dice.choice(others)
    return raw[: dice.randrange(len(raw) + 1)] + other[dice.randrange(len(other) + 1) :]


def _joined(raw: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    return raw + dice.choice((b"", b"\n")) + dice.choice(others)


def _odd_number(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(raw))
    for place in sorted(
        dice.sample(found, min(len(found), dice.choice((1, 1, 3)))), key=_start, reverse=True
    ):
        raw = raw[: place.start()] + dice.choice(NUMBERS) + raw[place.end() :]
    return raw


def _start(place: re.Match[bytes]) -> int:
    return place.start()


def _odd_text(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    for _ in range(dice.choice((1, 1, 4))):
        at = dice.randrange(len(raw) + 1)
        raw = raw[:at] + dice.choice(TEXTS) + raw[at + dice.choice((0, 1)) :]
    return raw


def _flipped(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(raw)
    for _ in range(dice.choice((1, 3, 20)) if raw else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _nested(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    at = dice.choice((0, dice.randrange(len(raw) + 1)))
    return raw[:at] + dice.choice(_OPENINGS) * dice.choice((10, 900, 1100, 20_000, 300_000)) + raw[at:]


def _bombed(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    root = re.search(rb"<[A-Za-z]", raw)
    if root is None:
        return raw
    text = dice.choice((b">&i;", b">&i;&i;", b">&a;"))
    return raw[: root.start()] + _BOMB + raw[root.start() :].replace(b">", text, dice.choice((1, 3)))


def _swollen(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Megabytes inside of one value: behind a quote where there is one."""
    quotes = [found.end() for found in re.finditer(rb"[\"'>:\n]", raw)] or [0]
    at = dice.choice(quotes)
    unit = dice.choice((b"x", b"9", b" ", b"a/", b"\n", b",", b"&lt;", b"\\\\", "é".encode(), b"0", b"../"))
    return raw[:at] + unit * (dice.choice((70_000, 1_000_000, 10_000_000)) // len(unit)) + raw[at:]


def _repeated(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """One line or the whole, very often."""
    lines = raw.split(b"\n")
    number = dice.randrange(len(lines))
    one = b"\n".join(lines[number : number + dice.choice((1, 2, 5))]) + b"\n"
    lines[number:number] = [one * min(100_000, 2_000_000 // len(one))]
    return b"\n".join(lines)


def _shuffled(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    lines = raw.split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _recoded(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    text = raw.decode("utf-8", "replace")
    if dice.random() < 0.3:
        return f'<?xml version="1.0" encoding="{dice.choice(_ENCODINGS)}"?>'.encode() + raw
    return text.encode(dice.choice(_ENCODINGS), "replace")


def _line_ends(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    return raw.replace(b"\n", dice.choice((b"\r\n", b"\r", b"", b" ", b"\n\n", b"\x0b", b"\n\0")))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(truncated, _cut_front, _duplicated, _deleted, _moved, _spliced, _joined, _odd_number, _odd_number),
    *(_odd_text, _odd_text, _flipped, _shuffled, _recoded, _line_ends, xml_mutation, json_mutation),
    *(xml_mutation, json_mutation, xml_mutation, json_mutation),
)
LARGE: Final[tuple[Mutation, ...]] = (_nested, _bombed, _swollen, _repeated)


def mutated(raw: bytes, dice: random.Random, others: Sequence[bytes], large: float) -> bytes:
    """One to four kinds of damage at once; in a share of `large`, damage that makes the file huge."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        raw = dice.choice(MUTATIONS)(raw, dice, others)
    return dice.choice(LARGE)(raw, dice, others) if dice.random() < large else raw
