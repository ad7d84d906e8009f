"""Totals that promise more lines than a report lists, or fewer that ran: why it contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.wording import plural


def shortfall(total: Ratio, lines: Ratio, slack: int | None) -> list[str]:
    """A declared total against the lines listed; repeated lines, which may explain it, are ruled out before.

    A tenth more lines than there are is too many: genuine producers differ by a few, for they count lines
    of nested or generated code twice. In the total, `slack` percent of all lines more may be missing than
    in the lines: zero for tools whose total is the sum of what they list, None for totals nobody uses.
    """
    if total.whole * 9 > lines.whole * 10:
        return [f"declares {plural(total.whole, 'line')} but lists {lines.whole:,}"]
    if slack == 0:
        return [] if total == lines else [_contrary(total, lines, Unit.LINES)]
    return [] if slack is None else worse(total, lines, slack)


def worse(total: Ratio, listed: Ratio, slack: int, unit: Unit = Unit.LINES) -> list[str]:
    """A declared total by which more is missing than is listed as missing, beyond the slack."""
    if (total.missing - listed.missing) * 100 <= slack * listed.whole:
        return []
    return [_contrary(total, listed, unit)]


def _contrary(total: Ratio, listed: Ratio, unit: Unit) -> str:
    said = f"{total.part:,} of {total.whole:,} {unit}"
    return f"declares that {said} ran, but lists {listed.part:,} of {listed.whole:,}"


def nothing(declared: Mapping[Unit, Ratio]) -> str:
    """What is said of a report without a single line."""
    total = declared.get(Unit.LINES, NOTHING)
    if not total.whole:
        return "no line was measured"
    return f"declares {total.part:,} of {plural(total.whole, 'line')} but lists none"
