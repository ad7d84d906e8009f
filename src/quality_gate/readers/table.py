"""Every format that can be read."""

from __future__ import annotations

from quality_gate.readers.coverage import table as coverage
from quality_gate.readers.findings import table as findings
from quality_gate.readers.metrics import table as metrics
from quality_gate.readers.reader import Reader
from quality_gate.readers.tests import table as tests

READERS: tuple[Reader, ...] = tests.READERS + coverage.READERS + metrics.READERS + findings.READERS
