"""Which probes a run looks through, in which target, and what it leaves out and why."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quality_gate.config.settings import Profile, Settings
from quality_gate.model.context import Context
from quality_gate.model.errors import UsageError
from quality_gate.model.verdict import Level
from quality_gate.plan.make import make_plan
from quality_gate.plan.plan import Plan
from quality_gate.plan.wishes import Wishes
from quality_gate.probes.command import CommandSettings
from quality_gate.probes.inventory import InventorySettings
from quality_gate.probes.settings import Planned
from quality_gate.probes.source_settings import SourceSettings
from quality_gate.probes.tcp import TcpSettings
from quality_gate.stages.settings import StageSettings

LOCAL = {"host": "localhost", "http": "8080"}
PROBES = (
    Planned("up", "tcp", TcpSettings(tcp="{host}:{http}")),
    Planned("smoke", "command", CommandSettings(command="make {{x}}", needs=("unit",), level=Level.OPTIONAL)),
)


def plan(wishes: dict[str, Any] | None = None, **settings: Any) -> Plan:
    known = {
        "stages": {"unit": StageSettings(run="make test"), "e2e": StageSettings(run="make e2e")},
        "targets": {"local": LOCAL},
        "probes": PROBES,
        **settings,
    }
    return make_plan(Settings(**known), Context(gate="api", config="x.yml"), Wishes(**(wishes or {})), ())


def left_out(made: Plan) -> dict[str, str]:
    return {
        one.name.removeprefix("probes."): one.why for one in made.left_out if one.name.startswith("probes.")
    }


def test_the_only_target_is_filled_in_everywhere() -> None:
    made = plan()

    assert [one.settings for one in made.probes] == [
        TcpSettings(tcp="localhost:8080"),
        CommandSettings(command="make {x}", needs=("unit",), level=Level.OPTIONAL),
    ]
    assert (made.target, made.context.target) == (LOCAL, "local")
    assert made.jobs[0].env == {"QG_HOST": "localhost", "QG_HTTP": "8080"}


def test_what_a_stage_says_itself_comes_before_the_target() -> None:
    made = plan(stages={"unit": StageSettings(run="x", env={"QG_HOST": "mine"})})

    assert made.jobs[0].env == {"QG_HOST": "mine", "QG_HTTP": "8080"}


def test_every_probe_of_the_run_has_its_rule() -> None:
    rules = [rule.about for rule in plan().rules if rule.about.rule.startswith("probes.")]

    assert [(one.rule, one.title, one.level) for one in rules] == [
        ("probes.up", "probe up", Level.REQUIRED),
        ("probes.smoke", "probe smoke", Level.OPTIONAL),
    ]


@pytest.mark.parametrize(
    ("wishes", "names", "left"),
    [
        ({}, ["up", "smoke"], {}),
        ({"profile": "quick"}, ["up"], {"smoke": "not in profile quick"}),
        ({"profile": "late"}, ["up"], {"smoke": "needs unit, which is not part of this run"}),
        ({"profile": "named"}, ["smoke"], {"up": "not in profile named"}),
        (
            {"stages": ("unit",)},
            [],
            {"up": "not asked for on the command line", "smoke": "not asked for on the command line"},
        ),
        ({"stages": ("e2e",), "probes": ("smoke",)}, ["smoke"], {"up": "not asked for on the command line"}),
        (
            {"reports": ("a.xml",)},
            [],
            {
                "up": "reports were named on the command line",
                "smoke": "reports were named on the command line",
            },
        ),
        ({"looks": False}, [], {"up": "probes are not asked for", "smoke": "probes are not asked for"}),
    ],
)
def test_what_is_left_out_and_why(wishes: dict[str, Any], names: list[str], left: dict[str, str]) -> None:
    made = plan(
        wishes,
        profiles={
            "quick": Profile(stages=("unit",), probes=("up",)),
            "late": Profile(stages=("e2e",)),
            "named": Profile(stages=("e2e",), probes=("smoke",)),
        },
    )

    assert [one.name for one in made.probes] == names
    assert left_out(made) == left


@pytest.mark.parametrize(
    ("wishes", "stages", "scope"),
    [
        ({"probes": ("up",)}, (), "partial: probe up"),
        ({"probes": ("up", "smoke", "up")}, (), "partial: probe up, probe smoke"),
        ({"probes": ("up",), "stages": ("unit",)}, ("unit",), "partial: unit, probe up"),
        ({"probes": ("up",), "last": "unit"}, ("unit",), "partial: unit, probe up"),
    ],
)
def test_probes_asked_for_by_name_are_a_part_of_the_gate(
    wishes: dict[str, Any], stages: tuple[str, ...], scope: str
) -> None:
    made = plan(wishes)

    assert (made.stages, made.scope, made.partial) == (stages, scope, True)


def test_named_reports_are_a_part_of_a_gate_with_probes() -> None:
    assert plan({"reports": ("a.xml",)}, stages={}).scope == "partial: named reports"


def test_words_that_a_kind_fills_in_itself_ask_for_no_target() -> None:
    of = InventorySettings(inventory=SourceSettings(file="tools.txt"), names=("*{item}*",))
    made = plan(targets=TWO, probes=(Planned("all", "inventory", of),))

    assert [one.settings for one in made.probes] == [of]


TWO = {"local": LOCAL, "prod": {"host": "example.com"}}


@pytest.mark.parametrize(
    ("wishes", "told", "remedy"),
    [
        ({"probes": ("smok",)}, "there is no probe 'smok'", "did you mean `smoke`?"),
        ({"probes": ("x",)}, "there is no probe 'x'", "the probes are: up, smoke"),
        ({"target": "locl"}, "there is no target 'locl'", "did you mean `local`?"),
        (
            {},
            "there are several targets (local, prod), and probe up asks for one",
            "write `--target local`, or `target:` in a profile",
        ),
        (
            {"target": "prod"},
            "target prod has no `http`, and probe up asks for it",
            "add it below targets.prod",
        ),
        (
            {"looks": False},
            "there are several targets (local, prod), and a command that uses QG_HTTP asks for one",
            "write `--target local`, or `target:` in a profile",
        ),
    ],
)
def test_a_target_that_is_not_clear(wishes: dict[str, Any], told: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan(wishes, targets=TWO, stages={"unit": StageSettings(run="curl :$QG_HTTP")})

    assert (caught.value.what, caught.value.remedy) == (told, remedy)


@pytest.mark.parametrize(
    ("wishes", "target"),
    [
        ({"target": "local"}, "local"),
        ({"profile": "ours"}, "local"),
        ({"profile": "ours", "handed_target": "prod"}, "local"),
        ({"handed_target": "local", "runs_nothing": True}, "local"),
        ({"handed_target": "gone", "runs_nothing": True, "looks": False}, ""),
        ({"any_target": True}, "local"),
        ({"looks": False, "collect_only": True}, ""),
    ],
)
def test_how_a_target_comes_about(wishes: dict[str, Any], target: str) -> None:
    made = plan(
        wishes,
        targets=TWO,
        stages={"unit": StageSettings(run="curl $QG_HOST")},
        profiles={"ours": Profile(target="local", budget=Fraction(1))},
    )

    assert made.context.target == target


def test_without_targets_there_is_none() -> None:
    made = plan(targets={}, probes=())

    assert (made.context.target, made.target, made.jobs[0].env) == ("", {}, {})
