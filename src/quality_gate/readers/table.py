"""Every format that can be read."""

from __future__ import annotations

from quality_gate.readers.coverage import table as coverage
from quality_gate.readers.reader import Reader
from quality_gate.readers.tests import table as tests

READERS: tuple[Reader, ...] = tests.READERS + coverage.READERS
