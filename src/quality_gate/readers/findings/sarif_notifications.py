"""What a tool tells of its own run in SARIF: errors and warnings, at their effective level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text

_LISTS: Final = ("toolExecutionNotifications", "toolConfigurationNotifications")


class Kinds:
    """The notifications that the driver describes, each perhaps with a level of its own."""

    def __init__(self, tool: Json) -> None:
        driver = as_object(tool.get("driver") or {}, "the driver")
        described = as_list(driver.get("notifications") or [], "notifications")
        kinds = [as_object(one, "a descriptor") for one in described]
        self._levels = [
            _level(as_object(kind.get("defaultConfiguration") or {}, "a level")) for kind in kinds
        ]
        names = (as_text(kind.get("id")) for kind in kinds)
        self._by_id = {name: level for name, level in zip(names, self._levels, strict=True) if name}

    def level_of(self, notification: Json) -> str:
        """That of its kind, by index or by id; of two different ones the graver."""
        named = as_object(notification.get("descriptor") or {}, "a descriptor")
        index = as_int(named.get("index"))
        levels = [self._by_id.get(as_text(named.get("id")), "")]
        if index is not None and 0 <= index < len(self._levels):
            levels.append(self._levels[index])
        return "error" if "error" in levels else next(filter(None, levels), "warning")


def notifications(invocation: Json, kinds: Kinds) -> Iterator[tuple[str, str]]:
    """Errors and warnings. Some tools only warn of a file that they cannot parse."""
    for key in _LISTS:
        for one in as_list(invocation.get(key) or [], "notifications"):
            notification = as_object(one, "a notification")
            level = _level(notification) or kinds.level_of(notification)
            if level in ("error", "warning"):
                message = as_object(notification.get("message") or {}, "a message")
                lines = as_text(message.get("text"), 200).strip().splitlines()
                yield level, lines[0] if lines else "without words"


def _level(holder: Json) -> str:
    return as_text(holder.get("level")).lower()
