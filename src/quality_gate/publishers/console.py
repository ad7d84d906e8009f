"""The outlet `console`: the report on stdout."""

from __future__ import annotations

from typing import Final

from quality_gate.model.report import Report
from quality_gate.renderers.terminal import terminal
from quality_gate.world.world import World

NAME: Final = "console"
_SIGNS: Final = "✓✗…→·–≥│"


def publish(report: Report, world: World) -> None:
    console = world.console
    unicode = _can_say(console.encoding)
    console.say(terminal(report, console.width, color=console.color, unicode=unicode))


def _can_say(encoding: str) -> bool:
    try:
        _SIGNS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
