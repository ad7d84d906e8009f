"""Writes text as YAML values that mean exactly this text, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-z_./$][\w ./=,:+@%$(){}\"';&|?<>*-]*", re.ASCII)
_IN_LIST: Final = re.compile(r"[A-Za-z_./][\w./=+@%-]*", re.ASCII)
_NOT_TEXT: Final = frozenset({"true", "false", "null", "~"})
_NEEDS_ESCAPE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ESCAPED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def scalar(text: str) -> str:
    """A value of its own line."""
    plain = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    return text if plain and text not in _NOT_TEXT else _quoted(text)


def in_list(text: str) -> str:
    """A value between brackets."""
    return text if _IN_LIST.fullmatch(text) and text not in _NOT_TEXT else _quoted(text)


def one_or_more(texts: Iterable[str]) -> str:
    values = [in_list(text) for text in texts]
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{in_list(key)}: {in_list(value)}" for key, value in values.items()) + "}"


def comment(text: str, indent: str = "") -> str:
    """One comment line; what stands in it may come from anywhere."""
    return f"{indent}# {_NEEDS_ESCAPE.sub('?', text)}"


def _quoted(text: str) -> str:
    if not _NEEDS_ESCAPE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _NEEDS_ESCAPE.sub(_escape, text.translate(_ESCAPED)) + '"'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
