"""Markdown as a reader meets it: rendered to HTML, then taken apart into tags, links and plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_EMPTY = ("br", "hr", "img", "input")
_QUIET = ("code", "pre")  # there GitHub makes nothing of the words
# What GitHub turns into a link, a mention or a picture by itself, wherever it stands in plain words.
ALIVE = {
    "mention": re.compile(r"@[A-Za-z0-9]"),
    "issue": re.compile(r"#\d|\bGH-\d", re.IGNORECASE),
    "address": re.compile(r"[a-z]://|\bwww\.", re.IGNORECASE),
    "commit": re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{7,40}(?![0-9A-Za-z])"),
    "emoji": re.compile(r":[\w+-]+:"),
}


@dataclass
class Page(HTMLParser):
    """`tags` in the order met, `links` with their targets, `words` outside of code, `code` inside of it."""

    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str | None]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and (not self._open or self._open.pop() != tag):
            self.unbalanced.append(tag)

    def handle_comment(self, data: str) -> None:
        self.remarks.append(data)

    def handle_data(self, data: str) -> None:
        (self.code if set(self._open) & set(_QUIET) else self.words).append(data)

    def close(self) -> None:
        super().close()
        self.unbalanced += self._open

    @property
    def alive(self) -> list[tuple[str, str]]:
        """Words that GitHub would make something of."""
        return [
            (kind, text) for text in self.words for kind, pattern in ALIVE.items() if pattern.search(text)
        ]


def page(markdown: str) -> Page:
    text = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    found = Page()
    found.feed(text)
    found.close()
    return found
