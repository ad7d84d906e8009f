"""Every format of test reports; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader
from quality_gate.readers.tests import junit

READERS: tuple[Reader, ...] = (junit,)
