"""Damage that keeps a report well formed: a value of another kind, a key twice, an element elsewhere."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any, Final

_VALUES: Final = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        10**18,
        10**400,
        0.1,
        1e300,
        float("nan"),
        float("inf"),
        "",
        "x",
        "1",
        "-",
    ),
    *(
        "\0",
        "\ud800",
        "\u202e",
        "a\nb",
        "1e5",
        "٣",
        [],
        {},
        [[]],
        [{}],
        [None],
        {"": None},
        {"a": 1},
        [1, "a"],
    ),
    *("passed", "failed", "x" * 3000, "../..", "/a/b.py", "a//b", ".", "NaN", "100%", "1,5", "::error::x"),
)
_TAG: Final = re.compile(rb"<(/?)([A-Za-z_:][\w:.-]*)([^<>]*)>")
_ATTRIBUTE: Final = re.compile(rb"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_ATTRIBUTE_VALUES: Final = (
    *(
        b"",
        b"0",
        b"-1",
        b"1",
        b"00",
        b"NaN",
        b"inf",
        b"-inf",
        b"1e5",
        b"1e999",
        b"9" * 400,
        b"9" * 5000,
        b"0.5",
    ),
    *(
        b"passed",
        b"failed",
        b"true",
        b"false",
        b"x" * 3000,
        b"&#10;",
        b"&lt;",
        b"../..",
        b"a/b.py",
        b"100%",
        b"50% (1/2)",
    ),
    *(
        b"5000001",
        b"99999999999",
        b"50% (9/2)",
        b"(1/0)",
        b"1,000",
        b"1.000,5",
        "٣".encode(),
        b"2020-13-45T99:99",
    ),
    *(b"01:00:00.5", b"0:0:0:0:0", "\u202e".encode(), b"\x01", b"&#1;", b"none", b"/"),
)


def json_mutation(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """One value of the document, or of one of its lines, becomes something else."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return _one_line(raw, dice)
    for _ in range(dice.choice((1, 1, 3))):
        document = _changed(document, dice)
    text = json.dumps(document, ensure_ascii=dice.random() < 0.7, indent=dice.choice((None, 1)))
    return _doubled_key(text, dice).encode("utf-8", "surrogatepass")


def _one_line(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = dice.randrange(len(lines))
    try:
        lines[at] = json.dumps(_changed(json.loads(lines[at]), dice)).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return raw
    return b"\n".join(lines)


def _doubled_key(text: str, dice: random.Random) -> str:
    keys = list(re.finditer(r'"[^"\\]*": ', text)) if dice.random() < 0.1 else []
    if not keys:
        return text
    key = dice.choice(keys)
    return text[: key.start()] + key[0] + "0, " + text[key.start() :]


def _changed(value: Any, dice: random.Random) -> Any:
    """Walks down by chance; the deeper values are the ones that readers look at."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        return _changed_object(value, dice)
    if isinstance(value, list) and value and dice.random() < 0.9:
        return _changed_list(value, dice)
    return dice.choice(_VALUES)


def _changed_object(value: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    key = dice.choice(list(value))
    kind = dice.random()
    if kind < 0.12:
        return {name: inner for name, inner in value.items() if name != key}
    if kind < 0.2:
        other = dice.choice(("", "x", "\ud800", "0", "-1", *value, *map(str, range(3))))
        return {(other if name == key else name): inner for name, inner in value.items()}
    return {name: _changed(inner, dice) if name == key else inner for name, inner in value.items()}


def _changed_list(value: list[Any], dice: random.Random) -> list[Any]:
    at = dice.randrange(len(value))
    kind = dice.random()
    if kind < 0.12:
        return value[:at] + value[at + 1 :]
    if kind < 0.25:
        return value[:at] + [value[at]] * dice.choice((2, 3, 40)) + value[at + 1 :]
    return [*value[:at], _changed(value[at], dice), *value[at + 1 :]]


def xml_mutation(raw: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """A tag that goes, comes twice or changes its name; an attribute that goes, comes twice or lies."""
    tags = list(_TAG.finditer(raw))
    for _ in range(dice.choice((1, 1, 2))):
        if not tags:
            break
        tag = dice.choice(tags)
        raw = raw[: tag.start()] + _changed_tag(tag, tags, dice) + raw[tag.end() :]
        tags = list(_TAG.finditer(raw))
    return raw


def _changed_tag(tag: re.Match[bytes], tags: Sequence[re.Match[bytes]], dice: random.Random) -> bytes:
    attributes = list(_ATTRIBUTE.finditer(tag[3]))
    if attributes and dice.random() < 0.7:
        return _changed_attribute(tag, dice.choice(attributes), dice)
    other = dice.choice(tags)
    return dice.choice(
        (
            b"",
            tag[0] * 2,
            other[0],
            tag[0] + other[0],
            b"<" + tag[1] + other[2] + tag[3] + b">",
            b"<" + tag[2] + tag[3].rstrip(b"/") + b"/>",
            b"<x:" + tag[2] + tag[3] + b">",
            b"<" + tag[2] + b"/>" + tag[0],
            b"<!-- " + tag[0] + b" -->",
            tag[0] + b"text",
        )
    )


def _changed_attribute(tag: re.Match[bytes], found: re.Match[bytes], dice: random.Random) -> bytes:
    kind = dice.random()
    if kind < 0.12:
        put = b""
    elif kind < 0.2:
        put = found[0] + b" " + found[0]
    else:
        put = found[1] + b'="' + dice.choice(_ATTRIBUTE_VALUES) + b'"'
    inner = tag[3][: found.start()] + put + tag[3][found.end() :]
    return b"<" + tag[1] + tag[2] + inner + b">"
