"""What the attributes `status` and `result` of a JUnit case say, also in words that no list knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from quality_gate.model.cases import Outcome

_NOT_A_LETTER: Final = re.compile("[^a-z]")
_MOST: Final = 200
_EXACT: Final = {
    **dict.fromkeys(("xfail", "xfailed", "todo", "expectedfailure", "expectedfail"), Outcome.EXPECTED),
    **dict.fromkeys(("ko", "nok"), Outcome.FAILED),
}
# The worst first: what names an error and a skip is an error. A word that is negative in no list must
# not pass, so that these are looked for within longer ones.
_WITHIN: Final = (
    (
        re.compile("error|abort|kill|timeout|timed|timesout|crash|broken|fatal|panic|terminat|interrupt"),
        Outcome.ERROR,
    ),
    (
        re.compile(
            "fail|cancel|unstable|not(?:pass|ok|success)|invalid|unsuccess|unpass|incorrect|reject|wrong"
        ),
        Outcome.FAILED,
    ),
    (
        re.compile("inconclusive|pending|ignore|disabled|skip|not(?:yet)?(?:run|exec|start)|suppress"),
        Outcome.SKIPPED,
    ),
)


def status_of(attributes: Mapping[str, str]) -> Outcome | None:
    """None where they say nothing, or that the case passed."""
    said = [
        outcome
        for key in ("status", "result")
        if (value := attributes.get(key)) and (outcome := _outcome(value[:_MOST]))
    ]
    return next((o for o in (Outcome.ERROR, Outcome.FAILED) if o in said), said[0] if said else None)


@lru_cache(maxsize=256)
def _outcome(value: str) -> Outcome | None:
    word = _NOT_A_LETTER.sub("", value.lower())
    found = (outcome for pattern, outcome in _WITHIN if pattern.search(word))
    return _EXACT.get(word) or next(found, None)
