"""What a report says by leaving it out: where it knows branches of some files, the others have none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.ratio import NOTHING

_OFTEN_NONE: Final = (Unit.BRANCHES, Unit.FUNCTIONS)  # LCOV, OpenCover and others then write nothing


def told(report: Coverage) -> Coverage:
    """With none of a unit written down; where no file has any, the report may not measure it at all."""
    files: dict[str, FileCoverage] = dict(report.files)
    for unit in _OFTEN_NONE:
        silent = [path for path, file in files.items() if file.ratio(unit) is None]
        if len(silent) < len(files):
            for path in silent:
                files[path] = replace(files[path], counts={**files[path].counts, unit: NOTHING})
    return Coverage(files)
