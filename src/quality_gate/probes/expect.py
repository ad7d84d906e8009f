"""Values of a configuration, an output or the environment that must be what was agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.document import find, keys, shown
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.values import Verbatim, setting
from quality_gate.model.expectation import Expectation
from quality_gate.model.expectation_text import NoExpectation, parse_expectation
from quality_gate.model.paths import nearest
from quality_gate.model.probes import Sighting
from quality_gate.model.quantity import Quantity, parse_configured
from quality_gate.model.secrets import looks_secret
from quality_gate.model.units import scale_of
from quality_gate.model.verdict import Problem, Spot
from quality_gate.model.wording import listed
from quality_gate.probes.answers import Shortfall, cut, failed, no_match, passed, unknown
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.source_settings import SourceSettings
from quality_gate.probes.sources import document_of, spot_of

NAME: Final = "expect"
_OPERATOR: Final = re.compile(r"\s*(?:[<>=!≤≥≠~]|within\b)|.*(?:±|\+-|\+/-)")
_PLAIN: Final = re.compile(r"\s*(==|!=|≠|=)\s*(.*?)\s*", re.DOTALL)
_LIKE_LIMIT: Final = re.compile(r"[<>=!≤≥≠~]|[-+.]?[0-9]+\S*\s|$")
_BYTES: Final = scale_of("B").measures
_EMPTY: Final = "empty"
_SET: Final = "set"


@dataclass(frozen=True, kw_only=True)
class ExpectSettings(LiveSettings):
    expect: Mapping[str, Verbatim] = setting(
        doc='What must stand at each key: a text, `"== 2 GB"`, `">= 10000"`, `"!= debug"`, a range '
        '`"within 1..5"`, or `set` for anything but nothing.',
        example='{maxmemory: "== 2 GB", maxclients: ">= 10000", mode: allkeys-lru}',
    )
    of: SourceSettings = setting(doc="Where the values are taken from.", example="{file: redis.json}")

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        for key, text in self.expect.items():
            try:
                wanted_of(text)
            except NoExpectation as mistake:
                yield f"expect.{key}", str(mistake), mistake.remedy


SETTINGS: Final = ExpectSettings


@dataclass(frozen=True, slots=True)
class Plain:
    """A text that must stand there, or must not."""

    text: str
    wanted: bool = True

    def __str__(self) -> str:
        return self.text if self.wanted else f"≠ {self.text}"


def wanted_of(text: str) -> Expectation | Plain:
    """A NoExpectation where it looks like a limit and is none."""
    if not _OPERATOR.match(text):
        return Plain(text.strip())
    try:
        return parse_expectation(text)
    except NoExpectation:
        plain = _PLAIN.fullmatch(text)
        if plain is None or _LIKE_LIMIT.match(plain[2]):
            raise
        return Plain(plain[2].strip("\"'"), wanted=plain[1] in ("==", "="))


def look(settings: ExpectSettings, site: Site) -> Sighting:
    wanted = {key: wanted_of(text) for key, text in settings.expect.items()}
    expected = listed((f"{key} {_said(one)}" for key, one in wanted.items()), most=4)
    document = document_of(settings.of, site)
    if isinstance(document, Problem):
        return unknown(document, expected)
    if not document.entries and not document.items:
        label = settings.of.label
        return unknown(
            no_match(f"{label} holds no keys", "", (), "correct `of:`, or name its `format:`"), expected
        )
    misses: list[tuple[str, Spot | None]] = []
    for key, one in wanted.items():
        node = find(document, key)
        if node is None:
            misses.append((_missing(key, document, settings.of.label), None))
        elif said := misfit(node, one):
            # What a password is instead is nobody's business.
            said = "not as expected" if looks_secret(key.rpartition(".")[2]) else said
            misses.append((f"{key}: {said}", spot_of(settings.of, node)))
    got = f"{len(wanted) - len(misses)}/{len(wanted)} as expected"
    if not misses:
        return passed(expected, got)
    spots = [Spot(spot.path, spot.line, None, cut(text)) for text, spot in misses if spot]
    reason = "; ".join(text for text, spot in misses if spot is None)  # a spot says it itself
    remedy = f"mend {settings.of.label}"
    short = Shortfall(reason=reason, next=remedy, distance=f"{len(misses)} off", spots=spots)
    return failed(expected, got, short)


def misfit(node: Node, wanted: Expectation | Plain) -> str:
    """Why a value is not what was expected; empty where it is."""
    text = shown(node).strip()
    if isinstance(wanted, Plain):
        return _plain_misfit(node, text, wanted)
    if node.kind in (Kind.LIST, Kind.MAPPING, Kind.NULL, Kind.BOOLEAN) or not text:
        return f"expected {wanted.text}, got {text or 'nothing'}"
    try:
        quantity = _quantity(text, wanted)
        held = wanted.holds_as_configured(quantity)
    except ValueError as error:
        return f"expected {wanted.text}, got {cut(text, 80)}: {error}"
    if held:
        return ""
    # Of a size there are two readings, and two distances.
    away = "" if quantity.scale.measures == _BYTES else wanted.distance(quantity)
    return f"expected {wanted.text}, got {cut(text, 80)}" + (f" ({away})" if away else "")


def _quantity(text: str, wanted: Expectation) -> Quantity:
    """A bare number is one of bytes where a size is expected: programs write sizes so."""
    got = parse_configured(text)
    bare_size = not got.unit and wanted.limits[0].scale.measures == _BYTES
    return Quantity(got.number, "B") if bare_size else got


def _plain_misfit(node: Node, text: str, wanted: Plain) -> str:
    nothing = node.kind is Kind.NULL or not text
    got = "nothing" if nothing else cut(text, 80)
    if wanted.wanted and wanted.text in (_SET, _EMPTY):
        return "" if nothing == (wanted.text == _EMPTY) else f"expected it {wanted.text}, got {got}"
    if node.kind in (Kind.LIST, Kind.MAPPING):
        return f"expected {wanted}, got {text}"
    return "" if (text == wanted.text) == wanted.wanted else f"expected {wanted}, got {got}"


def _missing(key: str, document: Node, label: str) -> str:
    near = nearest(key, dict.fromkeys(keys(document)))
    return f"{key} is missing in {label}" + (f" (nearest: {listed(near)})" if near else "")


def _said(wanted: Expectation | Plain) -> str:
    return wanted.text if isinstance(wanted, Expectation) else str(wanted)
