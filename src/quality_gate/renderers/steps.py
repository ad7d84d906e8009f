"""What to do next, once each: the same step may mend several rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.verdict import Ruling
from quality_gate.renderers.failures import failing_cases
from quality_gate.renderers.waive_command import waive_command

KNOWN: Final = "A known failure? Expect it (pytest: `xfail(strict=True)`), or excuse it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    text: str
    rules: tuple[str, ...]


def steps(rulings: Iterable[Ruling]) -> tuple[Step, ...]:
    """In the order of the rulings; one without a step of its own is named all the same."""
    rules: dict[str, list[str]] = {}
    for ruling in rulings:
        rules.setdefault(ruling.next or _look(ruling), []).append(ruling.rule)
    return tuple(Step(text=text, rules=tuple(dict.fromkeys(some))) for text, some in rules.items())


def excuse(report: Report) -> str:
    """The command that excuses the first failing test; empty where nothing has to be excused."""
    if report.verdict.good:
        return ""
    return next((command for case in failing_cases(report) if (command := waive_command(case))), "")


def _look(ruling: Ruling) -> str:
    return f"see why: quality-gate explain {ruling.rule}"
