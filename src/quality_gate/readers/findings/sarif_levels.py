"""How grave a SARIF result is: its own level, else that of its rule, else what its kind implies.

A `security-severity` of 0 to 10 goes before any level: critical from 9, high from 7, medium from 4, low above
0. Without it an error is high, a warning medium, a note a note, and so is what has no level.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from quality_gate.model.findings import Severity
from quality_gate.readers.strict_json import Json, as_int, as_list, as_number, as_object, as_text

_LEVELS: Final = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "note": Severity.NOTE,
    "none": Severity.NOTE,
}
_SCORES: Final = ((9, Severity.CRITICAL), (7, Severity.HIGH), (4, Severity.MEDIUM), (0, Severity.LOW))
_NO_RULE: Final[Json] = {}


class Rules:
    """The rules of one run's tool and its extensions, by index and by id."""

    def __init__(self, tool: Json) -> None:
        driver = as_object(tool.get("driver", {}), "the driver")
        extensions = as_list(tool.get("extensions") or [], "the extensions")
        self._driver = _rules(driver)
        self._extensions = [_rules(as_object(one, "an extension")) for one in extensions]
        self._by_id = {
            as_text(rule.get("id")): rule
            for rules in reversed((self._driver, *self._extensions))
            for rule in reversed(rules)
        }

    def of(self, result: Json) -> Json:
        """By index, which goes before the id; a sub-rule `CA1000/1` is found under its rule."""
        reference = as_object(result.get("rule") or {}, "the rule of a result")
        component = as_object(reference.get("toolComponent") or {}, "a tool component")
        rules = self._driver
        extension = as_int(component.get("index"))
        if extension is not None and 0 <= extension < len(self._extensions):
            rules = self._extensions[extension]
        for index in map(as_int, (result.get("ruleIndex"), reference.get("index"))):
            if index is not None and 0 <= index < len(rules):  # -1 says that there is none
                return rules[index]
        name = id_of(result)
        return self._by_id.get(name) or self._by_id.get(name.rpartition("/")[0], _NO_RULE)


def _rules(component: Json) -> list[Json]:
    return [as_object(rule, "a rule") for rule in as_list(component.get("rules") or [], "the rules")]


def id_of(result: Json) -> str:
    reference = result.get("rule")
    inner = reference.get("id") if isinstance(reference, dict) else ""
    return as_text(result.get("ruleId")) or as_text(inner)


def severity_of(result: Json, rule: Json, overrides: dict[str, str]) -> Severity:
    score = _score(rule) if _score(result) is None else _score(result)
    if score is not None:
        return next((severity for least, severity in _SCORES if score >= least and score > 0), Severity.NOTE)
    level = as_text(result.get("level")) or overrides.get(as_text(rule.get("id")) or id_of(result), "")
    if not level:
        configuration = rule.get("defaultConfiguration")
        level = as_text(configuration.get("level")) if isinstance(configuration, dict) else ""
    return _LEVELS.get(level.lower() or "warning", Severity.MEDIUM)


def _score(holder: Json) -> Fraction | None:
    """Written as a text by the rules of the format, as a number by some tools."""
    properties = holder.get("properties")
    written = properties.get("security-severity") if isinstance(properties, dict) else None
    text = as_text(written, 20).strip().replace(",", ".")
    if text.replace(".", "", 1).isdecimal() and text.isascii():
        return Fraction(text)
    return as_number(written)


def overrides_of(invocation: Json, rules_by_index: list[Json]) -> dict[str, str]:
    """Levels that this very invocation was told to use, by the id of the rule."""
    found: dict[str, str] = {}
    for one in as_list(invocation.get("ruleConfigurationOverrides") or [], "overrides"):
        override = as_object(one, "an override")
        configuration = as_object(override.get("configuration") or {}, "a configuration")
        descriptor = as_object(override.get("descriptor") or {}, "a descriptor")
        index = as_int(descriptor.get("index"))
        name = as_text(descriptor.get("id"))
        if not name and index is not None and 0 <= index < len(rules_by_index):
            name = as_text(rules_by_index[index].get("id"))
        if level := as_text(configuration.get("level")):
            found[name] = level
    return found
