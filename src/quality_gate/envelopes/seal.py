"""One SHA-256 over all that stages handed over, so that a change between two steps of a job is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from quality_gate.envelopes.sightings import Sightings, sightings_json
from quality_gate.envelopes.write import envelope_json
from quality_gate.model.envelope import Envelope
from quality_gate.model.output import ENVELOPE_FILE, ENVELOPES, SIGHTINGS_FILE
from quality_gate.world.files import Files


def seal_of(envelopes: Iterable[Envelope], sightings: Iterable[Sightings], files: Files) -> str:
    """Of these values, whatever has become of their files since they were written or read.

    Reports are in it by the SHA-256 that their envelopes hold; logs as they lie there now.
    """
    parts: dict[str, str] = {}
    for envelope in envelopes:
        folder = _from_root(envelope.folder, files)
        parts[f"{folder}/{ENVELOPE_FILE}"] = _digest(envelope_json(envelope))
        if envelope.log:
            parts[f"{folder}/{envelope.log}"] = _of_file(f"{folder}/{envelope.log}", files)
    for seen in sightings:
        name = _from_root(seen.path, files) if seen.path else f"{ENVELOPES}/{SIGHTINGS_FILE}"
        parts[name] = _digest(sightings_json(seen))
    return _digest("".join(f"{name}\0{parts[name]}\n" for name in sorted(parts)))


def _from_root(name: str, files: Files) -> str:
    path, root = files.path(name).absolute(), files.path("").absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _of_file(name: str, files: Files) -> str:
    try:
        return files.digest(name)
    except (OSError, ValueError):
        return "unreadable"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
