"""`go test -json`: each test and subtest counts, as in gotestsum; a package failing by itself is an error."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.model.wording import plural
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import NotReadable, as_text
from quality_gate.readers.tests.events import events, first_event
from quality_gate.readers.tests.go_packages import ACTIONS, Packages
from quality_gate.readers.tests.records import broken, concluded

NAME: Final = "go-test"
_KEYS: Final = frozenset(
    (
        *("Time", "Action", "Package", "Test", "Elapsed", "Output", "OutputType"),
        *("ImportPath", "FailedBuild", "Key", "Value", "Path"),
    )
)


def recognises(head: Head) -> bool:
    event = first_event(head)
    return as_text(event.get("Action")) in ACTIONS and event.keys() <= _KEYS


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    packages = Packages(limits)
    others = 0
    try:
        for event in events(stream, limits):
            if isinstance(event, str):
                others += not packages.take_words(event)
            else:
                packages.take(event)
    except (NotReadable, ValueError) as error:
        packages.finish()
        return broken(NAME, str(error), packages.records)
    unfinished = packages.finish()
    if unfinished:
        return broken(NAME, unfinished, packages.records)
    notes = [f"{plural(others, 'line')} of other tools passed over"] if others else []
    return concluded(NAME, packages.records, notes=notes)
