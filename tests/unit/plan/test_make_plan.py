"""The plan says what will run and why, and what the verdict may be called."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.model.context import Context
from quality_gate.model.errors import UsageError
from quality_gate.model.job import Retry
from quality_gate.model.outlet import Outlet
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Level
from quality_gate.plan.conventional import PLACES, without_configuration
from quality_gate.plan.jobs import variants
from quality_gate.plan.make import make_plan
from quality_gate.plan.plan import LeftOut, Plan
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.scope import Scope
from quality_gate.rules.stage import StageHolds
from quality_gate.rules.table import RULES
from quality_gate.stages.settings import RetrySettings, StageSettings

CONTEXT = Context(gate="api", config="quality-gate.yml")


def written(section: str, key: str, path: str = "", **scope: Any) -> WrittenRule:
    row = next(row for row in RULES if row.section == section and row.key == key)
    value: Any = ("*",) if key == "must-pass" else Limit(Fraction(90))
    return WrittenRule(path or f"{section}.{key}", row, value, Scope(**scope))


SETTINGS = Settings(
    setup="make up",
    teardown="make down",
    jobs=2,
    stages={
        "unit": StageSettings(run="pytest", reports=("out/unit.xml",), retry=RetrySettings(times=1)),
        "e2e": StageSettings(
            run="make e2e", needs=("unit",), shards=2, matrix={"os": ("linux", "macOS"), "py": ("3.12",)}
        ),
        "perf": StageSettings(run="make perf", level=Level.RECOMMENDED),
        "lint": StageSettings(reports=("out/lint.xml",)),
    },
    exclude=("gen/**",),
    rules=(
        written("coverage", "total"),
        written("tests", "pass-rate"),
        written("tests", "pass-rate", "tests.groups.slow.pass-rate", stage="perf"),
    ),
    profiles={
        "quick": Profile(stages=("unit",), rules=("stages", "tests"), budget=Fraction(120)),
        "pre-deploy": Profile(stages=("unit", "e2e"), decides=True),
    },
)


def plan(**wishes: Any) -> Plan:
    return make_plan(SETTINGS, CONTEXT, Wishes(**wishes), ("console", "record"))


def rules(made: Plan) -> list[str]:
    return [rule.about.rule for rule in made.rules]


def test_a_full_plan_runs_everything_in_the_order_written() -> None:
    made = plan()

    assert made.stages == ("unit", "e2e", "perf", "lint")
    assert [job.folder for job in made.jobs if job.stage == "e2e"] == [
        "e2e-os=linux-py=3.12-1of2",
        "e2e-os=linux-py=3.12-2of2",
        "e2e-os=macOS-py=3.12-1of2",
        "e2e-os=macOS-py=3.12-2of2",
    ]
    assert (made.scope, made.partial, made.left_out) == ("", False, ())
    assert (made.setup, made.teardown, made.jobs_at_once) == ("make up", "make down", 2)
    assert made.outlets == (Outlet("console"), Outlet("record"))
    assert made.jobs[0].retry == Retry(times=1)
    assert made.notices == ("excluded from coverage: gen/**",)


def test_every_stage_has_a_rule_and_a_group_has_its_stages_level() -> None:
    made = plan()

    assert rules(made) == [
        "stages.unit",
        "stages.e2e",
        "stages.perf",
        "stages.lint",
        "coverage.total",
        "tests.pass-rate",
        "tests.groups.slow.pass-rate",
    ]
    assert [rule.about.title for rule in made.rules][-3:] == [
        "coverage: total",
        "tests: pass-rate",
        "tests of slow: pass-rate",
    ]
    assert [rule.about.level for rule in made.rules if rule.about.level is not Level.REQUIRED] == [
        Level.RECOMMENDED,
        Level.RECOMMENDED,
    ]


def test_a_profile_leaves_out_and_says_so() -> None:
    made = plan(profile="quick")

    assert (made.stages, made.scope, made.partial) == (("unit",), "quick", False)
    assert rules(made) == ["stages.unit", "tests.pass-rate", "profiles.quick.budget"]
    assert made.left_out == (
        LeftOut(name="stages.e2e", why="not in profile quick"),
        LeftOut(name="stages.perf", why="not in profile quick"),
        LeftOut(name="stages.lint", why="not in profile quick"),
        LeftOut(name="coverage.total", why="profile quick does not judge coverage"),
        LeftOut(name="tests.groups.slow.pass-rate", why="stage perf is not part of this run"),
    )
    assert made.notices[1] == "left out: stages.e2e (not in profile quick)"


def test_a_deciding_profile_may_say_ready() -> None:
    assert plan(profile="pre-deploy").scope == ""


@pytest.mark.parametrize(
    ("wishes", "stages", "scope"),
    [
        ({"stages": ("perf", "unit")}, ("unit", "perf"), "partial: unit, perf"),
        ({"first": "e2e", "last": "perf"}, ("e2e", "perf"), "partial: e2e, perf"),
        ({"last": "unit"}, ("unit",), "partial: unit"),
        ({"first": "perf", "last": "unit"}, (), "partial: no stage"),
        ({"stages": ("e2e",), "profile": "quick"}, ("e2e",), "partial: e2e"),
    ],
)
def test_a_part_is_called_a_part(wishes: dict[str, Any], stages: tuple[str, ...], scope: str) -> None:
    made = plan(**wishes)

    assert (made.stages, made.scope, made.partial) == (stages, scope, True)
    assert LeftOut(name="stages.lint", why="not asked for on the command line") in made.left_out


def test_one_shard_of_one_variant() -> None:
    (job,) = plan(stages=("e2e",), shard=(2, 2), variant={"os": "macOS"}).jobs

    assert (job.shard, job.shards, dict(job.variant)) == (2, 2, {"os": "macOS", "py": "3.12"})


def test_variants_of_another_system_are_left_to_it() -> None:
    made = plan(system="linux")

    assert {job.variant["os"] for job in made.jobs if job.stage == "e2e"} == {"linux"}
    assert (made.scope, made.partial) == ("partial: variants of linux", True)
    assert plan(system="linux", stages=("unit",)).scope == "partial: unit"


def test_a_profile_may_leave_the_stages_own_rulings_out() -> None:
    settings = Settings(
        stages=SETTINGS.stages, rules=SETTINGS.rules, profiles={"t": Profile(rules=("coverage",))}
    )

    assert rules(make_plan(settings, CONTEXT, Wishes(profile="t"), ())) == ["coverage.total"]


def test_a_profile_named_full_is_as_partial_as_any_other() -> None:
    settings = Settings(stages=SETTINGS.stages, profiles={"full": Profile(stages=("lint",))})

    assert make_plan(settings, CONTEXT, Wishes(), ()).scope == "full"


def test_a_deciding_profile_judges_its_stages_whatever_it_leaves_out() -> None:
    settings = Settings(stages=SETTINGS.stages, profiles={"deploy": Profile(rules=("tests",), decides=True)})
    made = make_plan(settings, CONTEXT, Wishes(profile="deploy"), ())

    assert (made.scope, rules(made)) == ("", ["stages.unit", "stages.e2e", "stages.perf", "stages.lint"])


def test_a_stage_named_reports_is_a_stage_like_any_other() -> None:
    settings = Settings(
        stages={"reports": StageSettings(run="x"), "e2e": StageSettings(run="y")},
        rules=(written("tests", "pass-rate", "tests.groups.x.pass-rate", stage="e2e"),),
        profiles={"quick": Profile(stages=("reports",))},
    )

    assert rules(make_plan(settings, CONTEXT, Wishes(profile="quick"), ())) == ["stages.reports"]


def test_check_collects_and_runs_nothing() -> None:
    made = plan(collect_only=True)

    assert all(not (job.run or job.needs or job.setup or job.teardown) for job in made.jobs)
    assert (made.setup, made.teardown, made.scope) == ("", "", "")


def test_named_reports_stand_for_all_stages() -> None:
    made = plan(collect_only=True, reports=("a.xml",))

    assert [(job.stage, job.reports) for job in made.jobs] == [("reports", ("a.xml",))]
    assert made.scope == "partial: named reports"
    assert LeftOut(name="stages.unit", why="reports were named on the command line") in made.left_out
    assert "tests.groups.slow.pass-rate" in rules(made)


def test_named_reports_without_stages_are_everything() -> None:
    settings = Settings(rules=(written("tests", "pass-rate"),))
    made = make_plan(settings, CONTEXT, Wishes(collect_only=True, reports=("a.xml",)), ())

    assert made.scope == ""


def test_configured_outlets_win() -> None:
    settings = Settings(publish=(Outlet("record", required=True),))

    assert make_plan(settings, CONTEXT, Wishes(), ("console",)).outlets == (Outlet("record", required=True),)


@pytest.mark.parametrize(
    ("wishes", "what", "remedy"),
    [
        ({"profile": "quik"}, "there is no profile 'quik'", "did you mean `quick`?"),
        ({"profile": "zzz"}, "there is no profile 'zzz'", "the profiles are: full, quick, pre-deploy"),
        ({"stages": ("unti",)}, "there is no stage 'unti'", "did you mean `unit`?"),
        ({"first": "zzz"}, "there is no stage 'zzz'", "the stages are: unit, e2e, perf, lint"),
        (
            {"stages": ("e2e",), "shard": (3, 3)},
            "stage e2e has 2 shards, not 3",
            "write --shard 2/2, or configure `shards: 3`",
        ),
    ],
)
def test_words_that_stand_for_nothing(wishes: dict[str, Any], what: str, remedy: str) -> None:
    with pytest.raises(UsageError) as told:
        plan(**wishes)

    assert (told.value.what, told.value.remedy) == (what, remedy)


def test_without_a_configuration_all_tests_pass_and_one_ran() -> None:
    settings = without_configuration(("out/unit.xml",))

    assert settings.stages["reports"].reports == ("out/unit.xml",)
    assert [rule.key for rule in settings.rules] == ["tests.pass-rate", "tests.min-count"]
    assert without_configuration(()).stages["reports"].reports == PLACES[:1]


def test_a_run_without_a_configuration_says_so() -> None:
    made = make_plan(without_configuration(()), Context(gate="api"), Wishes(), ())

    assert made.notices[0].startswith("no configuration: at least one test ran, and all passed")


def test_variants_are_all_combinations() -> None:
    stage = StageSettings(run="x", matrix={"a": ("1", "2"), "b": ("3",)})

    assert variants(stage) == [{"a": "1", "b": "3"}, {"a": "2", "b": "3"}]
    assert variants(StageSettings(run="x")) == [{}]


def test_a_test_command_without_a_report_is_told_to_whoever_reads_the_verdict() -> None:
    stages = "  unit: {run: pytest -q}\n  lint: {run: ruff check}\n  all: {run: pytest, reports: a.xml}\n"
    settings = assemble(load(f"version: 1\nstages:\n{stages}", "x.yml"), "x.yml")
    plan = make_plan(settings, CONTEXT, Wishes(), ())

    (notice,) = plan.notices
    assert notice == "unit: `pytest -q` runs tests and names no report, so only its exit code is judged"
    assert [rule.expected for rule in plan.rules if isinstance(rule, StageHolds)] == [
        "exit 0",
        "exit 0",
        "exit 0, sound reports",
    ]


def test_a_profile_may_leave_out_all_probes() -> None:
    text = (
        "version: 1\nstages: {unit: {run: make}}\nprobes: {p: {tcp: 'localhost:1'}}\n"
        "profiles: {quick: {probes: none}, all: {probes: all}}\n"
    )
    settings = assemble(load(text, "x.yml"), "x.yml")

    assert [settings.profiles[name].probes for name in ("quick", "all")] == [(), None]
