"""What `init` proposes for package.json and the limits of Jest and Vitest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quality_gate.config.settings import Settings
from quality_gate.init.find import find_all
from repository_drawn import proposed, repository, rules, written


def package(scripts: dict[str, Any], *declared: str, **more: Any) -> dict[str, str]:
    content = {"scripts": scripts, "devDependencies": dict.fromkeys(declared, "*"), **more}
    return {"package.json": json.dumps(content)}


def group(settings: Settings, name: str) -> dict[str, str]:
    front = f"coverage.groups.{name}."
    found = {rule.key.removeprefix(front): rule for rule in settings.rules if rule.key.startswith(front)}
    limits = {key: str(rule.value.required) for key, rule in found.items()}
    scope = next(iter(found.values())).scope
    return {**limits, "paths": ", ".join(scope.paths), "per": "file" if scope.per_file else "group"}


def test_scripts_become_stages_in_order() -> None:
    names = [
        "test:e2e",
        "test:security",
        "test:performance",
        "build",
        "test:unit",
        "test:integration",
        "lint",
    ]
    settings = proposed(package(dict.fromkeys([*names, "type-check", "start", "test:watch"], "x")))

    assert list(settings.stages) == [
        "lint",
        "typecheck",
        "build",
        "unit",
        "integration",
        "e2e",
        "performance",
        "security",
    ]
    assert settings.stages["unit"].needs == ("build",)
    assert settings.stages["e2e"].needs == ("integration",)
    assert settings.stages["security"].needs == ("unit",)
    assert settings.stages["e2e"].run == "npm run test:e2e"


def test_every_test_script_of_a_list_becomes_a_stage() -> None:
    tests = ["unit", "integration", "inngest", "mcp", "ab", "coverage", "ci", "performance", "e2e"]
    scripts = {f"test:{name}": f"jest {name}" for name in tests} | {
        "coverage:summary": "x",
        "coverage:check": "x",
    }
    settings = proposed(package(scripts))

    assert set(settings.stages) == set(tests)
    assert written(package(scripts)).count("# This may run tests of other stages again") == 2


@pytest.mark.parametrize(
    ("scripts", "names"),
    [
        ({"test": 'echo "Error: no test specified" && exit 1'}, []),
        ({"test": "jest"}, ["unit"]),
        ({"test": "jest", "test:unit": "jest unit"}, ["unit", "tests"]),
        ({"test": "npm run test:unit", "test:unit": "jest unit"}, ["unit"]),
        ({"test": "jest --watch"}, []),
        ({"test": "jest --watch=false"}, ["unit"]),
        ({"test": "jest", "test:watch": "jest --watch", "test:debug": "x", "lint:fix": "x"}, ["unit"]),
        ({"pretest": "x", "test": "jest", "posttest": "x"}, ["unit"]),
        ({"bench": "x", "audit": "y", "perf": "z"}, ["performance", "security"]),
        ({"test:": "x", "test:!": "y"}, []),
        ({"test:unit": 3}, []),
    ],
)
def test_which_scripts_are_stages(scripts: dict[str, Any], names: list[str]) -> None:
    assert list(proposed(package(scripts)).stages) == names


def test_a_script_that_repairs_is_named() -> None:
    assert "# This script changes files" in written(package({"lint": "eslint . --fix"}))


@pytest.mark.parametrize(
    ("lock", "run"),
    [
        ("package-lock.json", "npm run test -- --run "),
        ("yarn.lock", "yarn run test --run "),
        ("pnpm-lock.yaml", "pnpm run test --run "),
        ("bun.lockb", "bun run test --run "),
    ],
)
def test_each_package_manager_is_called_its_way(lock: str, run: str) -> None:
    assert proposed(package({"test": "vitest"}), lock).stages["unit"].run.startswith(run)


@pytest.mark.parametrize(
    "name", ["test:it's", 'test:a"b', "test:a: b #c", "test:$(rm -rf /)", "test:\n", "test:é"]
)
def test_hostile_names_are_quoted_for_yaml_and_for_the_shell(name: str) -> None:
    stages = proposed(package({name: "x", "test:unit": "y"})).stages

    assert all(stage.run.startswith("npm run ") for stage in stages.values())
    if "$" in name:
        assert stages["rm-rf"].run == "npm run 'test:$(rm -rf /)'"


def test_runners_are_told_to_write_reports() -> None:
    jest = proposed(package({"test": "NODE_ENV=test jest src"}, "jest-junit")).stages["unit"]
    assert jest.run == "npm run test -- --reporters=default --reporters=jest-junit"
    assert jest.env["JEST_JUNIT_OUTPUT_FILE"] == "out/unit.xml"
    assert jest.reports == ("out/unit.xml",)

    vitest = proposed(package({"test": "vitest run"}, "@vitest/coverage-v8", jest={"collectCoverage": True}))
    assert vitest.stages["unit"].reports == ("out/unit.xml", "out/coverage-unit/coverage-final.json")

    playwright = proposed(package({"test:e2e": "playwright test"})).stages["e2e"]
    assert playwright.env == {"PLAYWRIGHT_JUNIT_OUTPUT_NAME": "out/e2e.xml"}


def test_a_chain_of_commands_is_left_alone() -> None:
    stage = proposed(package({"test": "jest && echo done"}, "jest-junit")).stages["unit"]

    assert stage.run == "npm run test"
    assert stage.reports == ()


REPORTERS = (
    "--experimental-test-coverage --test-reporter=spec --test-reporter-destination=stdout"
    " --test-reporter=junit --test-reporter-destination=out/unit.xml"
    " --test-reporter=lcov --test-reporter-destination=out/unit.lcov"
)


@pytest.mark.parametrize(
    ("script", "run"),
    [
        ("node --test", f"node --test {REPORTERS}"),
        (" node  --test  test/*.js ", f"node  --test {REPORTERS} test/*.js"),
        (
            "A=1 node --import tsx -r ./x.js --no-warnings --test 'test/**/*.ts'",
            f"A=1 node --import tsx -r ./x.js --no-warnings --test {REPORTERS} 'test/**/*.ts'",
        ),
        (
            "node --test --experimental-test-coverage",
            f"node --test {REPORTERS.partition(' ')[2]} --experimental-test-coverage",
        ),
    ],
)
def test_the_runner_of_node_writes_both_reports(script: str, run: str) -> None:
    stage = proposed(package({"test": script})).stages["unit"]

    assert (stage.setup, stage.run) == ("mkdir -p out", run)
    assert stage.reports == ("out/unit.xml", "out/unit.lcov")


@pytest.mark.parametrize(
    "script",
    [
        "node --test && echo done",
        "node --test --test-reporter=dot",
        "node build.js --test",
        "node --import --test",
        "node --enable-source-maps",
        "node",
        "A=1",
        "cross-env A=1 node --test",
        "node --test $FILES",
        "node --test \u202e",
    ],
)
def test_more_than_a_plain_call_of_node_stays_a_script(script: str) -> None:
    stage = proposed(package({"test": script})).stages["unit"]

    assert (stage.run, stage.reports) == ("npm run test", ())


@pytest.mark.parametrize("more", ["pretest", "posttest"])
def test_what_npm_runs_around_a_script_is_not_lost(more: str) -> None:
    assert proposed(package({"test": "node --test", more: "x"})).stages["unit"].run == "npm run test"


def test_what_is_missing_for_a_report_is_told() -> None:
    assert "npm install --save-dev jest-junit" in written(package({"test": "jest"}))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[" * 100_000, '{"scripts": []}', '{"scripts": {"a\\u0000": "x"}}']
)
def test_a_broken_package_is_no_package(text: str) -> None:
    assert proposed({"package.json": text}).stages == {}


def test_a_global_limit_becomes_the_total() -> None:
    jest = {
        "coverageThreshold": {"global": {"lines": 80.5, "branches": 70, "functions": 0, "statements": -10}}
    }
    settings = proposed(package({"test": "jest"}, "jest-junit", jest=jest))

    assert rules(settings)["coverage.total"] == "161/2"
    assert group(settings, "everything") == {"branches": "70", "paths": "**", "per": "group"}
    assert "'--coverageThreshold={}'" in settings.stages["unit"].run
    text = written(package({"test": "jest"}, "jest-junit", jest=jest))
    assert rules(proposed(package({"test": "jest"}, jest={"coverageThreshold": {"a": {"lines": 9}}}))) == {
        "coverage.groups.a.lines": "9"
    }
    assert "# Not carried over: global: statements: -10" in text


CONFIG = """\
const limits = {lines: 1};
module.exports = {
  // the gate of the payments team
  coverageThreshold: {
    global: { lines: 80, branches: 75 },
    './src/payments/': { lines: 100 },
    './src/api/**/*.{js,ts}': { statements: 90, },
    'src/legacy': { lines: -412 },
    'index.js': { functions: 50 },
    './src/+(a|b)/x.js': { lines: 1 },
    '../outside/**': { lines: 1 },
    'src/nothing/**': {},
  },
};
"""


@pytest.mark.parametrize("file", ["jest.config.js", "jest.config.ts", "jest.config.coverage.js"])
def test_jest_keys_keep_their_meaning(file: str) -> None:
    files = {**package({"test": "jest"}), file: CONFIG}
    settings = proposed(files)

    assert "coverage.total" not in rules(settings)
    assert group(settings, "src-payments") == {"lines": "100", "paths": "src/payments", "per": "group"}
    assert group(settings, "src-api-.-js-ts") == {
        "statements": "90",
        "paths": "src/api/**/*.js, src/api/**/*.ts",
        "per": "file",
    }
    assert group(settings, "src-legacy")["uncovered"] == "412"
    assert group(settings, "index.js")["paths"] == "index.js, !*/**/index.js"
    assert group(settings, "rest")["paths"].startswith("**, !src/payments, !src/api/**/*.js, ")
    assert group(settings, "rest")["paths"].endswith("!index.js, */**/index.js")
    assert written(files).count("# Not carried over: ") == 2


@pytest.mark.parametrize("config", ["", "x = {}", "x = {coverageThreshold: {global: {}}}"])
def test_a_config_without_limits_changes_nothing(config: str) -> None:
    files = {**package({"test": "jest"}), "jest.config.js": config}

    assert written(files) == written(package({"test": "jest"}))


def test_computed_limits_are_not_guessed() -> None:
    files = {**package({"test": "jest"}), "jest.config.js": "module.exports = {coverageThreshold: limits}"}

    assert "# Not carried over: `coverageThreshold` in jest.config.js is computed" in written(files)
    assert rules(proposed(files)) == {}


def test_limits_without_a_report_are_told() -> None:
    files = {**package({"test": "jest && x"}), "jest.config.js": CONFIG}

    assert "# Not carried over: coverageThreshold in jest.config.js." in written(files)
    (found,) = find_all(repository(files))
    assert found.lost[-1].startswith("coverageThreshold in jest.config.js.")
    assert not [key for key in rules(proposed(files)) if key.startswith("coverage")]


VITEST = """\
import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { coverage: { thresholds: {
  %s
} } } })
"""


def vitest(thresholds: str) -> Settings:
    files = package({"test": "vitest"}, "@vitest/coverage-v8")
    return proposed({**files, "vitest.config.ts": VITEST % thresholds})


def test_vitest_limits_keep_their_meaning() -> None:
    settings = vitest(
        "lines: 80, branches: 70, 'src/**/x.ts': {lines: 90, perFile: true}, 'lib/**': {100: true}"
    )

    assert rules(settings)["coverage.total"] == "80"
    assert group(settings, "everything") == {"branches": "70", "paths": "**", "per": "group"}
    assert group(settings, "src-x.ts") == {"lines": "90", "paths": "src/**/x.ts", "per": "file"}
    assert group(settings, "lib")["statements"] == "100"
    assert group(settings, "lib")["per"] == "group"


def test_vitest_per_file_and_one_hundred() -> None:
    assert group(vitest("perFile: true, lines: 80"), "everything") == {
        "lines": "80",
        "paths": "**",
        "per": "file",
    }
    assert rules(vitest("100: true"))["coverage.total"] == "100"
    assert vitest("lines: LINES").rules[0].key == "tests.pass-rate"


@pytest.mark.parametrize("value", ["101", "1e2", "80.", "'80'", "-0.5", "9" * 40])
def test_a_number_that_is_no_limit_is_told(value: str) -> None:
    assert "coverage.total" not in rules(vitest(f"lines: {value}"))


def test_groups_of_the_same_name_are_told_apart() -> None:
    settings = vitest("'src/a': {lines: 1}, './src/a': {lines: 2}, 'src-a': {lines: 3}, '**': {lines: 4}")

    assert [key for key in rules(settings) if key.startswith("coverage")] == [
        "coverage.groups.src-a.lines",
        "coverage.groups.src-a-2.lines",
        "coverage.groups.src-a-2-2.lines",
        "coverage.groups.all.lines",
    ]


def test_braces_without_end_are_refused() -> None:
    settings = vitest("'" + "{a,b}" * 10 + "': {lines: 1}, '~/x': {lines: 1}, 'C:/x': {lines: 1}, lines: 5")

    assert [key for key in rules(settings) if key.startswith("coverage")] == ["coverage.total"]
