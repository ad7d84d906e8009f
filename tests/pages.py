"""What we show as a page of its own: Markdown as GitHub lays it out, a terminal with its colours."""

from __future__ import annotations

import html
import re
from typing import Final

from markdown_it import MarkdownIt

_LIGHT: Final = "--text:#1f2328;--quiet:#59636e;--page:#fff;--code:#f1f2f4;--line:#d1d9e0;--link:#0969da"
_DARK: Final = "--text:#f0f6fc;--quiet:#9198a1;--page:#0d1117;--code:#242a33;--line:#3d444d;--link:#4493f8"
_STYLE: Final = """
* {box-sizing: border-box}
body {margin: 0; padding: 16px; color: var(--text); background: var(--page); overflow-wrap: break-word;
  font: 14px/1.5 "Liberation Sans", Arial, sans-serif}
.comment {border: 1px solid var(--line); border-radius: 6px; padding: 16px}
h2 {font-size: 1.5em; border-bottom: 1px solid var(--line); padding-bottom: .3em; margin: 0 0 16px}
h3 {font-size: 1.25em; margin: 24px 0 16px}
p, ul, ol, table, pre, details {margin: 0 0 16px}
ul, ol {padding-left: 2em}
li > ul {margin: 0}
li > p {margin: 16px 0 0}
a {color: var(--link)}
code {font: 85% "Liberation Mono", monospace; background: var(--code); border-radius: 6px; padding: .2em .4em;
  white-space: break-spaces}
pre {background: var(--code); border-radius: 6px; padding: 16px; overflow: auto; line-height: 1.45}
pre code {padding: 0; background: none; white-space: pre}
table {display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse}
th, td {border: 1px solid var(--line); padding: 6px 13px}
sub {font-size: 75%; color: var(--quiet)}
.terminal {white-space: pre; font: 13px/1.4 "Liberation Mono", monospace}
"""
_COLOURS: Final = {
    "1": "font-weight:bold",
    "2": "opacity:.6",
    "31": "color:#ff7b72",
    "32": "color:#3fb950",
    "33": "color:#d29922",
    "35": "color:#d2a8ff",
    "90": "color:#8b949e",
}
_CODES: Final = re.compile(r"\x1b\[([0-9;]*)m")


def comment_page(markdown: str, *, dark: bool = False) -> str:
    """GitHub's way: paragraphs 14 px high, wide tables scroll in a box of their own."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = parser.render(markdown)
    boxes = (("[ ]", "<input type=checkbox disabled>"), ("[x]", "<input type=checkbox disabled checked>"))
    for written, box in boxes:
        shown = shown.replace(f"<li>{written}", f"<li>{box}")
    return _page(f'<div class="comment">{shown}</div>', _DARK if dark else _LIGHT)


def terminal_page(text: str) -> str:
    """Only the codes that the gate itself writes."""
    pieces = _CODES.split(text)
    shown = html.escape(pieces[0])
    for code, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        style = ";".join(_COLOURS[one] for one in code.split(";") if one in _COLOURS)
        shown += f'<span style="{style}">{html.escape(piece)}</span>'
    return _page(f'<div class="terminal">{shown}</div>', _DARK)


def _page(body: str, colours: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>quality gate</title>'
        f"<style>:root {{{colours}}}{_STYLE}</style></head><body>{body}</body></html>"
    )
