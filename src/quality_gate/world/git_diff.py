"""What differs between a commit and what is checked out: files, and the lines that are added or edited."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from quality_gate.model.changes import Change, ChangedFile
from quality_gate.model.coverage import MOST_LINES
from quality_gate.world.git import Git

_SECONDS: Final = 300
_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_QUOTED: Final = re.compile(rb'\\([abtnvfr"\\]|[0-7]{3})')
_LETTERS: Final = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))
_LINK, _MODULE = b"120000", b"160000"  # modes of what has no lines of its own
_KINDS: Final = {b"A": Change.ADDED, b"D": Change.DELETED, b"R": Change.RENAMED, b"C": Change.ADDED}


class CannotCompare(Exception):
    """What git said instead of a difference."""


@dataclass(frozen=True, slots=True)
class Diff:
    """`to` is a commit; empty stands for the files as they lie there."""

    git: Git
    base: str
    to: str = ""

    def files(self) -> dict[str, ChangedFile]:
        """Paths are relative to the gate's root; what lies outside of it is not told."""
        found: dict[str, ChangedFile] = {}
        without_lines = set()
        for path, file, plain in self._named():
            found[path] = file
            if not plain:
                without_lines.add(path)
        for path, lines in self._lines():
            if path in found and path not in without_lines:
                found[path] = replace(found[path], lines=lines)
        return found

    def _ask(self, *how: str) -> bytes:
        # What people configure for their own eyes must not change what we read.
        plain = (
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--relative",
            "-M",
            "--ignore-submodules=dirty",
        )
        answer = self.git.answer(
            *("-c", "core.quotePath=true", "-c", "diff.renameLimit=2000"),
            *("diff", *how, *plain, "--src-prefix=a/", "--dst-prefix=b/"),
            *(self.base, *([self.to] if self.to else []), "--"),
            seconds=_SECONDS,
        )
        if answer.code != 0:
            raise CannotCompare(answer.why)
        return answer.out

    def _named(self) -> Iterator[tuple[str, ChangedFile, bool]]:
        """Each file, and whether it has lines at all: links and submodules have none."""
        words = iter(self._ask("--raw", "--numstat", "-z").split(b"\0"))
        raw: list[tuple[str, ChangedFile, bool]] = []
        binary = set()
        for word in words:
            if word.startswith(b":"):
                before_mode, mode, *_, status = word[1:].split(b" ")
                first = next(words)
                path = next(words) if status[:1] in b"RC" else first
                file = ChangedFile(
                    change=_KINDS.get(status[:1], Change.EDITED),
                    before=_text(first) if status[:1] == b"R" else "",
                )
                plain = mode not in (_LINK, _MODULE) and (mode != b"000000" or before_mode != _MODULE)
                raw.append((_text(path), file, plain))
            elif word:
                added, _, path = word.split(b"\t", 2)
                if not path:
                    _, path = next(words), next(words)
                if added == b"-":
                    binary.add(_text(path))
        for name, file, plain in raw:
            yield name, replace(file, binary=name in binary), plain

    def _lines(self) -> Iterator[tuple[str, int]]:
        """The new lines of each file as a bit set. Lines of content are counted off, never looked at."""
        path, skip = "", 0
        runs: list[tuple[int, int]] = []
        for line in io.BytesIO(self._ask("-U0", "-p")):
            if skip:
                skip -= not line.startswith(b"\\")  # "\ No newline at end of file" is no line
            elif line.startswith(b"diff --git "):
                if path:
                    yield path, _bits(runs)
                path, runs = "", []
            elif line.startswith(b"+++ "):
                path = _new_name(line[4:].rstrip(b"\n"))
            elif hunk := _HUNK.match(line):
                gone, start, come = (int(text) if text is not None else 1 for text in hunk.groups())
                skip = gone + come
                if come and start + come <= MOST_LINES:
                    runs.append((start, come))
        if path:
            yield path, _bits(runs)


def _bits(runs: list[tuple[int, int]]) -> int:
    """Written out as text first: joining large numbers run by run would take minutes."""
    if not runs:
        return 0
    drawn = bytearray(b"0") * max(start + count for start, count in runs)
    for start, count in runs:
        drawn[start : start + count] = b"1" * count
    return int(drawn[::-1], 2)


def _new_name(written: bytes) -> str:
    """Unusual names stand in quotes; one with a blank is followed by a tab."""
    if written.startswith(b'"'):
        inner = _QUOTED.sub(_letter, written.rstrip(b"\t")[1:-1])
    else:
        inner = written.removesuffix(b"\t")
    return "" if inner == b"/dev/null" else _text(inner.removeprefix(b"b/"))


def _letter(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) if len(code) == 3 else _LETTERS[code[0]]])


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def generated(git: Git, paths: list[str]) -> set[str]:
    """Those that .gitattributes calls `linguist-generated`."""
    if not paths:
        return set()
    given = "\0".join(paths).encode("utf-8", "surrogateescape") + b"\0"
    answer = git.answer("check-attr", "-z", "--stdin", "linguist-generated", given=given)
    words = answer.text.split("\0")
    return {
        path
        for path, said in zip(words[0::3], words[2::3], strict=False)
        if said not in ("unspecified", "unset", "false")
    }
