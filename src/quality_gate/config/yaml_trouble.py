"""What a YAML error means in plain words, and what to write instead: mostly quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.found import shown
from quality_gate.model.errors import Mistake

_COMMENT: Final = re.compile(r"\s+#.*$")
_BEFORE_VALUE: Final = re.compile(r"\s*(?:- +)*(?:[^\s'\"{\[#][^#]*?:\s+)?")
_Explanation = tuple[int, int, str, str]  # line, column, what, remedy
_UNFINISHED: Final = ("alias", "tag", "anchor", "block scalar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A parser's complaint; lines and columns count from 0."""

    problem: str
    context: str
    line: int
    column: int
    start_line: int  # where the construct began that the parser could not finish
    start_column: int


def mistake_of(trouble: Trouble, lines: Sequence[str]) -> Mistake:
    line, column, what, remedy = _explained(trouble, lines)
    return Mistake(line + 1, column + 1, "", what, remedy)


def cannot_begin(lines: Sequence[str], line: int, column: int) -> tuple[str, str]:
    """What is wrong, and the quoted value, for a value that begins with a character YAML keeps for itself."""
    char = _char(lines, line, column)
    named = "a backtick" if char == "`" else f"`{char}`"
    return f"a value cannot begin with {named}", _quoted(_value(lines, line, column))


def _explained(trouble: Trouble, lines: Sequence[str]) -> _Explanation:
    return _in_a_text(trouble, lines) or _at_a_special_character(trouble, lines) or _misplaced(trouble, lines)


def _in_a_text(trouble: Trouble, lines: Sequence[str]) -> _Explanation | None:
    if "escape" in trouble.problem or "escape" in trouble.context:
        remedy = "write the text in single quotes: '…'"
        return trouble.line, trouble.column, "`\\` begins an escape in double quotes", remedy
    if "quoted scalar" in trouble.context:
        start = (trouble.start_line, trouble.start_column)
        return *start, "this quote is never closed", f"close it with another {_char(lines, *start)}"
    return None


def _at_a_special_character(trouble: Trouble, lines: Sequence[str]) -> _Explanation | None:
    here, start = (trouble.line, trouble.column), (trouble.start_line, trouble.start_column)
    if "'\\t'" in trouble.problem:
        return *here, "a tab stands where only spaces may stand", "write spaces"
    if any(word in trouble.context for word in _UNFINISHED):
        return *start, *cannot_begin(lines, *start)
    if "cannot start any token" in trouble.problem:
        return *here, *cannot_begin(lines, *here)
    return None


def _misplaced(trouble: Trouble, lines: Sequence[str]) -> _Explanation:
    """Something stands on a line where nothing, or something else, may stand."""
    line, column = trouble.line, trouble.column
    begin = _value_column(lines, line)
    what, remedy = "the lines do not fit together", "check the indentation here and above"
    if "simple key" in trouble.context:
        line, column = trouble.start_line, trouble.start_column
        what, remedy = "this line is neither a key nor part of a value", "write `key: value`"
    elif "node content" in trouble.problem:
        what, remedy = "a value is missing here, or a bracket is too many", "write it, or quote the bracket"
    elif "flow" in trouble.context:
        line, column = trouble.start_line, trouble.start_column
        what = f"this `{_char(lines, line, column)}` is never closed, or a comma is missing"
        remedy = "close it, and quote text that holds brackets, braces, commas or `: `"
    elif "<document start>" in trouble.problem and lines[0].startswith("%"):
        line, column = 0, 0
        what, remedy = "a line cannot begin with `%`", _quoted(_value(lines, 0, 0))
    elif "sequence entries" in trouble.problem:
        what, remedy = "a list cannot begin on its key's line", "write `- …` on the next line, or quote it"
    elif begin and begin <= column and _value(lines, line, begin):
        column = begin
        what, remedy = "this value needs quotes", _quoted(_value(lines, line, begin))
    return line, column, what, remedy


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        return "quote this: '" + shown(text.replace("'", "''")) + "'"
    return f'quote this: "{shown(text)}"'


def _value(lines: Sequence[str], line: int, column: int) -> str:
    """The rest of the line, without a comment; within brackets, up to the next comma or bracket."""
    source = lines[line] if line < len(lines) else ""
    before, rest = source[:column], _COMMENT.sub("", source[column:])
    if before.count("{") + before.count("[") > before.count("}") + before.count("]"):
        rest = re.split(r"[,}\]]", rest, maxsplit=1)[0]
    return rest.strip()


def _value_column(lines: Sequence[str], line: int) -> int:
    """Where the value on a line begins, behind dashes and a key; 0 where the line has none."""
    match = _BEFORE_VALUE.match(lines[line]) if line < len(lines) else None
    return match.end() if match and match.group().strip() else 0


def _char(lines: Sequence[str], line: int, column: int) -> str:
    return shown(lines[line][column : column + 1]) if line < len(lines) else ""
