"""Tells the verdict at every outlet; trouble at one touches neither the others nor the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quality_gate.model.errors import CannotWork, GateError, NotAllowed
from quality_gate.model.outlet import Outlet
from quality_gate.model.report import Report
from quality_gate.publishers.publisher import Publisher
from quality_gate.publishers.table import PUBLISHERS
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.neutral import neutral_line
from quality_gate.world.world import World


def publish(
    report: Report, outlets: Sequence[Outlet], world: World, table: Mapping[str, Publisher] = PUBLISHERS
) -> tuple[str, ...]:
    """The names of the required outlets that refused."""
    refused = []
    for outlet in outlets:
        try:
            _publisher(outlet, table).publish(report, world)
        # The verdict is decided: not even a bug of our own may take it back.
        except Exception as error:  # noqa: BLE001 - see above
            world.console.tell(_told(outlet, error))
            if outlet.required:
                refused.append(outlet.name)
    return tuple(refused)


def _publisher(outlet: Outlet, table: Mapping[str, Publisher]) -> Publisher:
    if outlet.name not in table:
        raise CannotWork("there is no such outlet", f"choose among {', '.join(table)}")
    if outlet.settings is not None:
        configured: Publisher = outlet.settings
        return configured
    return table[outlet.name]


def _told(outlet: Outlet, error: Exception) -> str:
    what, remedy = _said(error)
    ordinary = isinstance(error, NotAllowed) and not outlet.required
    kind = "notice" if ordinary else "warning"
    line = f"{kind}: {outlet.name}: {what}" + (f"; {remedy}" if remedy else "")
    return neutral_line(for_terminal(line))


def _said(error: Exception) -> tuple[str, str]:
    if isinstance(error, GateError):
        return error.what, error.remedy
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}", "check that the place exists and can be written"
    return f"{type(error).__name__}: {error}", "this is a bug in Quality Gate: please report it"
