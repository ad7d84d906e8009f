"""What differs between a commit and what is checked out: files, and the lines that are added or edited."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quality_gate.model.changes import Change, ChangedFile
from quality_gate.model.coverage import MOST_LINES
from quality_gate.world.git import Git

_SECONDS: Final = 300
_SNIFFED: Final = 8000  # bytes: so far git itself looks for a zero
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
        if called := self._called_binary([path for path, file in found.items() if file.binary]):
            for path, lines in self._lines("--text", paths=called):
                found[path] = replace(found[path], lines=lines, binary=False)
        return found

    def _called_binary(self, paths: list[str]) -> list[str]:
        """Texts that only .gitattributes calls binary, where a change may have written so itself."""
        called = _attributed(self.git, paths, "diff")
        return [path for path in paths if called.get(path) == "unset" and not self._has_nul(path)]

    def _has_nul(self, path: str) -> bool:
        try:
            with (self.git.root / path).open("rb") as stream:
                return b"\0" in stream.read(_SNIFFED)
        except OSError:
            return False

    def _ask(self, *how: str, paths: Sequence[str] = ()) -> bytes:
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
            *(self.base, *([self.to] if self.to else []), "--", *(f":(literal){path}" for path in paths)),
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

    def _lines(self, *how: str, paths: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
        """The new lines of each file as a bit set. Lines of content are counted off, never looked at."""
        path, skip = "", 0
        runs: list[tuple[int, int]] = []
        for line in io.BytesIO(self._ask("-U0", "-p", *how, paths=paths)):
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
    said = _attributed(git, paths, "linguist-generated")
    return {path for path, value in said.items() if value not in ("unspecified", "unset", "false")}


def _attributed(git: Git, paths: list[str], name: str) -> Mapping[str, str]:
    if not paths:
        return {}
    given = "\0".join(paths).encode("utf-8", "surrogateescape") + b"\0"
    words = git.answer("check-attr", "-z", "--stdin", name, given=given).text.split("\0")
    return dict(zip(words[0::3], words[2::3], strict=False))
