"""Takes envelopes out of an archive that strangers have packed: known names only, into folders of our own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from quality_gate.envelopes.read import BadEnvelope, envelope_from
from quality_gate.model.envelope import Envelope, Freshness
from quality_gate.model.output import ENVELOPE_FILE, SIGHTINGS_FILE
from quality_gate.world.archive import Archive
from quality_gate.world.files import Files

# A database's engine is no reader of strangers' files, and its totals would be those of other sources.
_DATABASE: Final = b"SQLite format 3\0"


def unpack(archive: Archive, files: Files) -> tuple[str, ...]:
    """What was not taken, and why. A report that no envelope names is left where it is."""
    left: list[str] = []
    names = frozenset(archive.names)
    for number, name in enumerate(sorted(names)):
        folder, file = posixpath.split(name)
        if file == SIGHTINGS_FILE:
            files.write(f"{number}/{file}", archive.read(name))
        if file != ENVELOPE_FILE:
            continue
        content = archive.read(name)
        try:
            envelope = envelope_from(content, folder)
        except BadEnvelope as problem:
            left.append(f"{name}: {problem}")
            continue
        files.write(f"{number}/{file}", content)
        for stored in dict.fromkeys(_carried(envelope)):
            if (source := posixpath.join(folder, stored)) in names:
                left += _copied(archive.read(source), f"{number}/{stored}", source, files)
    return tuple(left)


def _carried(envelope: Envelope) -> Iterator[str]:
    """Their paths stay in the envelope's folder: reading it has made sure of that."""
    if envelope.log:
        yield envelope.log
    for report in (*envelope.reports, *(one for attempt in envelope.attempts for one in attempt.reports)):
        # Whatever else it may be called, it must not be taken for an envelope.
        if report.freshness is Freshness.FRESH and posixpath.basename(report.stored) != ENVELOPE_FILE:
            yield report.stored


def _copied(content: bytes, to: str, source: str, files: Files) -> Iterator[str]:
    if content.startswith(_DATABASE):
        yield f"{source}: it is a database; have the stage write `coverage json`"
        return
    try:
        files.write(to, content)
    except OSError as error:
        yield f"{source[:200]}: {error.strerror or error}"
