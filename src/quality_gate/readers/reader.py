"""What a reader of one format offers, and what it is given: the head of a file, and the limits."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, Protocol

from quality_gate.model.reading import Reading
from quality_gate.model.wording import plural, size_text

HEAD_SIZE: Final = 64 * 1024
_MARKS: Final = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROLOG: Final = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+", re.DOTALL | re.IGNORECASE
)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)")
_JSON_KEY: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"\s*+(:)?|[{}\[\]]')


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much of a hostile file is taken before it is refused."""

    max_bytes: int = 1024**3
    max_depth: int = 1000  # elements within elements
    max_token: int = 16 * 1024**2  # bytes of one tag, comment or line
    max_lines: int = 20_000_000  # of a format that is read line by line
    max_repair: int = 32 * 1024**2  # a larger file that is not well formed is refused at once
    max_cases: int = 5_000_000
    max_text: int = 20_000  # characters kept of one failure
    max_texts: int = 64 * 1024**2  # characters kept of all failures together
    max_names: int = 64 * 1024**2  # characters kept of the names of suites around others

    # What is said of a file that is refused, with the key that takes more of it.

    @property
    def too_large(self) -> str:
        return f"larger than {size_text(self.max_bytes)}; raise `limits: report-size`"

    @property
    def too_long(self) -> str:
        return f"a line, tag or comment of more than {size_text(self.max_token)}; raise `limits: line`"

    @property
    def too_many_lines(self) -> str:
        return f"more than {plural(self.max_lines, 'line')}; raise `limits: lines`"

    @property
    def too_many_cases(self) -> str:
        return f"more than {plural(self.max_cases, 'test case')}; raise `limits: cases`"

    @property
    def too_deep(self) -> str:
        return f"more than {self.max_depth:,} elements within each other; raise `limits: depth`"

    @property
    def too_many_names(self) -> str:
        names = f"the names of suites around others come to more than {self.max_names:,} characters"
        return f"{names}; raise `limits: suite-names`"

    @property
    def beyond_repair(self) -> str:
        return f"larger than {size_text(self.max_repair)}, so not repaired; raise `limits: repair`"


DEFAULT_LIMITS: Final = ReadLimits()


class Reader(Protocol):
    """One format; a module fills it."""

    NAME: str

    def recognises(self, head: Head) -> bool: ...

    def read(self, stream: BinaryIO, limits: ReadLimits) -> Reading: ...


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, and the cheap looks at them that tell formats apart."""

    raw: bytes

    @cached_property
    def text(self) -> str:
        """Decoded as well as possible; never fails, and may lose characters."""
        return self.raw.decode(encoding_of(self.raw), errors="replace").removeprefix("\ufeff")

    @cached_property
    def root(self) -> str:
        """The local name of the XML root element; empty where this is no XML."""
        found = self._root_match
        return found[1] if found else ""

    @cached_property
    def root_attributes_text(self) -> str:
        found = self._root_match
        return found[2] if found else ""

    @cached_property
    def is_blank(self) -> bool:
        return not self.text.strip(" \t\r\n\0")

    @cached_property
    def is_html(self) -> bool:
        return self.root.lower() in ("html", "head", "body") or "<!doctype html" in self.text[:1024].lower()

    @cached_property
    def is_json(self) -> bool:
        return self.text.lstrip()[:1] in ("{", "[")

    @cached_property
    def json_keys(self) -> tuple[str, ...]:
        """The keys of the outermost object, or of the first object in the outermost list."""
        if not self.is_json:
            return ()
        text = self.text.lstrip()
        wanted = 1 if text[0] == "{" else 2
        depth = 0
        keys: list[str] = []
        for token in _JSON_KEY.finditer(text):
            if token[0] in ("{", "["):
                depth += 1
            elif token[0] in ("}", "]"):
                depth -= 1
            elif token[2] and depth == wanted:
                keys.append(token[1])
        return tuple(dict.fromkeys(keys))

    @cached_property
    def _root_match(self) -> re.Match[str] | None:
        prolog = _PROLOG.match(self.text)
        return _ROOT.match(self.text, prolog.end() if prolog else 0)


def encoding_of(raw: bytes) -> str:
    """By byte order mark, by the zero bytes that UTF-16 has in markup, else UTF-8."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    first = raw[:4]
    if len(first) == 4 and first[0] and first[2] and not first[1] and not first[3]:
        return "utf-16-le"
    if len(first) == 4 and first[1] and first[3] and not first[0] and not first[2]:
        return "utf-16-be"
    return "utf-8"
