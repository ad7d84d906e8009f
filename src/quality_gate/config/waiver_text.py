"""Edits the waivers in a configuration's own text: comments and layout stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.node import Kind, Node
from quality_gate.config.load import load
from quality_gate.model.errors import UsageError

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY: Final = "waivers"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Where the list stands: the line of its key, the first lines of its entries, and the line behind it."""

    key: int
    entries: tuple[int, ...]
    end: int
    indent: str


def with_entry(text: str, file: str, entry: Mapping[str, str]) -> str:
    """The text with one more waiver at the end of the list; nothing else has changed in it."""
    lines = _lines(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    block = _block(load(text, file), lines)
    if lines and not lines[-1].endswith(("\r", "\n")):
        lines[-1] += ending
    if block is None:
        gap = [ending] if lines and lines[-1].strip() else []
        new = [*lines, *gap, f"{_KEY}:{ending}", *_written(entry, "  ", ending)]
    else:
        new = [*lines[: block.end], *_written(entry, block.indent, ending), *lines[block.end :]]
    return _proven(text, "".join(new), file, range(len(block.entries) if block else 0), 1)


def without_entries(text: str, file: str, gone: Collection[int]) -> str:
    """The text without the entries at these positions; the key goes with the last of them."""
    lines = _lines(text)
    block = _block(load(text, file), lines)
    if block is None:
        return text
    left = [position for position in range(len(block.entries)) if position not in gone]
    ends = (*block.entries[1:], block.end)
    dropped: set[int] = set() if left else {block.key}
    for position in gone:
        start = block.entries[position]
        dropped |= set(range(start, _end(lines, start + 1, ends[position], block.indent)))
    kept = "".join(line for at, line in enumerate(lines) if at not in dropped)
    return _proven(text, kept, file, left, 0)


def quoted(text: str) -> str:
    """A value in double quotes that means exactly this text."""
    return '"' + "".join(map(_safe, text.translate(_ESCAPED))) + '"'


def _safe(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _written(entry: Mapping[str, str], indent: str, ending: str) -> Iterable[str]:
    for at, (key, value) in enumerate(entry.items()):
        yield f"{indent}{'  ' if at else '- '}{key}: {value}{ending}"


def _lines(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]


def _block(root: Node, lines: list[str]) -> _Block | None:
    found = next(((key, value) for key, value in root.entries if key.text == _KEY), None)
    if found is None:
        return None
    key, value = found
    dashes = [_dash(item, lines) for item in value.items]
    if value.kind is not Kind.LIST or None in dashes:
        raise UsageError(
            f"`{_KEY}` in line {key.line} is no list with a line for each `-`",
            "write it as `- tests: …` lines",
        )
    after = [other.line - 1 for other, _ in root.entries if other.line > value.line]
    indent = lines[value.items[0].line - 1][: dashes[0]]
    end = _end(lines, value.items[-1].line, min(after, default=len(lines)), indent)
    return _Block(
        key=key.line - 1, entries=tuple(item.line - 1 for item in value.items), end=end, indent=indent
    )


def _dash(item: Node, lines: list[str]) -> int | None:
    """The column of the dash in front of an entry; none where it does not stand alone there."""
    front = lines[item.line - 1][: item.column - 1]
    return len(front.rstrip()) - 1 if front.strip() == "-" else None


def _end(lines: list[str], start: int, end: int, indent: str) -> int:
    """Blank lines and comments that stand no deeper than the list belong to what follows."""
    while end > start and (not (line := lines[end - 1]).strip() or _is_between(line, indent)):
        end -= 1
    return end


def _is_between(line: str, indent: str) -> bool:
    bare = line.lstrip()
    return bare.startswith("#") and len(line) - len(bare) <= len(indent)


def _proven(before: str, after: str, file: str, left: Iterable[int], added: int) -> str:
    """Whatever the layout was: only the waivers may have changed, by what was asked for."""
    (old_rest, old), (new_rest, new) = (_parted(load(text, file)) for text in (before, after))
    kept = [old[position] for position in left]
    if old_rest != new_rest or new[: len(kept)] != kept or len(new) != len(kept) + added:
        raise UsageError(f"{file} is laid out in a way that cannot be edited safely", "edit it by hand")
    return after


def _parted(root: Node) -> tuple[list[object], list[object]]:
    """What is no waiver, and each waiver."""
    rest: list[object] = [(key.text, _content(value)) for key, value in root.entries if key.text != _KEY]
    return rest, [_content(item) for key, value in root.entries if key.text == _KEY for item in value.items]


def _content(node: Node) -> object:
    if node.kind is Kind.LIST:
        return [_content(item) for item in node.items]
    if node.kind is Kind.MAPPING:
        return [(_content(key), _content(value)) for key, value in node.entries]
    return node.kind, node.text
