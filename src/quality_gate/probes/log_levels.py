"""The level of a line of a log, told by where a word stands: `0 errors` and `no ERROR found` are none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_RANKS: Final = {
    name: rank
    for rank, names in enumerate(
        (
            "TRACE FINEST FINER VERBOSE",
            "DEBUG FINE",
            "INFO INFORMATION NOTICE LOG CONFIG",
            "WARN WARNING",
            "ERROR ERR",
            "CRITICAL CRIT FATAL SEVERE ALERT EMERGENCY EMERG PANIC",
        ),
        start=1,
    )
    for name in names.split()
}
_WORDS: Final = "|".join(sorted(_RANKS, key=len, reverse=True))
_KEYS: Final = (
    "level",
    "severity",
    "lvl",
    "levelname",
    "log.level",
    "loglevel",
    "log_level",
    "Level",
    "LEVEL",
)
_NUMBERS: Final = {10: 1, 20: 2, 30: 3, 40: 4, 50: 5, 60: 6}  # of pino and bunyan
_FIRST_LETTERS: Final = {"I": 3, "W": 4, "E": 5, "F": 6}  # of glog

_TIME: Final = r"\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
_BEFORE: Final = rf"(?:^|{_TIME}\s+|[\]\)}}>|:;\t]\s*|\s[-–—]\s+)"
_NOT_COUNTED: Final = r"(?!\s*[:=]\s*0\s*$)"  # `ERROR: 0` closes a summary
_BARE: Final = re.compile(rf"{_BEFORE}(?P<level>{_WORDS})(?![\w=('\"]|[-.]\w){_NOT_COUNTED}")
_BRACKETED: Final = re.compile(rf"[\[(<|]\s*(?P<level>{_WORDS})\s*[\])>|/:]", re.IGNORECASE)
_KEYED: Final = re.compile(
    r"(?<![\w.\\])[\"']?(?:level|severity|lvl|levelname|loglevel|log\.level)[\"']?\s*[=:]\s*[\"']?"
    rf"(?P<level>{_WORDS})\b",
    re.IGNORECASE,
)
_SPOKEN: Final = re.compile(
    rf"^(?:.{{0,40}}?{_TIME}\s+)?(?:npm )?(?P<level>{_WORDS}){_NOT_COUNTED}[:!]", re.IGNORECASE
)
_GLOG: Final = re.compile(r"^([IWEF])\d{4} \d\d:\d\d:\d\d")
_OTHER: Final = re.compile(
    r"^[IWEF]\d{4} |(?:level|severity|lvl)\w*\"\s*:\s*\d", re.IGNORECASE
)  # without a word
_HEAD: Final = 300  # a level stands before the message
_SERIOUS: Final = re.compile(rf"\b(?:{_WORDS})|^[IWEF]\d{{4}} |\"?level|lvl|severity", re.IGNORECASE)


def level_named(word: str) -> int | None:
    """How serious a level is, by its name: 1 to 6; None where it names none."""
    return _RANKS.get(word.upper())


def is_serious(line: str, least: int) -> bool:
    """Is the line of this level, or of a worse one? Most lines hold no word that could say so."""
    lower = line.lower()
    if not any(word in lower for word in _words_from(least)) and not _OTHER.search(line):
        return False
    level = level_of(line)
    return level is not None and level >= least


@lru_cache
def _words_from(least: int) -> tuple[str, ...]:
    """Without those that hold another one: `err` stands in `error`, too."""
    words = [name.lower() for name, rank in _RANKS.items() if rank >= least]
    return tuple(word for word in words if not any(one != word and one in word for one in words))


def level_of(line: str) -> int | None:
    """The one level of a line: the first word that stands where a level stands."""
    head = line[:_HEAD]
    if not _SERIOUS.search(line if "{" in head else head):
        return None
    record = json_record(line)
    if record is not None:
        return _level_in(record)
    if glog := _GLOG.match(line):
        return _FIRST_LETTERS[glog[1]]
    found = [match for pattern in (_KEYED, _BRACKETED, _SPOKEN, _BARE) if (match := pattern.search(head))]
    if not found:
        return None
    return _RANKS[min(found, key=lambda match: match.start("level"))["level"].upper()]


def json_record(line: str) -> Mapping[str, object] | None:
    """The object that a line holds, perhaps behind the name of a service: `api-1 | {…}`."""
    start = line.find("{")
    if start < 0 or not line.rstrip().endswith("}") or (start and "|" not in line[:start]):
        return None
    try:
        found = json.loads(line[start:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _level_in(record: Mapping[str, object]) -> int | None:
    log = record.get("log")
    below = log.get("level") if isinstance(log, dict) else None
    value = next((record[key] for key in _KEYS if key in record), below)
    if isinstance(value, int):
        return _NUMBERS.get(value)
    return level_named(value.strip()) if isinstance(value, str) else None
