"""Reads an envelope back, trusting nothing in it: every value is checked, and what is wrong is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from quality_gate.envelopes.write import SCHEMA
from quality_gate.model.envelope import Attempt, Ended, Envelope, Freshness, ReportFile, Resources
from quality_gate.model.paths import repo_path

_Item = TypeVar("_Item")
_Choice = TypeVar("_Choice", bound=StrEnum)

_MOST: Final = 1 << 62
_MOST_ITEMS: Final = 100_000
_DECIMAL: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?\Z")
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


class BadEnvelope(Exception):
    """This is no envelope of ours; says what is wrong with it."""


def envelope_from(content: bytes, folder: str) -> Envelope:
    fields = object_from(content, SCHEMA)
    return _checked(
        Envelope(
            stage=fields.text("stage"),
            shard=fields.number("shard", least=1),
            shards=fields.number("shards", least=1),
            variant=fields.texts_by_name("variant"),
            gate=fields.text("gate"),
            commit=fields.text("commit"),
            run=fields.text("run"),
            attempt=fields.number("attempt", least=1),
            config=fields.text("config"),
            command=fields.text("command"),
            filtered=fields.text("filtered"),
            started=fields.text("started"),
            attempts=fields.items("attempts", _attempt),
            reports=fields.items("reports", _report),
            tail=fields.items("tail", text_of),
            log=fields.inside("log"),
            notes=fields.items("notes", text_of),
            folder=folder,
        )
    )


def object_from(content: bytes, schema: str) -> Fields:
    """The values of one JSON object that claims to be of a schema."""
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as problem:
        raise BadEnvelope(f"it is not JSON that can be read: {str(problem)[:200]}") from None
    fields = Fields(value, "")
    if fields.text("schema") != schema:
        raise BadEnvelope(f"its schema is not {schema}")
    return fields


def _checked(envelope: Envelope) -> Envelope:
    """What no single value shows."""
    if not envelope.stage:
        raise BadEnvelope("stage is empty")
    if envelope.shard > envelope.shards:
        raise BadEnvelope(f"shard {envelope.shard} is more than shards {envelope.shards}")
    if not envelope.attempts:
        # Without one the envelope would claim that there was nothing to run.
        raise BadEnvelope("attempts is empty")
    return envelope


class Fields:
    """One JSON object, whose values are taken out by type."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise BadEnvelope(f"{where or 'it'} is not an object")
        self._value: dict[str, object] = value
        self._where = f"{where}." if where else ""

    def text(self, name: str) -> str:
        return text_of(self._get(name), self._name(name))

    def given(self, name: str) -> bool:
        """Does anything but null stand there?"""
        return self._get(name) is not None

    def number(self, name: str, least: int = 0) -> int:
        value = self._get(name)
        if type(value) is not int or not least <= value < _MOST:
            raise BadEnvelope(f"{self._name(name)} is not a whole number from {least} on")
        return value

    def exit_code(self, name: str) -> int | None:
        value = self._get(name)
        if value is None or (type(value) is int and abs(value) < 1 << 32):
            return value
        raise BadEnvelope(f"{self._name(name)} is not an exit code")

    def seconds(self, name: str) -> Fraction:
        text = self.text(name)
        if not _DECIMAL.match(text):
            raise BadEnvelope(f"{self._name(name)} is not a decimal number")
        return Fraction(text)

    def choice(self, name: str, choices: type[_Choice]) -> _Choice:
        text = self.text(name)
        if text not in list(choices):
            raise BadEnvelope(f"{self._name(name)} is none of {', '.join(choices)}")
        return choices(text)

    def inside(self, name: str) -> str:
        """A path that stays in the envelope's folder; may be empty."""
        text = self.text(name)
        if text and (repo_path(text) != text or "\0" in text):
            raise BadEnvelope(f"{self._name(name)} leads out of the envelope's folder")
        return text

    def items(self, name: str, read: Callable[[object, str], _Item]) -> tuple[_Item, ...]:
        value = self._get(name)
        if not isinstance(value, list) or len(value) > _MOST_ITEMS:
            raise BadEnvelope(f"{self._name(name)} is not a list of at most {_MOST_ITEMS:,}")
        return tuple(read(item, f"{self._name(name)}[{place}]") for place, item in enumerate(value))

    def texts_by_name(self, name: str) -> Mapping[str, str]:
        value = self._get(name)
        inner = Fields(value, self._name(name))
        return {key: inner.text(key) for key in inner._value}

    def inner(self, name: str) -> Fields:
        return Fields(self._get(name), self._name(name))

    def _get(self, name: str) -> object:
        if name not in self._value:
            raise BadEnvelope(f"{self._name(name)} is missing")
        return self._value[name]

    def _name(self, name: str) -> str:
        return self._where + name[:100]


def text_of(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadEnvelope(f"{where} is not text")
    return value


def _attempt(value: object, where: str) -> Attempt:
    fields = Fields(value, where)
    used = fields.inner("resources")
    attempt = Attempt(
        ended=fields.choice("ended", Ended),
        exit_code=fields.exit_code("exit_code"),
        signal=fields.text("signal"),
        reason=fields.text("reason"),
        resources=Resources(wall=used.seconds("wall"), cpu=used.seconds("cpu"), peak=used.number("peak")),
        reports=fields.items("reports", _report),
    )
    if attempt.ended is Ended.EXITED and attempt.exit_code is None:
        raise BadEnvelope(f"{where} exited, but has no exit code")
    return attempt


def _report(value: object, where: str) -> ReportFile:
    fields = Fields(value, where)
    report = ReportFile(
        path=fields.text("path"),
        freshness=fields.choice("freshness", Freshness),
        note=fields.text("note"),
        stored=fields.inside("stored"),
        sha256=fields.text("sha256"),
        size=fields.number("size"),
    )
    if report.freshness is Freshness.FRESH and not (report.stored and _SHA256.match(report.sha256)):
        raise BadEnvelope(f"{where} is fresh, but no copy of it is named")
    return report


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found
