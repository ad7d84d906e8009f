"""What one case of a JUnit report means: its result elements, its status attribute, the worst of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from quality_gate.model.cases import Outcome

RESULTS: Final = {  # as they are written, in small letters → the name that junitparser knows
    "failure": "failure",
    "failed": "failure",
    "error": "error",
    "skipped": "skipped",
    "skip": "skipped",
    "ignored": "skipped",
    "disabled": "skipped",
    "warning": "skipped",  # PHPUnit could not run the test as it is meant: it neither passed nor failed
    "flakyfailure": "flakyFailure",
    "flakyerror": "flakyError",
    "rerunfailure": "rerunFailure",
    "rerunerror": "rerunError",
}
_EXPECTED_KINDS: Final = ("pytest.xfail", "todo", "XFAIL")  # the last is that of unittest-xml-reporting
_INTERIM: Final = {
    "FlakyFailure": Outcome.PASSED,
    "FlakyError": Outcome.PASSED,
    "RerunFailure": Outcome.FAILED,
    "RerunError": Outcome.ERROR,
}


@dataclass(slots=True)
class Result:
    """One result element while it is read."""

    kind: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def is_todo(self) -> bool:
        """Node writes how such a test failed beside it, calls that no failure, and ends with 0, as in TAP."""
        return self.kind == "skipped" and self.attributes.get("type") == "todo"


@dataclass(frozen=True, slots=True)
class Meaning:
    outcome: Outcome = Outcome.PASSED
    flaky: bool = False
    failures: int = 0  # result elements that suites may have counted as failures or errors
    message: str = ""
    kind: str = ""
    text: str = ""


PLAIN_PASS: Final = Meaning()


def meaning(status: Outcome | None, results: list[Result], most_text: int) -> Meaning:
    """The worst of all that is said about one case."""
    if not results:
        return PLAIN_PASS if status is None else Meaning(outcome=status, failures=int(_fails(status)))
    said = _by_elements(results)
    outcome = said if status is None else _worst((said, status))
    failures = sum(result.kind != "skipped" for result in results)
    flaky = outcome is Outcome.PASSED and failures > 0
    return Meaning(outcome, flaky, max(failures, int(_fails(outcome))), *_words(results, outcome, most_text))


def _fails(outcome: Outcome) -> bool:
    return outcome in (Outcome.FAILED, Outcome.ERROR)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    order = (Outcome.ERROR, Outcome.FAILED, Outcome.EXPECTED, Outcome.SKIPPED, Outcome.PASSED)
    return min(outcomes, key=order.index)


def _by_elements(results: list[Result]) -> Outcome:
    """junitparser says what the elements are; which of several stands is decided here."""
    from junitparser import Error, Skipped, xunit2  # only reports with results pay for it

    element = Element("testcase")
    for result in results:
        SubElement(element, result.kind, result.attributes)
    final: list[Outcome] = []
    interim: list[Outcome] = []
    for entry in xunit2.TestCase.fromelem(element):  # type: ignore[no-untyped-call]
        if isinstance(entry, xunit2.InterimResult):
            interim.append(_INTERIM[type(entry).__name__])
        elif isinstance(entry, Skipped):
            final.append(Outcome.EXPECTED if entry.type in _EXPECTED_KINDS else Outcome.SKIPPED)
        else:
            final.append(Outcome.ERROR if isinstance(entry, Error) else Outcome.FAILED)
    if Outcome.ERROR not in final and not interim and any(result.is_todo for result in results):
        return Outcome.EXPECTED
    if final and (not interim or _fails(_worst(final))):
        return _worst(final)
    # Only flaky attempts promise a pass; after other attempts, or before a skip, nothing passed.
    return Outcome.FAILED if final else _worst(interim)


def _words(results: list[Result], outcome: Outcome, most_text: int) -> tuple[str, str, str]:
    """Message and kind of the result that decided, and the texts of all of them."""
    ending = {Outcome.ERROR: "error", Outcome.FAILED: "failure", Outcome.PASSED: ""}.get(outcome, "skipped")
    chosen = next((result for result in results if result.kind.lower().endswith(ending)), results[0])
    text = "\n\n".join(dict.fromkeys(text for result in results if (text := result.text.strip("\r\n"))))
    message = chosen.attributes.get("message", "") or _first_line(chosen.text)
    return message[:most_text], chosen.attributes.get("type", "")[:most_text], text[:most_text]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()
