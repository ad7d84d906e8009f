"""What every medium says of probes and their target in the same words."""

from __future__ import annotations

from quality_gate.model.rollup import ProbeRow
from quality_gate.model.verdict import Level
from quality_gate.model.wording import plural


def target_text(target: str) -> str:
    """`target prod`; nothing where the configuration names none."""
    return f"target {target}" if target else ""


def probe_text(row: ProbeRow) -> str:
    return ", ".join(
        part for part in (row.said, "" if row.level is Level.REQUIRED else str(row.level)) if part
    )


def tries_text(row: ProbeRow) -> str:
    """`2 attempts: 0.0 s: 503, 1.2 s: 200`; nothing of a probe that looked once."""
    tries = [one for one in row.attempts if one != "…"]
    return f"{plural(len(tries), 'attempt')}: {', '.join(row.attempts)}" if len(tries) > 1 else ""
