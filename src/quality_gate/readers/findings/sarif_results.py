"""Which results of a SARIF run count as findings, and where they are."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from quality_gate.readers.findings.found import Found
from quality_gate.readers.findings.sarif_levels import Rules, id_of, severity_of
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text

_NO_FAILURES: Final = ("pass", "open", "informational", "notApplicable", "review")
_UNDECIDED: Final = ("open", "review")  # somebody has to look: not a finding, and not nothing
_OF_THE_LINE: Final = "primaryLocationLineHash"
_OF_COMMITS: Final = ("author", "email", "date", "commitMessage")  # as gitleaks writes them
_REFUSED: Final = ("underReview", "rejected")


def add_result(
    found: Found, result: Json, rules: Rules, overrides: dict[str, str], artifacts: object
) -> None:
    kind = as_text(result.get("kind"))
    if kind in _UNDECIDED:
        found.note("results that somebody has to review are not counted")
    if kind in _NO_FAILURES:
        return
    if result.get("baselineState") == "absent":
        found.note("results that are gone since the tool's baseline are not counted")
        return
    rule = rules.of(result)
    message = as_object(result.get("message") or {}, "a message")
    found.add(
        id_of(result) or as_text(rule.get("id")),
        severity_of(result, rule, overrides),
        message.get("text") or message.get("markdown"),
        place=_place(result, artifacts),
        suppressed=_suppressed(result),
        fingerprint=_fingerprint(result),
    )


def _suppressed(result: Json) -> bool:
    """By one suppression or more, none of which is still under review or was rejected."""
    given = [
        as_object(one, "a suppression") for one in as_list(result.get("suppressions") or [], "suppressions")
    ]
    return bool(given) and not any(one.get("status") in _REFUSED for one in given)


def _place(result: Json, artifacts: object) -> tuple[str, int | None]:
    locations = as_list(result.get("locations") or [], "locations")
    if not locations:
        return "", None
    physical = as_object(as_object(locations[0], "a location").get("physicalLocation") or {}, "a location")
    artifact = as_object(physical.get("artifactLocation") or {}, "an artifact location")
    path = as_text(artifact.get("uri"))
    index = as_int(artifact.get("index"))
    if not path and isinstance(artifacts, list) and index is not None and 0 <= index < len(artifacts):
        named = as_object(artifacts[index], "an artifact")
        path = as_text(as_object(named.get("location") or {}, "a location").get("uri"))
    region = as_object(physical.get("region") or {}, "a region")
    return unquote(path.removeprefix("file://")), as_int(region.get("startLine"))


def _fingerprint(result: Json) -> str:
    """One of those that stand for themselves; of partial ones that of the line, else all that are there."""
    whole, partial = _prints(result.get("fingerprints")), _prints(result.get("partialFingerprints"))
    line = [text for text in partial if text.startswith(_OF_THE_LINE)]
    return " ".join(whole[:1] or line[:1] or partial)


def _prints(given: object) -> list[str]:
    """Without what a whole day's work has in common: who committed it, when, and with which words."""
    named = given.items() if isinstance(given, dict) else ()
    return sorted(f"{name}:{as_text(text)}" for name, text in named if text and name not in _OF_COMMITS)
