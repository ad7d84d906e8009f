"""What a tool tells of its own run in SARIF: errors and warnings, at their effective level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text

_LISTS: Final = ("toolExecutionNotifications", "toolConfigurationNotifications")


def kinds_of(tool: Json) -> list[Json]:
    """The notifications that the driver describes, each perhaps with a level of its own."""
    driver = as_object(tool.get("driver") or {}, "the driver")
    return [
        as_object(one, "a descriptor") for one in as_list(driver.get("notifications") or [], "notifications")
    ]


def notifications(invocation: Json, kinds: Sequence[Json]) -> Iterator[tuple[str, str]]:
    """Errors and warnings. Some tools only warn of a file that they cannot parse."""
    for key in _LISTS:
        for one in as_list(invocation.get(key) or [], "notifications"):
            notification = as_object(one, "a notification")
            level = as_text(notification.get("level")).lower() or _usual_level(notification, kinds)
            if level in ("error", "warning"):
                message = as_object(notification.get("message") or {}, "a message")
                lines = as_text(message.get("text"), 200).strip().splitlines()
                yield level, lines[0] if lines else "without words"


def _usual_level(notification: Json, kinds: Sequence[Json]) -> str:
    """That of its kind, by index or by id; of two the graver one."""
    named = as_object(notification.get("descriptor") or {}, "a descriptor")
    index, name = as_int(named.get("index")), as_text(named.get("id"))
    levels = [
        as_text(as_object(kind.get("defaultConfiguration") or {}, "a configuration").get("level"))
        for place, kind in enumerate(kinds)
        if place == index or (name and kind.get("id") == name)
    ]
    return "error" if "error" in levels else next(filter(None, levels), "warning")
