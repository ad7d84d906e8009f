"""A repository as `init` sees it, and the settings of the configuration that it proposes."""

from __future__ import annotations

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.config.settings import Settings
from quality_gate.init.find import find_all
from quality_gate.init.repository import Repository
from quality_gate.init.write import configuration_text


def repository(texts: dict[str, str] | None = None, *paths: str) -> Repository:
    known = texts or {}
    return Repository(tuple(sorted({*known, *paths})), known)


def written(texts: dict[str, str] | None = None, *paths: str) -> str:
    return configuration_text(find_all(repository(texts, *paths)))


def proposed(texts: dict[str, str] | None = None, *paths: str) -> Settings:
    """What a run would go by: the written file, loaded without a mistake."""
    return assemble(load(written(texts, *paths), "quality-gate.yml"), "quality-gate.yml")


def rules(settings: Settings) -> dict[str, str]:
    """`{"coverage.total": "90"}`."""
    return {rule.key: str(rule.value.required) for rule in settings.rules}
