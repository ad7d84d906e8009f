"""Reads one report file, whatever it is: a data file of coverage.py by its path, all else as a stream."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.reading import UNKNOWN, read_stream
from quality_gate.world.coverage_data import CoverageData
from quality_gate.world.files import Files

_PEEK: Final = 64


def read_opened(stream: BinaryIO, path: str, root: str, data: CoverageData, limits: ReadLimits) -> Reading:
    """What an opened file says; `path` is where it lies, `root` where the sources are."""
    is_data = data.recognises(stream.read(_PEEK))
    stream.seek(0)
    return data.read([path], root) if is_data else read_stream(stream, limits)


def read_file(name: str, files: Files, data: CoverageData, limits: ReadLimits = DEFAULT_LIMITS) -> Reading:
    """Always an answer: what cannot be opened is an invalid reading with its reason."""
    try:
        with files.open(name) as stream:
            return read_opened(stream, str(files.path(name)), str(files.root), data, limits)
    except (OSError, ValueError) as error:
        return invalid(UNKNOWN, getattr(error, "strerror", None) or str(error))
