"""Findings under the repository's own paths, however the tool spells them."""

from __future__ import annotations

from dataclasses import replace

from quality_gate.model.findings import Finding, Findings
from quality_gate.readers.locate import Locator


def placed_findings(found: Findings, locator: Locator) -> Findings:
    """What lies elsewhere, or in two places at once, keeps the spelling of the tool."""
    if not any(one.path for one in found.findings):
        return found
    return replace(found, findings=tuple(_placed(one, locator) for one in found.findings))


def _placed(one: Finding, locator: Locator) -> Finding:
    path = locator.locate(one.path).path if one.path else None
    return replace(one, path=path) if path and path != one.path else one
