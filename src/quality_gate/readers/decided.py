"""Reads what a record says was decided: for which commit, by which profile, when, and by which rulings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

from quality_gate.model.verdict import Cause, Level, Ruling, Spot, Status
from quality_gate.readers.reader import DEFAULT_LIMITS
from quality_gate.readers.strict_json import NotReadable, as_int, as_list, as_object, as_text, read_object

_SCHEMA: Final = "quality-gate/record/1"
Word = TypeVar("Word", Status, Level, Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    gate: str
    profile: str
    target: str
    commit: str
    edited: tuple[str, ...]
    time: str
    phrase: str
    scope: str
    ready: bool
    rulings: tuple[Ruling, ...]


def read_decided(stream: BinaryIO) -> Decided | str:
    """The decision, or why the file cannot be trusted to hold one."""
    try:
        return _decided(read_object(stream, DEFAULT_LIMITS))
    except NotReadable as error:
        return str(error)


def _decided(record: Mapping[str, object]) -> Decided:
    schema = record.get("schema")
    if schema != _SCHEMA:
        raise NotReadable(
            f"it is no record of this gate: its schema is {as_text(schema, 60)!r}, not {_SCHEMA!r}"
        )
    verdict = as_object(record.get("verdict"), "verdict")
    subject = as_object(record.get("subject"), "subject")
    return Decided(
        gate=as_text(record.get("gate")),
        profile=as_text(record.get("profile")),
        target=as_text(record.get("target")),
        commit=as_text(subject.get("commit")),
        edited=tuple(map(as_text, as_list(subject.get("edited", []), "edited"))),
        time=as_text(record.get("time")),
        phrase=as_text(verdict.get("phrase")),
        scope=as_text(verdict.get("scope")),
        ready=verdict.get("ready") is True,
        rulings=tuple(_rulings(as_list(record.get("rulings"), "rulings"))),
    )


def _rulings(values: list[object]) -> Iterator[Ruling]:
    for value in values:
        ruling = as_object(value, "a ruling")
        cause = as_text(ruling.get("cause"))
        yield Ruling(
            rule=as_text(ruling.get("rule")),
            title=as_text(ruling.get("title")),
            status=_word(Status, ruling.get("status")),
            level=_word(Level, ruling.get("level")),
            cause=_word(Cause, cause) if cause else None,
            expected=as_text(ruling.get("expected")),
            got=as_text(ruling.get("got")),
            distance=as_text(ruling.get("distance")),
            spots=tuple(_spots(as_list(ruling.get("spots"), "spots"))),
            reason=as_text(ruling.get("reason")),
            next=as_text(ruling.get("next")),
            waived=as_text(ruling.get("waived")),
            base_required=ruling.get("base_required") is True,
        )


def _spots(values: list[object]) -> Iterator[Spot]:
    for value in values:
        spot = as_object(value, "a spot")
        yield Spot(
            as_text(spot.get("path")),
            as_int(spot.get("line")),
            as_int(spot.get("end")),
            as_text(spot.get("note")),
        )


def _word(words: type[Word], value: object) -> Word:
    try:
        return words(as_text(value))
    except ValueError:
        raise NotReadable(f"{as_text(value, 60)!r} is no {words.__name__.lower()}") from None
