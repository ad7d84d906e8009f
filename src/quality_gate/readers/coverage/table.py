"""Every format of coverage reports; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.coverage import cobertura, coverage_json, istanbul, istanbul_summary, lcov
from quality_gate.readers.reader import Reader

READERS: tuple[Reader, ...] = (cobertura, coverage_json, istanbul, istanbul_summary, lcov)
