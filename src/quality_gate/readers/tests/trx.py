"""Visual Studio TRX: the outcome of each unit test result decides, counters are only compared with them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.tests.records import broken, claims_more, concluded
from quality_gate.readers.tests.trx_run import Run
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "trx"
_PARTS: Final = re.compile(r"<(?:\w+:)?(?:Results|ResultSummary|TestDefinitions|Times)[\s/>]")


def recognises(head: Head) -> bool:
    """CppUnit's reports have the same root, but other parts."""
    if head.root != "TestRun":
        return False
    return "VisualStudio/TeamTest" in head.root_attributes_text or _PARTS.search(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, lambda: Run(limits))
    run = outcome.handler
    records = run.records()
    if outcome.problem:
        return broken(NAME, outcome.problem, records)
    doubts = list(claims_more(run.claimed.failing, run.shown))
    if run.claims_failure and not records.failing and not doubts:
        doubts.append("the run says that it failed, and no test did")
    return concluded(NAME, records, run.claimed, doubts=doubts, repaired=outcome.repaired)
