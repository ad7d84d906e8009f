"""Causes that several failing tests have in common are all counted, however few of them are listed."""

from __future__ import annotations

import pytest

from builders import report, stage
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Decision, Verdict
from quality_gate.renderers.failures import causes
from quality_gate.rules.roll_up import MOST_CAUSES, roll_up


def failing(common: int, alone: int) -> Evidence:
    words = [f"{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(common + alone)]
    tests = [word for word in words for _ in range(1 + (word in words[:common]))]
    others = tuple(
        Case(Place(classname="C"), f"t{at}", Outcome.FAILED, message=f"no {word}")
        for at, word in enumerate(tests)
    )
    return Evidence(stages=(stage("unit", Cases({}, others)),))


@pytest.mark.parametrize(
    ("common", "alone", "said"),
    [
        (0, 30, None),
        (5, 30, None),
        (6, 0, "… and 1 more common cause"),
        (MOST_CAUSES + 10, 5, f"… and {MOST_CAUSES + 5} more common causes"),
    ],
)
def test_every_common_cause_is_counted(common: int, alone: int, said: str | None) -> None:
    evidence = failing(common, alone)
    verdict = Verdict(decision=Decision.NOT_READY, rulings=())
    shown = causes(report(Decision.NOT_READY, evidence=evidence, rollup=roll_up(evidence, verdict, "folder")))

    assert len(shown) == min(common, 5) + (said is not None)
    assert said is None or shown[-1] == said
    assert all(one.startswith("2 tests, 1 cause: no ") for one in shown[:5])
