"""Which files a probe looks at, their lines one by one, and which files are there at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from quality_gate.model.errors import GateError
from quality_gate.model.paths import Globs, folders
from quality_gate.model.verdict import Problem, Spot
from quality_gate.model.wording import listed
from quality_gate.probes.answers import no_match
from quality_gate.probes.probe import Site
from quality_gate.renderers.neutral import plain_line
from quality_gate.repository import known_files
from quality_gate.world.files import Stamp, is_wild

LONGEST_LINE: Final = 1 << 16  # characters of one line that are looked at
_MOST_WALKED: Final = 20_000
_CHUNK: Final = 1 << 18
_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file; a longer one than anybody writes is cut."""

    path: str
    number: int
    text: str
    cut: bool = False

    def spot(self, note: str) -> Spot:
        return Spot(self.path, self.number, None, note)


def known_paths(site: Site) -> tuple[str, ...]:
    """The repository's files, and what else lies there: a report or a log is mostly ignored by git."""
    return tuple(dict.fromkeys((*repository_paths(site), *islice(site.world.files.walk(), _MOST_WALKED))))


def repository_paths(site: Site) -> tuple[str, ...]:
    try:
        return known_files(site.world)
    except (GateError, OSError):
        return ()


def matching(patterns: tuple[str, ...], site: Site) -> dict[str, Stamp]:
    """Whatever lies there, ignored by git or not; a folder's name stands for all that is in it."""
    files = site.world.files
    whole = (p if is_wild(p) or not files.path(p).is_dir() else f"{p.rstrip('/')}/**" for p in patterns)
    return files.matching(whole)


def absent(patterns: tuple[str, ...], site: Site) -> Problem | None:
    """A file that is asked for by its name, and is not there, though others are."""
    files = site.world.files
    for name in patterns:
        if not (is_wild(name) or files.exists(name) or any(Globs((name,)).among(repository_paths(site)))):
            return no_files((name,), known_paths(site))
    return None


def sources_of(patterns: tuple[str, ...], site: Site) -> list[str]:
    """Files of the repository, without what git ignores."""
    known = repository_paths(site)
    return [path for path in sorted(Globs(patterns).among(known)) if site.world.files.path(path).is_file()]


def no_files(patterns: tuple[str, ...], known: Iterable[str]) -> Problem:
    paths = tuple(known)
    wanted = next((pattern for pattern in patterns if not pattern.startswith("!")), "")
    return no_match(
        f"no file fits {listed(patterns)}",
        wanted.rstrip("*/"),
        (*folders(paths), *paths),
        "correct the pattern",
    )


def lines_of(path: str, site: Site) -> Iterator[Line]:
    """Every line of a file, without holding all of it; an OSError where it cannot be read."""
    with site.world.files.open(path) as stream:
        for number, text in enumerate(_lines(stream), start=1):
            # What a terminal overwrites was written nevertheless, and colours stand in front of no level.
            for part in text[:LONGEST_LINE].removesuffix("\r").split("\r"):
                yield Line(path, number, plain_line(part), len(text) > LONGEST_LINE)


def decoded(content: bytes) -> str:
    """A whole file's text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")
    return content.decode(encoding, "replace")


def _lines(stream: BinaryIO) -> Iterator[str]:
    head = stream.read(_CHUNK)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8-sig")
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    chunk = head
    while chunk:
        *whole, last = decoder.decode(chunk).split("\n")
        for line in whole:
            yield rest + line
            rest = ""
        rest = (rest + last)[: LONGEST_LINE + 1]
        chunk = stream.read(_CHUNK)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest
