"""How each JavaScript test runner is told to write JUnit XML and coverage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_CHAINED: Final = re.compile(r"[;&|<>()`$\n]")
_BEFORE: Final = re.compile(r"\A(?:(?:cross-env|env|npx|yarn|pnpm exec|c8|[A-Za-z_]\w*=\S*)\s+)*")
PLACE: Final = "NAME"  # stands for the stage's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """`packages` must be declared for the report, `measuring` for coverage."""

    starts: str
    packages: tuple[str, ...] = ()
    arguments: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""  # what to add where a package lacks
    coverage: str = ""
    measuring: tuple[str, ...] = ()

    def fits(self, command: str) -> bool:
        """Only a command that is one call alone can be given more arguments."""
        rest = _BEFORE.sub("", command.strip(), count=1)
        return not _CHAINED.search(command) and f"{rest} ".startswith(f"{self.starts} ")


RUNNERS: Final = (
    Runner(
        starts="jest",
        packages=("jest-junit",),
        arguments="--reporters=default --reporters=jest-junit",
        env={"JEST_JUNIT_OUTPUT_FILE": f"out/{PLACE}.xml", "JEST_JUNIT_ADD_FILE_ATTRIBUTE": "true"},
        missing="npm install --save-dev jest-junit",
        coverage=f"--coverage --coverageReporters=json --coverageDirectory=out/coverage-{PLACE}",
    ),
    Runner(
        starts="vitest",
        arguments=f"--run --reporter=default --reporter=junit --outputFile.junit=out/{PLACE}.xml",
        coverage="--coverage.enabled --coverage.reporter=json"
        f" --coverage.reportsDirectory=out/coverage-{PLACE}",
        measuring=("@vitest/coverage-v8", "@vitest/coverage-istanbul"),
    ),
    Runner(
        starts="mocha",
        packages=("mocha-junit-reporter",),
        arguments="--reporter mocha-junit-reporter",
        env={"MOCHA_FILE": f"out/{PLACE}.xml"},
        missing="npm install --save-dev mocha-junit-reporter",
    ),
    Runner(
        starts="playwright test",
        arguments="--reporter=list,junit",
        env={"PLAYWRIGHT_JUNIT_OUTPUT_NAME": f"out/{PLACE}.xml"},
    ),
)
