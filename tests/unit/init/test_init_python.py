"""What `init` proposes for Python repositories."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quality_gate.init.find import find_all
from quality_gate.init.proposal import Stage
from repository_drawn import proposed, repository, rules, written

PYTEST = {"pytest.ini": "[pytest]\n"}
COV = {"requirements-dev.txt": "pytest\npytest-cov==5.0\n"}


def test_one_stage_where_the_tests_are_in_one_place() -> None:
    settings = proposed(PYTEST, "tests/test_a.py")

    assert settings.stages["unit"].run == "pytest --junitxml=out/unit.xml"
    assert settings.stages["unit"].reports == ("out/unit.xml",)
    assert rules(settings) == {"tests.pass-rate": "100", "tests.min-count": "1"}


def test_folders_that_name_a_kind_become_stages_in_order() -> None:
    kinds = ["e2e", "contract", "integration", "smoke", "unit", "performance"]
    settings = proposed(PYTEST, *(f"tests/{kind}/test_a.py" for kind in kinds), "tests/test_rest.py")

    assert list(settings.stages) == [
        "unit",
        "tests",
        "integration",
        "smoke",
        "contract",
        "e2e",
        "performance",
    ]
    assert settings.stages["unit"].run == "pytest tests/unit --junitxml=out/unit.xml"
    assert settings.stages["integration"].needs == ("unit",)
    assert settings.stages["e2e"].needs == ("integration",)
    assert "--ignore=tests/e2e" in settings.stages["tests"].run


def test_two_folders_of_one_kind_keep_their_own_names() -> None:
    settings = proposed(PYTEST, "tests/functional/test_a.py", "tests/integration/test_b.py")

    assert set(settings.stages) == {"functional", "integration"}


@pytest.mark.parametrize(
    "sign",
    [
        {"pyproject.toml": "[tool.pytest.ini_options]\n"},
        {"pyproject.toml": "[tool.pytest]\n"},
        {"setup.cfg": "[tool:pytest]\n"},
        {"tox.ini": "[pytest]\n"},
        {"conftest.py": ""},
        {"pyproject.toml": "[project]\ndependencies = ['pytest>=8']\n"},
        {"tests/test_a.py": "def test_a(): pass\n"},
        {"tests/test_a.py": "import pytest\n"},
    ],
)
def test_every_sign_of_pytest_is_seen(sign: dict[str, str]) -> None:
    assert proposed(sign, "tests/test_a.py").stages["unit"].run.startswith("pytest ")


@pytest.mark.parametrize(
    ("lock", "start"),
    [("uv.lock", "uv run pytest"), ("poetry.lock", "poetry run pytest"), ("pdm.lock", "pdm run pytest")],
)
def test_the_package_manager_runs_it(lock: str, start: str) -> None:
    assert proposed(PYTEST, lock, "tests/test_a.py").stages["unit"].run.startswith(start)


def test_coverage_is_measured_where_pytest_cov_is_declared() -> None:
    settings = proposed({**PYTEST, **COV}, "tests/test_a.py", "src/a/__init__.py")

    assert "--cov=src --cov-branch --cov-report=json:out/coverage-unit.json" in settings.stages["unit"].run
    assert settings.stages["unit"].reports == ("out/unit.xml", "out/coverage-unit.json")
    assert "# coverage:" in written({**PYTEST, **COV}, "tests/test_a.py")


@pytest.mark.parametrize("text", ["# pytest-cov", "pytest-covx", "my-pytest-cov", "pytest-cov-extra"])
def test_other_words_are_not_pytest_cov(text: str) -> None:
    assert "--cov" not in proposed({**PYTEST, "requirements.txt": text}, "tests/test_a.py").stages["unit"].run


@pytest.mark.parametrize(
    "files",
    [
        {".coveragerc": "[report]\nfail_under = 92.5\n"},
        {"setup.cfg": "[coverage:report]\nfail_under = 92.5\n"},
        {"tox.ini": "[coverage:report]\nfail_under = 92.5\n"},
        {"pyproject.toml": "[tool.coverage.report]\nfail_under = 92.5\n"},
        {"pytest.ini": "[pytest]\naddopts = --cov-fail-under=92.5\n"},
        {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = ['--cov-fail-under', '92.5']\n"},
    ],
)
def test_the_limit_of_coverage_py_is_taken_over(files: dict[str, str]) -> None:
    settings = proposed({**PYTEST, **COV, **files}, "tests/test_a.py")

    assert rules(settings)["coverage.total"] == "185/2"
    assert settings.stages["unit"].run.endswith("--cov-fail-under=0")


@pytest.mark.parametrize("value", ["0", "'x'", "101", "-3", "1e2", "true"])
def test_a_limit_that_is_none_is_not_taken_over(value: str) -> None:
    files = {**PYTEST, **COV, "pyproject.toml": f"[tool.coverage.report]\nfail_under = {value}\n"}

    assert "coverage.total" not in rules(proposed(files, "tests/test_a.py"))


def test_a_source_that_is_configured_is_not_written_again() -> None:
    files = {**PYTEST, **COV, ".coveragerc": "[run]\nsource = shop\n"}
    assert " --cov --cov-branch" in proposed(files, "tests/test_a.py", "src/a.py").stages["unit"].run

    files = {**COV, "pytest.ini": "[pytest]\naddopts = --cov=shop\n"}
    assert " --cov-branch" in proposed(files, "tests/test_a.py").stages["unit"].run
    assert "--cov " not in proposed(files, "tests/test_a.py").stages["unit"].run


def test_coverage_alone_measures_too() -> None:
    files = {**PYTEST, "requirements.txt": "coverage\n", ".coveragerc": "[report]\nfail_under = 90\n"}
    run = proposed(files, "tests/test_a.py").stages["unit"].run

    assert run == (
        "code=0; coverage run --branch -m pytest --junitxml=out/unit.xml || code=$?; "
        "coverage json --fail-under=0 -o out/coverage-unit.json; exit $code"
    )


def test_a_limit_that_nothing_measures_is_told() -> None:
    files = {**PYTEST, ".coveragerc": "[report]\nfail_under = 90\n"}

    assert "# .coveragerc asks for fail_under = 90, but nothing here measures" in written(
        files, "tests/test_a.py"
    )
    assert "\n# coverage:\n#   total: 90\n" in written(files, "tests/test_a.py")
    assert "coverage.total" not in rules(proposed(files, "tests/test_a.py"))
    (found,) = find_all(repository(files, "tests/test_a.py"))
    assert found.lost == ("fail_under = 90 of .coveragerc: nothing here measures coverage",)


def in_environments(environments: dict[str, set[str]], *paths: str) -> tuple[Stage, ...]:
    known = repository({}, *paths)
    installed = {path: frozenset(there) for path, there in environments.items()}
    return tuple(stage for one in find_all(replace(known, environments=installed)) for stage in one.stages)


def test_a_virtual_environment_is_used_where_it_holds_pytest() -> None:
    (stage,) = in_environments({".venv": set(), "venv": {"pytest", "pytest-cov"}}, "tests/test_a.py")

    assert stage.run.startswith("venv/bin/pytest --junitxml=out/unit.xml --cov --cov-branch ")
    assert "virtual environment venv" in stage.comments[0]
    (stage,) = in_environments({".venv": {"pytest"}}, "uv.lock", "tests/test_a.py", "conftest.py")
    assert stage.run.startswith("uv run pytest")
    (stage,) = in_environments({".venv": set(), "api/.venv": {"pytest"}}, "tests/test_a.py", "conftest.py")
    assert stage.run.startswith("pytest ")


def test_the_nearest_virtual_environment_is_used() -> None:
    paths = ("api/setup.py", "api/test_a.py", "a/b/setup.py", "a/b/test_a.py")
    stages = in_environments({".venv": {"pytest"}, "api/venv": {"pytest"}}, *paths)

    assert [(stage.name, stage.run.split()[0]) for stage in stages] == [
        ("api-unit", "venv/bin/pytest"),
        ("a-b-unit", "../../.venv/bin/pytest"),
    ]


def test_performance_is_not_measured_for_coverage() -> None:
    files = {**PYTEST, **COV}
    assert "--cov" not in proposed(files, "tests/performance/test_a.py").stages["performance"].run


@pytest.mark.parametrize(
    ("paths", "run"),
    [
        (["tests/test_a.py"], "python -m unittest discover -s tests"),
        (["tests/test_a.py", "tests/__init__.py"], "python -m unittest discover -s tests -t ."),
        (["test_a.py"], "python -m unittest discover"),
    ],
)
def test_unittest_runs_as_it_is_and_says_what_it_lacks(paths: list[str], run: str) -> None:
    settings = proposed({"tests/test_a.py": "import unittest\n"} if len(paths) == 3 else {}, *paths)

    assert settings.stages["unit"].run == run
    assert settings.stages["unit"].reports == ()
    assert rules(settings) == {}
    assert "# unittest writes no report" in written({}, *paths)


@pytest.mark.parametrize(
    ("files", "run"),
    [
        ({"tox.ini": "[tox]\n"}, "tox"),
        ({"setup.cfg": "[tox:tox]\n"}, "tox"),
        ({"pyproject.toml": "[tool.tox]\nenv_list = []\n"}, "tox"),
        ({"noxfile.py": ""}, "nox"),
    ],
)
def test_tox_and_nox_run_where_nothing_else_is_known(files: dict[str, str], run: str) -> None:
    assert proposed(files, "tests/test_a.py").stages["unit"].run == run


def test_tox_is_left_out_beside_pytest() -> None:
    found = find_all(repository({**PYTEST, "tox.ini": "[testenv]\n"}, "tests/test_a.py"))

    assert [proposal.found for proposal in found][1:] == ["tox (left out: it would run the same tests again)"]


def test_broken_files_say_nothing() -> None:
    files = {
        "pyproject.toml": "[[[",
        "setup.cfg": "no section\n",
        "tox.ini": "[a]\nkey\n  goes on\n",
        "package.json": "[]",
    }

    assert "python -m unittest" in proposed(files, "tests/test_a.py").stages["unit"].run
