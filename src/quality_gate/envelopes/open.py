"""Opens a report that an envelope carries: only below the envelope's folder, and only as it was stored."""

from __future__ import annotations

from typing import BinaryIO

from quality_gate.model.envelope import Envelope, ReportFile
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.world.files import Files


def open_report(envelope: Envelope, report: ReportFile, files: Files) -> BinaryIO | Problem:
    spots = (Spot(report.path),)
    files = Files(files.path(envelope.folder))
    try:
        if files.digest(report.stored) != report.sha256:
            reason = f"{report.path} is not what {envelope.label} handed over: its SHA-256 differs"
            return Problem(Cause.INCONCLUSIVE, reason, "run the stage again", spots)
        return files.open(report.stored)
    except (OSError, ValueError) as problem:
        reason = f"the copy of {report.path} in {envelope.label}'s envelope cannot be opened: {problem}"
        return Problem(Cause.UNREADABLE, reason, "hand over the whole folder of the envelope", spots)
