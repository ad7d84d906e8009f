"""Each example runs as its reader would run it, in a repository of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from example_site import example
from repository import Repository

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The shop; its environment is made by the first run and serves the next."""
    return example("python-service", tmp_path_factory.mktemp("examples"))


def test_the_python_service_is_ready(service: Repository) -> None:
    ran = service.gate("run", timeout=300)

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  shop")
    assert [ran.ruling(f"stages.{name}")["status"] for name in ("unit", "integration", "e2e")] == [
        "passed"
    ] * 3
    assert "src/shop/payments.py" not in ran.out


def test_its_careless_variant_is_not_ready_and_names_file_and_lines(service: Repository) -> None:
    ran = service.gate("run", "--config", "not-ready.yml", timeout=300)

    assert ran.code == 1, ran.said
    assert ran.out.startswith("NOT READY  shop")
    assert "src/shop/payments.py:21–25" in ran.out
    assert "test_a_discount_of_a_third_leaves_a_round_price" in ran.out.replace("\n", "").replace(" ", "")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_its_quick_profile_never_says_ready(service: Repository) -> None:
    ran = service.gate("run", "--profile", "quick", timeout=300)

    assert ran.code == 0, ran.said
    assert ran.out.startswith("PASSED (quick)")
    assert "READY" not in ran.out


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
def test_the_polyglot_example_is_ready(tmp_path: Path) -> None:
    ran = example("polyglot", tmp_path).gate("run", timeout=300)

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  polyglot")
    assert set(ran.record["coverage"]["files"]) >= {"api/price.py", "web/basket.mjs"}


def test_without_a_configuration_the_conventional_reports_are_judged(tmp_path: Path) -> None:
    repository = example("zero-config", tmp_path)
    assert repository.gate("check").code == 1

    pytest_words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=out/junit.xml", "--rootdir=."]
    subprocess.run([sys.executable, *pytest_words], cwd=repository.root, check=True, capture_output=True)
    ran = repository.gate("check")

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  zero-config")


def test_where_tools_of_other_languages_leave_their_reports_is_known_too(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "clone")
    repository.git("commit", "--allow-empty", "-qm", "empty")
    places = {
        "tests/TestResult.xml": "nunit3/parameters",
        "Api.Tests/TestResults/run.trx": "trx/data-rows",
        "Api.Tests/TestResults/f3a0/coverage.cobertura.xml": "cobertura/coverage-py",
        "core/target/site/jacoco/jacoco.xml": "jacoco/groups-in-groups",
        "coverage.out": "go-cover/joined-profiles",
        "coverage/.resultset.json": "simplecov/two-suites",
    }
    for place, sample in places.items():
        (report,) = (SAMPLES / sample).glob("report.*")
        repository.write({place: report.read_text(encoding="utf-8")})
    (stage,) = repository.gate("check").record["stages"]

    found = {report["path"]: report["format"] for report in stage["reports"]}
    assert found == {place: sample.partition("/")[0] for place, sample in places.items()}
