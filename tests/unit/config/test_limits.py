"""How much of a report is taken: written in the configuration, or asked for by `read --limit`."""

from __future__ import annotations

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.limits import limits_from
from quality_gate.config.load import load
from quality_gate.config.settings import Settings
from quality_gate.model.errors import ConfigMistakes, UsageError
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits


def settings(limits: str) -> Settings:
    return assemble(load(f"version: 1\n{limits}", "quality-gate.yml"), "quality-gate.yml")


def test_without_a_word_the_limits_are_the_usual_ones() -> None:
    assert settings("name: api").limits == DEFAULT_LIMITS
    assert limits_from([]) == DEFAULT_LIMITS


def test_each_key_sets_its_limit_and_leaves_the_others() -> None:
    every = (
        "limits: {report-size: 2 GB, line: 32MiB, lines: 9, cases: 10000000, depth: 2000, message: 40000, "
        "suite-names: 200000000, repair: 64 MiB}"
    )
    assert settings(every).limits == ReadLimits(
        max_bytes=2 * 10**9,
        max_token=32 << 20,
        max_lines=9,
        max_cases=10_000_000,
        max_depth=2000,
        max_text=40_000,
        max_names=200_000_000,
        max_repair=64 << 20,
    )
    assert settings("limits: {depth: 7}").limits == ReadLimits(max_depth=7)


def test_a_depth_that_would_fill_the_memory_is_a_mistake() -> None:
    with pytest.raises(ConfigMistakes) as told:
        settings("limits: {depth: 10001}")

    (mistake,) = told.value.mistakes
    assert (mistake.key, mistake.what) == ("limits.depth", "it is more than 10,000")


def test_the_command_line_knows_the_same_keys() -> None:
    assert limits_from(["report-size=1GiB", "report-size=2GiB", "cases=5"]) == ReadLimits(
        max_bytes=2 << 30, max_cases=5
    )


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("report-size", "--limit report-size has no value"),
        ("report-size=2", "--limit report-size: 2 has no unit"),
        ("cases=many", "--limit cases: 'many' is no count"),
        ("depth=20000", "--limit depth: it is more than 10,000"),
        ("size=2GiB", "--limit size: unknown key; did you mean `report-size`?"),
    ],
)
def test_a_slip_on_the_command_line_is_told(written: str, what: str) -> None:
    with pytest.raises(UsageError) as told:
        limits_from([written])

    assert told.value.what.startswith(what)
