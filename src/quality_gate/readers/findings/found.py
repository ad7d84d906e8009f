"""What a reader of findings gathers, and how it becomes a reading.

A scanner that could not look at something never reads as clean: with findings, or with other things
looked at, the reading is suspect; where nothing was looked at, it is invalid.
"""

from __future__ import annotations

from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.model.wording import listed
from quality_gate.readers.strict_json import as_int, as_text


class Found:
    """All findings of one report, in the order of the report."""

    def __init__(self, tool: str) -> None:
        self.tool = tool
        self.findings: list[Finding] = []
        self.failures: list[str] = []
        self.doubts: list[str] = []  # where the report contradicts itself
        self.notes: dict[str, None] = {}  # each once, in order
        self.scanned: int | None = None

    def add(
        self,
        rule: object,
        severity: Severity,
        message: object = "",
        *,
        place: tuple[object, object] = ("", None),
        suppressed: bool = False,
        fingerprint: object = "",
    ) -> None:
        """`place` is the path and the line, as far as the report tells them."""
        path, line = place
        number = as_int(line)
        self.findings.append(
            Finding(
                rule=as_text(rule, 500),
                severity=severity,
                message=as_text(message),
                path=as_text(path),
                line=number if number is not None and number > 0 else None,
                suppressed=suppressed,
                fingerprint=as_text(fingerprint, 500),
            )
        )

    def fail(self, what: str, why: object = "") -> None:
        """Something that could not be looked at."""
        reason = as_text(why, 300).strip()
        self.failures.append(f"{as_text(what, 300)}: {reason}" if reason else as_text(what, 300))

    def note(self, text: str) -> None:
        self.notes[as_text(text, 300)] = None

    def reading(self, name: str, empty: str = "nothing was scanned") -> Reading:
        if self.failures and not self.findings and self.scanned == 0:
            return invalid(name, f"{empty}: {listed(self.failures)}")
        findings = Findings(
            tool=self.tool,
            findings=tuple(self.findings),
            failures=tuple(self.failures),
            scanned=self.scanned,
            notes=tuple(self.notes),
        )
        if not self.findings and self.scanned == 0 and not self.doubts:
            return Reading(format=name, state=State.EMPTY, note=empty, findings=findings)
        told = [f"not scanned: {listed(self.failures)}"] if self.failures else []
        told += [listed(texts) for texts in (self.doubts, self.notes) if texts]
        state = State.SUSPECT if self.failures or self.doubts else State.OK
        return Reading(format=name, state=state, note="; ".join(told), findings=findings)
