"""Reads coverlet's JSON; authoritative are its lines, united where modules share a document."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import named, note_outcome, whole
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_int,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "coverlet"
_MODULE: Final = re.compile(r".+\.(?:dll|exe)\Z", re.IGNORECASE)


def recognises(head: Head) -> bool:
    keys = head.json_keys[:1]
    return bool(keys) and _MODULE.match(keys[0]) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    branches: dict[str, dict[int, dict[str, bool]]] = {}
    for module, documents in report.items():
        for path, classes in as_object(documents, module).items():
            draft, outcomes = drafts.at(path), branches.setdefault(path, {})
            for name, methods in as_object(classes, path).items():
                for method, entry in as_object(methods, name).items():
                    _add_method(draft, outcomes, method, as_object(entry, method))
    for path, by_line in branches.items():
        for line, views in by_line.items():
            drafts.at(path).add_branches(line, named(NAME, views))
    return drafts.reading(NAME, {})


def _add_method(draft: FileDraft, branches: dict[int, dict[str, bool]], method: str, entry: Json) -> None:
    numbers: list[int] = []
    ran = False
    for number, count in as_object(entry.get("Lines"), f"the lines of {method}").items():
        line, hit = whole(number) or 0, is_positive(count)
        draft.add_line(line, hit)
        numbers.append(line)
        ran = ran or hit
    identity = f"{min(numbers, default=0)}:{method}"
    draft.functions[identity] = draft.functions.get(identity, False) or ran
    for value in as_list(entry.get("Branches", []), f"the branches of {method}"):
        branch = as_object(value, f"a branch of {method}")
        place = "-".join(str(branch.get(key, "")) for key in ("Offset", "EndOffset", "Path", "Ordinal"))
        note_outcome(
            branches, as_int(branch.get("Line")) or 0, f"{place} {method}", is_positive(branch.get("Hits"))
        )
