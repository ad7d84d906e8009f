"""The rule set and the places to look where a repository has no configuration yet."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from quality_gate.config.settings import Settings, WrittenRule
from quality_gate.model.ratio import HUNDRED, Limit
from quality_gate.plan.make import COLLECTED
from quality_gate.rules.table import RULES
from quality_gate.stages.settings import StageSettings

# Where the common tools leave their reports when nobody tells them otherwise.
PLACES: Final = (
    "**/junit*.xml",
    "**/*junit.xml",
    "**/TEST-*.xml",
    "**/test-results/**/*.xml",
    "**/test-results.xml",
    "**/test-report*.xml",
    "**/reports/**/*.xml",
    "**/surefire-reports/*.xml",
    "**/TestResult.xml",
    "**/*.trx",
    "**/coverage.xml",
    "**/cobertura*.xml",
    "**/coverage.cobertura.xml",
    "**/jacoco.xml",
    "**/coverage.json",
    "**/coverage-final.json",
    "**/coverage-summary.json",
    "**/lcov.info",
    "**/*.lcov",
    "**/coverage.out",
    "**/.resultset.json",
    "out/*.xml",
    "out/*.json",
    "!**/fixtures/**",
    "!**/testdata/**",
)
_RULES: Final = {"pass-rate": Limit(required=HUNDRED), "min-count": Limit(required=Fraction(1))}


def without_configuration(found: tuple[str, ...]) -> Settings:
    """All tests pass, and at least one test ran."""
    rules = tuple(
        WrittenRule(f"tests.{row.key}", row, _RULES[row.key])
        for row in RULES
        if row.section == "tests" and row.key in _RULES
    )
    # Where nothing lies, one pattern says it as well as all of them.
    return Settings(stages={COLLECTED: StageSettings(reports=found or PLACES[:1])}, rules=rules)
