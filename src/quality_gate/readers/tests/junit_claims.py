"""What the attributes of a JUnit suite claim; believed only where there are no cases at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quality_gate.model.cases import Counts, Outcome
from quality_gate.readers.tests.junit_status import status_of

_NUMBER: Final = re.compile(r"\s*\+?([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.0*)?\s*")
_FAILURES: Final = ("failures", "failed", "fail")
_ERRORS: Final = ("errors", "error")
_SKIPPED: Final = ("skipped", "skips", "skip", "ignored")


@dataclass(frozen=True, slots=True)
class Claim:
    tests: int | None = None
    failures: int = 0
    errors: int = 0
    skipped: int = 0
    unclear: bool = False  # says something of failures that is no number

    @property
    def failing(self) -> int:
        return self.failures + self.errors

    def __add__(self, other: Claim) -> Claim:
        """Of two suites side by side."""
        return Claim(
            (self.tests or 0) + (other.tests or 0),
            self.failures + other.failures,
            self.errors + other.errors,
            self.skipped + other.skipped,
            self.unclear or other.unclear,
        )

    def over(self, below: Claim) -> Claim:
        """Of a suite and all within it: the larger claim counts, as some suites leave out what is below."""
        return Claim(
            max(self.tests or 0, below.tests or 0),
            max(self.failures, below.failures),
            max(self.errors, below.errors),
            max(self.skipped, below.skipped),
            self.unclear or below.unclear,
        )

    @property
    def counts(self) -> Counts:
        tests = max(self.tests or 0, self.failing)
        skipped = min(self.skipped, tests - self.failing)
        return Counts(
            passed=tests - self.failing - skipped,
            failed=self.failures,
            errors=self.errors,
            skipped=skipped,
        )


def claim_of(attributes: dict[str, str]) -> Claim:
    failures = max(number(attributes.get(key)) or 0 for key in _FAILURES)
    errors = max(number(attributes.get(key)) or 0 for key in _ERRORS)
    if not (failures or errors) and status_of(attributes) in (Outcome.FAILED, Outcome.ERROR):
        failures = 1  # of a suite that says only that it failed
    return Claim(
        number(attributes.get("tests")),
        failures,
        errors,
        max(number(attributes.get(key)) or 0 for key in _SKIPPED) + (number(attributes.get("disabled")) or 0),
        any(_is_unclear(attributes.get(key)) for key in (*_FAILURES, *_ERRORS)),
    )


def _is_unclear(text: str | None) -> bool:
    return bool(text and text.strip()) and number(text) is None


def number(text: str | None) -> int | None:
    """A count or line as it is written in reports; None for anything else."""
    found = _NUMBER.fullmatch(text) if text else None
    return int(found[1].replace(",", "")) if found else None
