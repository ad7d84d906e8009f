"""How each kind of single value is read from what was written."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from quality_gate.bind.found import shown
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.vocabulary import Refusal
from quality_gate.bind.written import (
    parse_duration,
    parse_number,
    parse_percent,
    parse_size,
    parse_whole,
)
from quality_gate.model.expectation_text import NoExpectation, parse_expectation

_NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL)
_SWITCHES: Final = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false"})
WORD_PATTERN: Final = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"
DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ENV_NAME_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_]*$"
# A backslash may only take the meaning from what follows it, `\*`; it separates no names.
_ESCAPES: Final = r"(?:[^\\]|\\[*?\[\]!\\])*"
GLOB_PATTERN: Final = rf"^(?={_ESCAPES}$)!?(?![!/]|\./|~/|[A-Za-z]:[/\\])(?!(?:.*/)?\.\.(?:/|$)).+$"


def read_text(node: Node) -> object:
    if node.kind is Kind.BOOLEAN:
        return Refusal(f"{shown(node.text)} is no text", f'quote it: "{shown(node.text)}"')
    if (
        node.kind is Kind.MAPPING
        and node.entries
        and all(value.kind is Kind.NULL for _, value in node.entries)
    ):
        return Refusal("a mapping is no text", "quote the value: what begins with `{` is a mapping")
    if node.scalar and not node.text.strip():
        return Refusal("the text is empty", "write something, or remove the key")
    return node.text if node.scalar else None


def read_verbatim(node: Node) -> object:
    return node.text if node.scalar else None


def read_word(node: Node) -> object:
    if node.kind is Kind.BOOLEAN or not node.scalar:
        return None
    return node.text if re.fullmatch(WORD_PATTERN, node.text) else None


def read_env_name(node: Node) -> object:
    return node.text if node.kind is Kind.TEXT and re.fullmatch(ENV_NAME_PATTERN, node.text) else None


def read_boolean(node: Node) -> object:
    if node.kind is Kind.TEXT and node.text.lower() in _SWITCHES:
        return Refusal(f"'{shown(node.text)}' is text here, neither true nor false")
    return node.text == "true" if node.kind is Kind.BOOLEAN else None


def read_integer(node: Node) -> object:
    return parse_whole(node.text) if node.kind is Kind.INTEGER else None


def read_count(node: Node) -> object:
    number = read_integer(node)
    return Refusal(f"{shown(node.text)} is less than 0") if isinstance(number, int) and number < 0 else number


def read_positive(node: Node) -> object:
    number = read_integer(node)
    return Refusal(f"{shown(node.text)} is less than 1") if isinstance(number, int) and number < 1 else number


def read_number(node: Node) -> object:
    return parse_number(node.text) if node.kind in _NUMBERS else None


def read_percent(node: Node) -> object:
    number = parse_percent(node.text) if node.kind in (*_NUMBERS, Kind.TEXT) else None
    if number is None or 0 <= number <= 100:
        return number
    return Refusal(f"{shown(node.text)} is {'more than 100' if number > 100 else 'less than 0'} %")


def read_duration(node: Node) -> object:
    if node.kind in _NUMBERS:
        return Refusal(
            f"{shown(node.text)} has no unit", f"write a unit: {shown(node.text)}s, {shown(node.text)}m"
        )
    return parse_duration(node.text) if node.kind is Kind.TEXT else None


def read_size(node: Node) -> object:
    if node.kind in _NUMBERS:
        return Refusal(
            f"{shown(node.text)} has no unit", f"write a unit: {shown(node.text)} MiB, {shown(node.text)} GB"
        )
    return parse_size(node.text) if node.kind is Kind.TEXT else None


def read_expectation(node: Node) -> object:
    if node.kind not in (*_NUMBERS, Kind.TEXT):
        return None
    try:
        return parse_expectation(node.text)
    except NoExpectation as mistake:
        return Refusal(shown(str(mistake)), mistake.remedy)


def read_date(node: Node) -> object:
    if node.kind not in (Kind.DATE, Kind.TEXT) or not re.fullmatch(DATE_PATTERN, node.text):
        return None
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        return Refusal(f"{shown(node.text)} is not in the calendar")


def read_glob(node: Node) -> object:
    if not node.scalar or node.kind is Kind.BOOLEAN or not node.text.strip():
        return None
    path = node.text.removeprefix("!")
    if path.startswith(("/", "~/")) or re.match(r"[A-Za-z]:[/\\]", path):
        return Refusal(
            f"'{shown(node.text)}' is an absolute path",
            "write it relative to the repository's root, such as src/**",
        )
    if not re.fullmatch(_ESCAPES, path):
        front = "!" if node.text.startswith("!") else ""
        slashes = front + re.sub(r"\\+", "/", path).removeprefix("./")
        return Refusal(f"'{shown(node.text)}' holds a backslash", f"write {shown(slashes)}")
    if ".." in path.split("/"):
        return Refusal(
            f"'{shown(node.text)}' leads out of the repository", "write it without `..`, relative to the root"
        )
    if path.startswith("./"):
        return Refusal(f"'{shown(node.text)}' begins with `./`", f"write {shown(path[2:])}")
    return node.text if re.fullmatch(GLOB_PATTERN, node.text) else None


def some_wanted(patterns: tuple[str, ...]) -> Refusal | None:
    if all(pattern.startswith("!") for pattern in patterns):
        return Refusal(
            "there are only exclusions, so nothing is left to match",
            f'write what to match first: ["**", "{shown(patterns[0])}"]',
        )
    return None
