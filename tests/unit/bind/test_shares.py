"""0.95 written where 95 was meant must not become a limit that everything keeps."""

from __future__ import annotations

import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.values import AtMostPercent, PercentLimit
from quality_gate.config.load import load


def told(text: str, kind: object) -> list[tuple[str, str]]:
    node = load(f"x: {text}", "f").entries[0][1]
    return [(mistake.what, mistake.remedy) for mistake in bind(node, kind)[1]]


@pytest.mark.parametrize("text", ["0.95", "{required: 0.95}", "{required: 0.95, recommended: 98}"])
def test_a_share_is_told(text: str) -> None:
    assert told(text, PercentLimit) == [("0.95 is less than one percent", "did you mean 95?")]


@pytest.mark.parametrize("text", ["0", "1", "95", "{required: 0, recommended: 1}"])
def test_percentages_are_taken(text: str) -> None:
    assert told(text, PercentLimit) == []


def test_a_small_drop_is_a_fine_limit() -> None:
    assert told("0.5", AtMostPercent) == []
