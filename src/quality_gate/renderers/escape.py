"""Makes foreign text harmless: one function per medium, and nothing reaches a medium without it."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.renderers.neutral import neutral_line, plain_line

INVISIBLE: Final = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls, ESC among them
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, zero width
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical and tag controls
    "\ud800-\udfff"  # halves of a character
    "\u2028\u2029"
)
_CONTROL: Final = re.compile(f"[{INVISIBLE}]")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"\s+")
_BLANK: Final = "\\s\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0"  # spaces, to a person
# At the end of a text the bracket may come from our own words behind it.
_VERDICTS: Final = re.compile(rf"READY|(?:PASSED|FAILED)(?=[{_BLANK}]*(?:\(|\Z))")
_BREAK: Final = "\u200b"  # a zero-width space: seen by link finders, not by people

_LINKS: Final = (
    (re.compile("@"), "@" + _BREAK),
    (re.compile(r"#(?=\d)"), "#" + _BREAK),
    (re.compile(r"\b(gh)-(?=\d)", re.IGNORECASE), rf"\1-{_BREAK}"),
    (re.compile(r":(?=//)"), ":" + _BREAK),
    (re.compile(r"(www)\.", re.IGNORECASE), rf"\1{_BREAK}."),
    (re.compile(r":(?=[\w+-]+:)"), ":" + _BREAK),
)
_COMMIT: Final = re.compile(r"(?<![0-9a-zA-Z])[0-9a-fA-F]{7,40}(?![0-9a-zA-Z])")
_SIX: Final = re.compile(r"(.{6})(?=.)")
_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_MARKDOWN: Final = str.maketrans(
    {char: "\\" + char for char in "\\`*~[]"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "<span>$</span>"}
)
_EMPHASIS: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # inside a word an underscore means nothing
_LINE_START: Final = re.compile(r"^(?=[-+=#])|^(\d{1,9})(?=[.)](?:\s|\Z))")
_BACKTICKS: Final = re.compile("`+")


def one_line(text: str, most: int = 300) -> str:
    """Without controls and line ends, not too long, and without words that only the verdict may say."""
    flat = _CONTROL.sub("", plain_line(_SPACES.sub(" ", shortened(text, most * 4))))
    return shortened(quiet(_SPACES.sub(" ", flat).strip()), most)


def many_lines(text: str, most: int = 20_000) -> str:
    """The same for text whose lines mean something, such as a trace: both its ends tell the most."""
    if len(text) > most:
        text = f"{text[: most // 2]}\n…\n{text[-(most // 2) :]}"
    lines = _LINE_END.sub("\n", text).replace("\t", "    ").split("\n")
    return quiet("\n".join(_CONTROL.sub("", plain_line(line)) for line in lines))


def quiet(text: str) -> str:
    """An output holds one verdict, and no test name or message may look like a second one."""
    return _VERDICTS.sub(lambda found: found[0].capitalize(), text)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def for_terminal(text: str, most: int = 300) -> str:
    """One line: its line ends and what would change the direction or hide are visible, controls are gone."""
    flat = _LINE_END.sub("\n", shortened(text, most * 4)).strip().replace("\n", "\\n").replace("\t", " ")
    return neutral_line(shortened(quiet(_CONTROL.sub(_visible, plain_line(flat))), most))


def for_markdown(text: str, most: int = 300) -> str:
    """Plain words in GitHub's Markdown: nothing in them becomes markup, a link or a mention."""
    return _LINE_START.sub(r"\1\\", _marked_down(one_line(text, most)))


def for_markdown_prose(text: str, most: int = 500) -> str:
    """A sentence whose words in backticks are code, as our own rules write them."""
    line = one_line(text, most)
    parts = line.split("`")
    inner = parts[1:-1]  # between two backticks there must be something, or they are a longer run
    if len(parts) % 2 == 0 or not all(inner) or any(part != part.strip() for part in parts[1::2]):
        return for_markdown(line, most)
    said = "".join(f"`{part}`" if at % 2 else _marked_down(part) for at, part in enumerate(parts))
    return _LINE_START.sub(r"\1\\", said)


def for_markdown_code(text: str, most: int = 300, *, table: bool = False) -> str:
    """A code span; there, GitHub links and mentions nothing."""
    line = one_line(text, most)
    if not line:
        return "(empty)"
    if table and "|" in line:
        # In a cell a bar ends the cell even inside a code span, and parsers differ on `\|` after a backslash.
        return f"<code>{for_markdown(text, most)}</code>"
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def for_markdown_block(text: str, most_lines: int = 40, most: int = 4_000) -> str:
    """A fenced block: the first and the last lines of a long text, which tell the most."""
    lines = [shortened(line.rstrip(), 400) for line in many_lines(text).strip("\n").split("\n")]
    body = "\n".join(_ends(lines, most_lines))
    if len(body) > most:
        body = f"{body[: most // 2]}…\n…{body[-(most // 2) :]}"
    fence = "`" * max(3, _longest_run(body) + 1)
    return f"{fence}text\n{body}\n{fence}"


def for_html(text: str, most: int = 300) -> str:
    """Words inside a tag that we wrote ourselves."""
    return _unlinked(one_line(text, most)).translate(_HTML)


def for_html_code(text: str, most: int = 300) -> str:
    """The same inside `<code>`, where GitHub makes no links: the text can be copied as it is."""
    return one_line(text, most).translate(_HTML)


def for_command_data(text: str, most: int = 1_000) -> str:
    """The message of a workflow command."""
    data = shortened(many_lines(text, most * 4), most).replace("##[", "# #[")
    return data.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def for_command_property(text: str, most: int = 300) -> str:
    """A property of a workflow command: file, title."""
    return for_command_data(one_line(text, most)).replace(":", "%3A").replace(",", "%2C")


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _marked_down(plain: str) -> str:
    return _EMPHASIS.sub(r"\\_", _unlinked(plain).translate(_MARKDOWN))


def _unlinked(text: str) -> str:
    """Puts a break that nobody sees into everything that GitHub would turn into a link."""
    for pattern, broken in _LINKS:
        text = pattern.sub(broken, text)
    return _COMMIT.sub(lambda found: _SIX.sub(rf"\1{_BREAK}", found[0]), text)


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def _ends(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    half = most // 2
    return [*lines[:half], f"… {len(lines) - 2 * half:,} lines left out …", *lines[-half:]]
