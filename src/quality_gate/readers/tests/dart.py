"""The JSON lines of `dart test` and `flutter test`: test results decide, `done` is compared with them."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import NotReadable
from quality_gate.readers.tests.dart_run import Run
from quality_gate.readers.tests.events import events, first_event
from quality_gate.readers.tests.records import broken, concluded

NAME: Final = "dart"


def recognises(head: Head) -> bool:
    event = first_event(head)
    return event.get("type") == "start" and "protocolVersion" in event


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    run = Run(limits)
    problem = ""
    try:
        for event in events(stream, limits):
            if not isinstance(event, str):  # flutter's own lines are lists
                run.take(event)
    except (NotReadable, ValueError) as error:
        problem = str(error)
    run.tell()
    problem = problem or run.problem
    if problem:
        return broken(NAME, problem, run.records)
    return concluded(NAME, run.records, doubts=run.doubts)
