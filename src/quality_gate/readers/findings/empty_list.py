"""Reads the bare `[]` that many linters and scanners write when they find nothing, or find nothing to scan.

It names no tool and nothing that was looked at, so it is empty, which is not the same as clean.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.findings import Findings
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import json_reading

NAME: Final = "json-list"
_BARE: Final = re.compile(r"\s*\[\s*\]\s*")
_NOTE: Final = (
    "an empty list says neither which tool wrote it nor that anything was scanned: have it write SARIF"
)


def recognises(head: Head) -> bool:
    return _BARE.fullmatch(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    empty = Reading(format=NAME, state=State.EMPTY, note=_NOTE, findings=Findings())
    return json_reading(NAME, stream, limits, lambda _: empty)
