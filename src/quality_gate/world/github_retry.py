"""When a call is worth repeating, and after how long: the rules that GitHub gives to its clients."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from quality_gate.world.github_answer import Answer

_SHORT: Final = (1, 2, 4)  # seconds after each try that met a broken server
MOST_TRIES: Final = len(_SHORT) + 1
LONGEST: Final = 90  # seconds: for a limit that lasts longer a verdict does not wait
_LIMITED: Final = 60  # the least where a limit does not say how long it lasts
_LIMITS: Final = (403, 429)


def pause(answer: Answer | None, tries: int, now: int) -> Fraction | None:
    """Seconds to wait after so many tries; None where there is no use in another. None came: no answer."""
    seconds = _seconds(answer, tries, now) if tries < MOST_TRIES else None
    return Fraction(max(seconds, 1)) if seconds is not None and seconds <= LONGEST else None


def _seconds(answer: Answer | None, tries: int, now: int) -> int | None:
    if answer is None:
        return _SHORT[tries - 1]
    broken = answer.status >= 500
    if not broken and answer.status not in _LIMITS:
        return None
    if (wanted := _number(answer, "retry-after")) is not None:
        return wanted
    if broken:
        return _SHORT[tries - 1]
    reset = _number(answer, "x-ratelimit-reset")
    if _number(answer, "x-ratelimit-remaining") == 0 and reset is not None:
        return reset - now + 1
    limited = answer.status == _LIMITS[-1] or "rate limit" in answer.message.lower()
    return _LIMITED * 2 ** (tries - 1) if limited else None


def _number(answer: Answer, name: str) -> int | None:
    text = answer.headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
