"""NUnit 2 XML: results of cases decide; counts of suites and of the run are only compared with them."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.tests.nunit_suites import Suites
from quality_gate.readers.tests.records import broken, concluded
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "nunit2"


def recognises(head: Head) -> bool:
    return head.root == "test-results"


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, lambda: Suites(limits))
    suites = outcome.handler
    if outcome.problem:
        return broken(NAME, outcome.problem, suites.records)
    return concluded(
        NAME, suites.records, suites.claimed, doubts=suites.levels.doubts, repaired=outcome.repaired
    )
