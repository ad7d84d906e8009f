"""The door to files below one root: only regular files are read, and writing is all or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from quality_gate.model.paths import Globs
from quality_gate.model.wording import size_text

# Folders that hold other people's files: walking them costs seconds and finds foreign reports.
NEVER_WALKED: Final = frozenset(
    {".git", ".hg", ".svn", "node_modules", "quality-gate", ".tox", ".nox", ".venv", "venv"}
)
_CHUNK: Final = 1 << 20
Refused = Callable[[OSError], object]  # is told of folders that cannot be looked into
_WILD: Final = frozenset("*?[!")


class TooLarge(OSError):
    """More bytes than are taken of a file."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written again."""

    inode: int
    modified: int  # nanoseconds
    size: int


@dataclass(frozen=True, slots=True)
class Files:
    root: Path

    def path(self, name: str) -> Path:
        return self.root / name

    def exists(self, name: str) -> bool:
        return os.path.lexists(self.path(name))

    def stamp(self, name: str) -> Stamp | None:
        try:
            found = self.path(name).stat()
        except (OSError, ValueError):
            return None
        return Stamp(found.st_ino, found.st_mtime_ns, found.st_size)

    def open(self, name: str) -> BinaryIO:
        """Opens a regular file that does not lead outside the root; a pipe or /proc is an OSError."""
        path = self.path(name)
        # Not `resolve`, which is no OSError where a link leads to itself.
        real, root = Path(os.path.realpath(path)), Path(os.path.realpath(self.root))
        if not Path(name).is_absolute() and not real.is_relative_to(root):
            raise OSError("it leads outside the repository")
        # Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode) or str(real).startswith(("/proc/", "/sys/")):
            os.close(handle)
            raise OSError("it is not a regular file")
        return os.fdopen(handle, "rb")

    def read(self, name: str, most: int = 64 << 20) -> bytes:
        with self.open(name) as stream:
            content = stream.read(most + 1)
        if len(content) > most:
            raise OSError(f"it is larger than {size_text(most)}")
        return content

    def text(self, name: str) -> str | None:
        """The file's text; None where it cannot be read."""
        try:
            return self.read(name).decode("utf-8", "replace")
        except (OSError, ValueError):
            return None

    def copy(self, name: str, to: str, most: int) -> tuple[str, int]:
        """Copies a file and returns its SHA-256 and size, taken from the very bytes that were copied."""
        digest = hashlib.sha256()
        size = 0
        target = self.path(to)
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.open(name) as source, target.open("wb") as copy:
            # Whoever writes the file may still be at it, so its size beforehand promises nothing.
            while size <= most and (chunk := source.read(min(_CHUNK, most + 1 - size))):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
        if size > most:
            target.unlink()
            raise TooLarge(f"it is larger than {size_text(most)}")
        return digest.hexdigest(), size

    def digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def write(self, name: str, content: str | bytes | Iterable[str]) -> Path:
        """All or nothing: a reader sees the old file or the new one, never half."""
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                for piece in [content] if isinstance(content, str | bytes) else content:
                    stream.write(piece.encode("utf-8", "replace") if isinstance(piece, str) else piece)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
        return target

    def append(self, name: str, content: str) -> None:
        with self.path(name).open("a", encoding="utf-8", newline="\n", errors="replace") as stream:
            stream.write(content)

    def create(self, name: str) -> BinaryIO:
        """A new file to write to piece by piece, such as a log."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        return self.path(name).open("wb")

    def move(self, name: str, to: str) -> None:
        import shutil  # imported late: only a retry moves anything

        self.path(to).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.path(name), self.path(to))

    def remove(self, name: str) -> None:
        self.path(name).unlink()

    def remove_tree(self, name: str) -> None:
        import shutil  # imported late: only a new run clears the last one's folder

        shutil.rmtree(self.path(name), ignore_errors=True)

    def folder(self, name: str) -> Path:
        """The output folder, with a `.gitignore` of its own so that nobody commits it."""
        path = self.path(name)
        path.mkdir(parents=True, exist_ok=True)
        ignore = path / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        return path

    def matching(self, patterns: Iterable[str]) -> dict[str, Stamp]:
        """The regular files that patterns name, in a stable order; a plain path names just itself."""
        found: dict[str, Stamp] = {}
        for pattern in (texts := tuple(patterns)):
            if not is_wild(pattern) and (stamp := self.stamp(pattern)) and self.path(pattern).is_file():
                found[pattern] = stamp
        if any(is_wild(pattern) for pattern in texts):
            globs = Globs(texts)
            starts = {
                _fixed_part(pattern) for pattern in texts if is_wild(pattern) and not pattern.startswith("!")
            }
            for name in sorted({name for start in starts for name in self.walk(start)}):
                if globs.match(name) and (stamp := self.stamp(name)):
                    found[name] = stamp
        return found

    def walk(
        self, start: str = "", never: frozenset[str] = NEVER_WALKED, refused: Refused | None = None
    ) -> Iterator[str]:
        """Every file below a folder, relative to the root; links to folders are not followed."""
        top = self.path(start) if start else self.root
        for folder, names, files in os.walk(top, onerror=refused):
            names[:] = sorted(name for name in names if name not in never)
            prefix = os.path.relpath(folder, self.root).replace(os.sep, "/")
            for file in sorted(files):
                yield file if prefix == "." else f"{prefix}/{file}"


def is_wild(pattern: str) -> bool:
    return not _WILD.isdisjoint(pattern)


def _fixed_part(pattern: str) -> str:
    """The folders in front of the first wildcard: there is no need to walk anything else."""
    parts = pattern.split("/")[:-1]
    if not parts:
        return ""
    fixed: list[str] = []
    for part in parts:
        if is_wild(part):
            break
        fixed.append(part)
    return "/".join(fixed)
