"""One Cobertura `<class>` while it is read: its own lines, those of its methods, and which count."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.readers.coverage.draft import FileDraft
from quality_gate.readers.coverage.written import ran

_LINE: Final = re.compile(r"\s*\+?(\d{1,18})\s*\Z")


def line_number(text: str) -> int:
    """Zero for what is no line number."""
    found = _LINE.match(text)
    return int(found[1]) if found else 0


class ClassDraft:
    """One `<class>`: its own lines, those of its methods, and which of the two count."""

    def __init__(self, draft: FileDraft, name: str) -> None:
        self._draft = draft
        self._name = name
        self._own = self._draft.part()
        self._of_methods = self._draft.part()
        self._method: dict[str, str] | None = None
        self.lines = self._own
        self.line: dict[str, str] | None = None
        self.conditions: list[str] = []

    def start_line(self, attributes: dict[str, str]) -> None:
        self.line = attributes
        self.conditions = []
        number = line_number(attributes.get("number", ""))
        self.lines.add_line(number, hit=ran(attributes.get("hits", "")) is True)

    def start_method(self, attributes: dict[str, str]) -> None:
        self._method = attributes
        self.lines = self._draft.part()

    def end_method(self) -> None:
        lines, method = self.lines, self._method or {}
        self.lines, self._method = self._own, None
        if lines is self._own:
            return
        self._of_methods.add(lines)
        name = method.get("name", "") + method.get("signature", "")
        first = (lines.measured & -lines.measured).bit_length() - 1
        identity = f"{first}:{name}" if lines.measured else f"0:{self._name}.{name}"
        if lines.measured or "line-rate" in method:
            hit = bool(lines.covered) or (not lines.measured and ran(method["line-rate"]) is True)
            self._draft.functions[identity] = self._draft.functions.get(identity, False) or hit

    def end(self) -> None:
        own = self._own
        own.settle()
        self._draft.add(own if own.mentions else self._of_methods)
