"""What `init` proposes for Go, Maven, Gradle and Cargo, below the root, and for nothing at all."""

from __future__ import annotations

import json

import pytest

from quality_gate.init.find import find_all
from repository_drawn import proposed, repository, rules, written

PACKAGE = json.dumps({"scripts": {"test": "jest", "lint": "x"}, "devDependencies": {"jest-junit": "1"}})


@pytest.mark.parametrize(
    ("texts", "paths", "run", "reports"),
    [
        (
            {"go.mod": "module x"},
            [],
            "go test -json -coverprofile=out/cover.out ./... > out/go-test.json",
            ("out/go-test.json", "out/cover.out"),
        ),
        (
            {"go.mod": "module x", "Makefile": "\tgotestsum ./..."},
            [],
            "gotestsum --junitfile out/unit.xml ./...",
            ("out/unit.xml",),
        ),
        ({"pom.xml": ""}, [], "mvn --batch-mode clean test", ("target/surefire-reports/TEST-*.xml",)),
        (
            {"pom.xml": "<module>a</module> maven-failsafe-plugin"},
            ["mvnw"],
            "./mvnw --batch-mode clean verify",
            ("**/target/surefire-reports/TEST-*.xml", "**/target/failsafe-reports/TEST-*.xml"),
        ),
        (
            {"pom.xml": "<artifactId>jacoco-maven-plugin</artifactId> <goal>report</goal>"},
            [],
            "mvn --batch-mode clean verify",
            ("target/surefire-reports/TEST-*.xml", "target/site/jacoco/jacoco.xml"),
        ),
        (
            {"pom.xml": "<artifactId>jacoco-maven-plugin</artifactId> <goal>prepare-agent</goal>"},
            [],
            "mvn --batch-mode clean test",
            ("target/surefire-reports/TEST-*.xml",),
        ),
        ({"build.gradle": ""}, [], "gradle cleanTest test", ("build/test-results/**/*.xml",)),
        (
            {"settings.gradle.kts": ""},
            ["gradlew", "app/build.gradle.kts"],
            "./gradlew cleanTest test",
            ("**/build/test-results/**/*.xml",),
        ),
        ({"Cargo.toml": ""}, [], "cargo test", ()),
        (
            {"Cargo.toml": "", ".config/nextest.toml": "[profile.ci.junit]\npath = '../x'"},
            [],
            "cargo test",
            (),
        ),
        (
            {"Cargo.toml": "", ".config/nextest.toml": "[profile.a]\n[profile.ci.junit]\npath = 'junit.xml'"},
            [],
            "cargo nextest run --profile ci",
            ("target/nextest/ci/junit.xml",),
        ),
    ],
)
def test_one_stage_for_each(
    texts: dict[str, str], paths: list[str], run: str, reports: tuple[str, ...]
) -> None:
    settings = proposed(texts, *paths)

    assert settings.stages["unit"].run == run
    assert settings.stages["unit"].reports == reports
    assert bool(settings.rules) == bool(reports)


def test_a_folder_below_runs_there_and_reports_from_the_root() -> None:
    jest = "x = {coverageThreshold: {'src/a': {lines: 9}, 'b.js': {lines: 8}, 'c/**': {lines: 7}}}"
    texts = {"web/package.json": PACKAGE, "web/jest.config.js": jest, "server/pytest.ini": "[pytest]"}
    settings = proposed(texts, "server/tests/test_a.py")

    assert list(settings.stages) == ["server-unit", "web-lint", "web-unit"]
    assert settings.stages["web-unit"].needs == ()
    assert settings.stages["server-unit"].working_directory == "server"
    assert settings.stages["server-unit"].reports == ("server/out/unit.xml",)
    assert settings.stages["web-unit"].reports == (
        "web/out/unit.xml",
        "web/out/coverage-unit/coverage-final.json",
    )
    assert settings.stages["web-unit"].run.startswith("npm run test -- ")
    paths = [rule.scope.paths for rule in settings.rules if rule.scope.paths]
    assert ("web/src/a",) in paths
    assert ("web/b.js", "!web/*/**/b.js") in paths


@pytest.mark.parametrize(
    ("texts", "stages"),
    [
        (
            {"java/pom.xml": "<module>a</module>", "java/a/pom.xml": "", "javadoc/pom.xml": ""},
            ["java", "javadoc"],
        ),
        ({"java/pom.xml": "", "java/a/pom.xml": ""}, ["java", "java-a"]),
        ({"app/settings.gradle": "", "app/core/build.gradle": "", "app/web/build.gradle": ""}, ["app"]),
        ({"go/go.mod": "", "go/pay/go.mod": ""}, ["go", "go-pay"]),
    ],
)
def test_modules_of_one_build_are_run_once(texts: dict[str, str], stages: list[str]) -> None:
    names = [name.removesuffix("-unit") for name in proposed({**texts, "Cargo.toml": ""}).stages]

    assert names == ["unit", *stages]


def test_stages_of_the_same_name_are_told_apart() -> None:
    settings = proposed({"package.json": PACKAGE, "go.mod": "", "Cargo.toml": "", "build.gradle": ""})

    assert list(settings.stages) == ["lint", "unit", "go-unit", "gradle-unit", "cargo-unit"]


def test_folders_of_the_same_name_are_told_apart() -> None:
    paths = {"a/b/go.mod": "", "a-b/go.mod": "", "c/go.mod": "", "d/e/f/go.mod": ""}

    assert list(proposed(paths).stages) == ["a-b-unit", "c-unit", "a-b-go-unit"]
    assert list(proposed({**paths, "a/b/Cargo.toml": ""}).stages)[-1] == "a-b-cargo-unit"
    assert list(proposed({**paths, "a_b/go.mod": "", "a.b/go.mod": "", "a b/go.mod": ""}).stages) == [
        "a-b-unit",
        "a-b-go-unit",
        "a.b-unit",
        "a_b-unit",
    ]


def test_only_several_packages_say_their_folder() -> None:
    assert list(proposed({"api/go.mod": ""}).stages) == ["unit"]
    assert list(proposed({"api/go.mod": "", "api/Cargo.toml": ""}).stages) == ["unit", "cargo-unit"]
    assert list(proposed({"go.mod": "", "api/Cargo.toml": ""}).stages) == ["unit", "api-unit"]
    names = list(proposed({f"{folder}/go.mod": "" for folder in ("a b", "a+b", "a-b", "c")}).stages)
    assert names == ["a-b-unit", "a-b-go-unit", "a-b-go-unit-2", "c-unit"]


def test_folders_for_reports_are_made_before() -> None:
    assert proposed({"go.mod": ""}).stages["unit"].setup == "mkdir -p out"
    assert "# Coverage is measured above" in written({"go.mod": ""})


def test_the_least_of_several_totals_is_kept() -> None:
    cov = {"pytest.ini": "", "requirements.txt": "pytest-cov"}
    texts = {
        **{f"one/{name}": text for name, text in {**cov, ".coveragerc": "[report]\nfail_under=90"}.items()},
        **{f"two/{name}": text for name, text in {**cov, ".coveragerc": "[report]\nfail_under=9.5"}.items()},
    }
    assert rules(proposed(texts, "one/tests/test_a.py", "two/tests/test_a.py"))["coverage.total"] == "19/2"


def test_nothing_found_is_a_frame_that_loads() -> None:
    assert find_all(repository()) == ()
    assert rules(proposed()) == {"tests.pass-rate": "100", "tests.min-count": "1"}
    assert "No test command was found" in written()
