"""A level stands for its stages, and words behind `--` lengthen the command of one stage."""

from __future__ import annotations

from typing import Any

import pytest

from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.errors import UsageError
from quality_gate.model.verdict import Level
from quality_gate.plan.make import make_plan
from quality_gate.plan.plan import Plan
from quality_gate.plan.wishes import Wishes
from quality_gate.stages.settings import StageSettings

SETTINGS = Settings(
    stages={
        "unit": StageSettings(run="pytest tests\n"),
        "e2e": StageSettings(run="make e2e", environment="mock"),
        "perf": StageSettings(run="make perf", level=Level.RECOMMENDED, environment="mocks"),
        "demo": StageSettings(run="make demo", level=Level.OPTIONAL, environment="mock"),
        "lint": StageSettings(reports=("out/lint.xml",), environment="staging"),
    },
)


def plan(**wishes: Any) -> Plan:
    return make_plan(SETTINGS, Context(gate="api", config="quality-gate.yml"), Wishes(**wishes), ("console",))


@pytest.mark.parametrize(
    ("levels", "stages"),
    [
        (("required",), ("unit", "e2e", "lint")),
        (("recommended",), ("perf",)),
        (("optional", "recommended"), ("perf", "demo")),
        (("unit",), ("unit",)),
        (("optional", "unit"), ("unit", "demo")),
    ],
)
def test_a_level_stands_for_its_stages_and_is_a_part(
    levels: tuple[str, ...], stages: tuple[str, ...]
) -> None:
    made = plan(levels=levels)

    assert made.stages == stages
    assert made.scope == f"partial: {', '.join(stages)}"
    assert made.partial


def test_stages_and_levels_add_up() -> None:
    assert plan(stages=("unit",), levels=("recommended",)).stages == ("unit", "perf")


def test_a_level_that_no_stage_has_is_a_mistake() -> None:
    settings = Settings(stages={"unit": StageSettings(run="x")})
    with pytest.raises(UsageError, match="no stage is optional") as told:
        make_plan(settings, Context(gate="api"), Wishes(levels=("optional",)), ())

    assert told.value.remedy == "the stages are required"


def test_words_go_to_the_command_of_the_one_stage() -> None:
    made = plan(stages=("unit",), words=("-k", "a b"))

    assert [(job.run, job.filtered) for job in made.jobs] == [("pytest tests -k 'a b'", "-k 'a b'")]
    assert made.scope == "partial: unit -- -k 'a b'"


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ((), "nothing says which stage's command `-x` is meant for"),
        (("unit", "e2e"), "nothing says which stage's command `-x` is meant for"),
        (("lint",), "stage lint runs nothing that `-x` could be added to"),
        (("unti",), "there is no stage 'unti'"),
    ],
)
def test_words_need_one_stage_with_a_command(stages: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        plan(stages=stages, words=("-x",))


def test_a_stage_on_mocks_has_a_rule_that_says_so() -> None:
    told = {
        rule.about.rule: rule.about.level for rule in plan().rules if rule.about.rule.endswith(".environment")
    }

    assert told == dict.fromkeys(("stages.e2e.environment", "stages.perf.environment"), Level.RECOMMENDED)
