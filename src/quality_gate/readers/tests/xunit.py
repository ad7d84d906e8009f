"""xUnit.net XML, versions 1 to 3: results of tests decide, counts are only compared with them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.tests.records import broken, concluded
from quality_gate.readers.tests.xunit_assemblies import Assemblies
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "xunit"
_OF_A_RUN: Final = re.compile(r"\s(?:run-date|test-framework|total|environment)\s*=")


def recognises(head: Head) -> bool:
    """Windows manifests, and others, have the root `assembly` too."""
    if head.root == "assembly":
        return _OF_A_RUN.search(head.root_attributes_text) is not None
    return head.root == "assemblies"


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, lambda: Assemblies(limits))
    found = outcome.handler
    if outcome.problem:
        return broken(NAME, outcome.problem, found.records)
    return concluded(
        NAME, found.records, found.claimed, doubts=found.levels.doubts, repaired=outcome.repaired
    )
