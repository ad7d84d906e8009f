"""How the mistakes of a configuration are told to people."""

from __future__ import annotations

from quality_gate.config.words import mistakes_text
from quality_gate.model.errors import ConfigMistakes, Mistake


def test_places_are_aligned_and_remedies_marked() -> None:
    error = ConfigMistakes(
        "quality-gate.yml",
        (
            Mistake(
                9,
                10,
                "coverage.total",
                "'ninety' is no percentage",
                "write a number from 0 to 100, such as 95",
            ),
            Mistake(4, 5, "stages.unit.timeuot", "unknown key; did you mean `timeout`?"),
        ),
    )
    assert mistakes_text(error) == (
        "quality-gate.yml: 2 mistakes\n"
        "  quality-gate.yml:4:5   stages.unit.timeuot\n"
        "      unknown key; did you mean `timeout`?\n"
        "  quality-gate.yml:9:10  coverage.total\n"
        "      'ninety' is no percentage\n"
        "      → write a number from 0 to 100, such as 95\n"
    )


def test_long_words_are_wrapped_within_eighty_columns() -> None:
    error = ConfigMistakes("q.yml", (Mistake(1, 1, "", "word " * 40, "known here: " + "name, " * 40),))
    lines = mistakes_text(error).splitlines()
    assert len(lines) > 8
    assert max(map(len, lines)) <= 80
    assert lines[1] == "  q.yml:1:1"


def test_wrapping_cannot_bring_a_command_to_the_start_of_a_line() -> None:
    for command in ("::error::forged", "##[error]forged"):
        error = ConfigMistakes("q.yml", (Mistake(1, 1, "", f"'{'word ' * 13}{command}' is no count"),))
        assert not any(line.lstrip().startswith(("::", "##[")) for line in mistakes_text(error).splitlines())


def test_a_flood_of_mistakes_is_counted() -> None:
    error = ConfigMistakes("q.yml", tuple(Mistake(line, 1, "k", "wrong") for line in range(1, 62)))
    assert mistakes_text(error).endswith("  q.yml:50:1  k\n      wrong\n  and 11 more mistakes\n")
    assert mistakes_text(error).startswith("q.yml: 61 mistakes\n")
