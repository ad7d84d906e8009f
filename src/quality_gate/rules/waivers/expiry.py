"""Whether a waiver still holds: after its last day only for changes that have nothing to do with it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from quality_gate.model.changes import Changes
from quality_gate.model.waivers import Waiver
from quality_gate.rules.waivers.waived import Occasion


def holds(waiver: Waiver, occasion: Occasion, changes: Changes | None, files: Iterable[str]) -> bool:
    """A date must not turn every open pull request red over night; `files` are those of what it fits."""
    if waiver.days_left(occasion.today) >= 0:
        return True
    if not occasion.pull_request:
        return False
    return changes is None or not _touches(changes, files, waiver.file or occasion.config)


def _touches(changes: Changes, files: Iterable[str], own: str) -> bool:
    """Does the change touch the waiver's own file, a file that it speaks of, or that one's folder?"""
    touched = changes.touched
    folders = {folder for path in touched if (folder := posixpath.dirname(path))}
    return own in touched or any(
        path in touched or posixpath.dirname(path) in folders for path in files if path
    )
