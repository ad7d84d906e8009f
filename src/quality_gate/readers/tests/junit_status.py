"""What the attributes `status` and `result` of a JUnit case say, also in words that no list knows.

A case whose only word is known neither as good nor as bad has not passed.
"""

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
    **dict.fromkeys(("ko", "nok", "xpass", "xpassed"), Outcome.FAILED),
    "na": Outcome.SKIPPED,
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
            "fail|cancel|unstable|not(?:pass|ok|success|complete)|invalid|unsuccess|unpass|unexpected"
            "|incorrect|incomplete|reject|wrong"
        ),
        Outcome.FAILED,
    ),
    (
        re.compile(
            "inconclusive|pending|ignore|disabled|skip|not(?:yet)?(?:run|exec|start|applicable)|suppress"
            "|untested|deselected"
        ),
        Outcome.SKIPPED,
    ),
)
_GOOD: Final = re.compile(
    "(?:(?:test|run|result|completed?|finished)*)"
    "(?:b?pass(?:ed|es)?|success(?:ful|fully)?|succe(?:ed|eds|eded|ss)|ok(?:ay)?|run|ran|completed?|done"
    "|executed|finished|expected|stable|fixed|flaky|warn(?:ing)?|true|yes)"
    "(?:with|on|after|attempts?|retry|retries|warnings?)*"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[ _/-]+[^\W\d_]+)*")
_MOST_WORDS: Final = 8  # more of them are a text of its own


def status_of(attributes: Mapping[str, str]) -> Outcome | None:
    """None where they say nothing, or that the case passed."""
    said = [
        outcome
        for key in ("status", "result")
        if (value := attributes.get(key)) and (outcome := _outcome(value[:_MOST]))
    ]
    return next((o for o in (Outcome.ERROR, Outcome.FAILED) if o in said), said[0] if said else None)


def unknown_word(attributes: Mapping[str, str]) -> str:
    """The first of them that is a word, and one that is not known to be good; a number says nothing."""
    said = (attributes.get(key, "")[:_MOST].strip() for key in ("status", "result"))
    return next((value for value in said if _is_unknown(value)), "")


@lru_cache(maxsize=256)
def _is_unknown(value: str) -> bool:
    found = _WORDS.match(value)
    if not found or len(found[0].split()) > _MOST_WORDS or _outcome(value):
        return False
    return not (found[0].isascii() and _GOOD.fullmatch(_NOT_A_LETTER.sub("", found[0].lower())))


@lru_cache(maxsize=256)
def _outcome(value: str) -> Outcome | None:
    word = _NOT_A_LETTER.sub("", value.lower())
    found = (outcome for pattern, outcome in _WITHIN if pattern.search(word))
    return _EXACT.get(word) or next(found, None)
