"""pytest: one stage for each folder that names a kind of tests, with its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quality_gate.init.order import in_order
from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.python_coverage import Wanted, wanted_coverage
from quality_gate.init.python_signs import declared, test_files, why_pytest
from quality_gate.init.repository import Repository, part

_KINDS: Final = ("unit", "integration", "smoke", "contract", "e2e", "performance", "security", "chaos")
_UNMEASURED: Final = ("performance", "chaos")  # measuring coverage would change what they measure
_ALSO: Final = {"functional": "integration", "end_to_end": "e2e", "end-to-end": "e2e"}
_RUNNERS: Final = (
    ("uv.lock", "uv run "),
    ("poetry.lock", "poetry run "),
    ("pdm.lock", "pdm run "),
    ("Pipfile.lock", "pipenv run "),
)


def find(repository: Repository) -> Proposal | None:
    tests = test_files(repository)
    why = why_pytest(repository)
    if not why:
        return None
    wanted = wanted_coverage(repository, _options(repository))
    if declared(repository, "pytest-cov"):
        how = "pytest-cov"
    else:
        how = "coverage" if wanted.limit and declared(repository, "coverage") else ""
    runner = next((words for file, words in _RUNNERS if repository.has(file)), "")
    environment = "" if runner else repository.environment_with("pytest")
    runner = f"{environment}/bin/" if environment else runner
    stages = in_order(_stage(name, target, runner, how, wanted) for name, target in _targets(tests))
    stages = tuple(replace(stage, comments=(*stage.comments, *_needed(environment))) for stage in stages)
    total = wanted.limit if how else ""
    said = f"pytest ({why})" + (f", coverage by {how}" if how else "")
    return Proposal(
        found=said,
        stages=stages,
        total=total,
        total_comments=wanted.comments if total else (),
        coverage_comments=_lacking(wanted) if wanted.limit and not how else (),
        lost=_lost(wanted) if wanted.limit and not how else (),
    )


def _options(repository: Repository) -> str:
    """What the configuration already adds to every call."""
    settings = part(repository.toml("pyproject.toml"), "tool", "pytest")
    written = [part(settings, "ini_options").get("addopts"), settings.get("addopts")]
    for file, section in (("pytest.ini", "pytest"), ("setup.cfg", "tool:pytest"), ("tox.ini", "pytest")):
        written.append(repository.ini(file).get(section, {}).get("addopts"))
    return " ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one or "") for one in written)


def _targets(tests: list[str]) -> Iterator[tuple[str, str]]:
    """The kinds of tests that have a folder of their own, with what to hand to pytest."""
    top = next((top for top in ("tests", "test") if any(path.startswith(f"{top}/") for path in tests)), "")
    folders = {
        path.split("/")[1] for path in tests if top and path.startswith(f"{top}/") and path.count("/") > 1
    }
    kinds = {folder: _ALSO.get(folder, folder) for folder in sorted(folders)}
    known = {folder: kind for folder, kind in kinds.items() if kind in _KINDS}
    if not known:
        yield "unit", ""
        return
    names = list(known.values())
    for folder, kind in known.items():
        yield (kind if names.count(kind) == 1 else folder), f"{top}/{folder}"
    if any(not path.startswith(tuple(f"{top}/{folder}/" for folder in known)) for path in tests):
        yield "tests", " ".join(f"--ignore={top}/{folder}" for folder in known)


def _stage(name: str, target: str, runner: str, how: str, wanted: Wanted) -> Stage:
    junit, coverage = f"out/{name}.xml", f"out/coverage-{name}.json"
    how = "" if name in _UNMEASURED else how
    arguments = f"{target} --junitxml={junit}".strip()
    if how == "pytest-cov":
        run = f"{runner}pytest {arguments}{wanted.option} --cov-branch --cov-report=json:{coverage}"
        run += " --cov-fail-under=0" if wanted.limit else ""
    elif how:
        run = (
            f"code=0; {runner}coverage run --branch -m pytest {arguments} || code=$?; "
            f"{runner}coverage json --fail-under=0 -o {coverage}; exit $code"
        )
    else:
        run = f"{runner}pytest {arguments}"
    return Stage(
        name=name,
        run=run,
        reports=(junit, coverage) if how else (junit,),
        tests=True,
        comments=_REST if name == "tests" else (),
    )


def _needed(environment: str) -> tuple[str, ...]:
    return (f"It needs the virtual environment {environment}, wherever it runs.",) if environment else ()


def _lacking(wanted: Wanted) -> tuple[str, ...]:
    return (
        f"{wanted.file} asks for fail_under = {wanted.limit}, but nothing here measures coverage.",
        "Name pytest-cov among the dependencies, run `quality-gate init --force` again, or write by hand:",
        "coverage:",
        f"  total: {wanted.limit}",
    )


def _lost(wanted: Wanted) -> tuple[str, ...]:
    return (f"fail_under = {wanted.limit} of {wanted.file}: nothing here measures coverage",)


_REST: Final = ("All tests that are in no folder above.",)
