"""When a line of a log was written, as far as it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from quality_gate.probes.log_levels import json_record

_HEAD: Final = 80
_ZONE: Final = r"\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?"
_CLOCK: Final = rf"(\d\d):(\d\d):(\d\d)(?:[.,](\d{{1,9}}))?{_ZONE}"
_NUMERIC: Final = re.compile(rf"(?<!\d)(\d{{4}})[-/](\d\d)[-/](\d\d)[T :,]\s?{_CLOCK}")
_NAMED: Final = re.compile(rf"(?<!\d)(\d{{1,2}})[/ ]([A-Z][a-z]{{2}})[/ ](\d{{4}})[: ]{_CLOCK}")
_SYSLOG: Final = re.compile(rf"(?:^|[^\w])([A-Z][a-z]{{2}})\s+(\d{{1,2}})\s+{_CLOCK}")
# What may stand in front of a line's own time; any other words speak of some other day.
_LEVEL: Final = r"(?:[A-Z]{3,11}\W+)?"
_FRONT: Final = re.compile(
    rf"\W*{_LEVEL}(?:<\d+>\d* ?)?(?:[\w./-]+\s*\|\W*)?(?:\S+ \S+ \S+ \[|(?:\[[^\]]*\]\W*)*){_LEVEL}"
)
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, start=1)}
_KEYS: Final = ("time", "timestamp", "@timestamp", "ts", "t", "datetime", "asctime", "date")


@dataclass(frozen=True, slots=True)
class Window:
    """From when on lines belong to this run. A time without a zone may be local or UTC: either will do."""

    since: datetime
    local: timedelta = timedelta(0)  # how far local time is ahead of UTC

    def holds(self, line: str) -> bool | None:
        """None where the line does not say when it was written."""
        written = time_of(line, self.since)
        if written is None:
            return None
        if written.tzinfo is not None:
            return written >= self.since
        return written.replace(tzinfo=UTC) - min(self.local, timedelta(0)) >= self.since


def time_of(line: str, now: datetime) -> datetime | None:
    """Without a zone where the line names none; `now` tells the year where the line does not."""
    if line.lstrip().startswith("{") or "| {" in line[:_HEAD]:
        record = json_record(line)
        if record is not None:
            return _time_in(record, now)
    return _written(line[:_HEAD], now)


def _time_in(record: Mapping[str, object], now: datetime) -> datetime | None:
    for key in _KEYS:
        value = record.get(key)
        if isinstance(value, str) and (found := _written(value[:_HEAD], now)):
            return found
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 1e8:
            return _since_epoch(float(value))
    return None


def _since_epoch(value: float) -> datetime | None:
    for size in (1e18, 1e15, 1e12):  # nanoseconds, microseconds, milliseconds
        if value > size / 10:
            value /= size / 1e9
            break
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: str, now: datetime) -> datetime | None:
    if match := _own(_NUMERIC.search(text)):
        year, month, day, *clock = match.groups()
        return _made(int(year), int(month), int(day), clock)
    if match := _own(_NAMED.search(text)):
        day, name, year, *clock = match.groups()
        return _made(int(year), _MONTHS.get(name, 0), int(day), clock)
    if match := _own(_SYSLOG.search(text)):
        name, day, *clock = match.groups()
        made = _made(now.year, _MONTHS.get(name, 0), int(day), clock)
        around = timedelta(days=180)
        if made and made.replace(tzinfo=UTC) > now + around:  # written in December, read in January
            return _made(now.year - 1, _MONTHS[name], int(day), clock)
        if made and made.replace(tzinfo=UTC) < now - around:
            return _made(now.year + 1, _MONTHS[name], int(day), clock)
        return made
    return None


def _own(match: re.Match[str] | None) -> re.Match[str] | None:
    return match if match and _FRONT.fullmatch(match.string, 0, match.start(1)) else None


def _made(year: int, month: int, day: int, clock: list[str | None]) -> datetime | None:
    hour, minute, second, fraction, zone = clock
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        return datetime(
            year, month, day, int(hour or 0), int(minute or 0), int(second or 0), micro, tzinfo=_zone(zone)
        )
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-away if text[0] == "-" else away)
