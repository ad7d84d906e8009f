"""Hides secrets in whatever is about to be written or posted: one text, or every text of a value."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar, cast
from urllib.parse import quote

from quality_gate.model.cases import Case, Cases, Place
from quality_gate.model.coverage import Coverage
from quality_gate.model.lookups import Lookup
from quality_gate.model.secrets import CERTAIN, hits, known_hits, masked, without_overlap

Value = TypeVar("Value")
MASK: Final = "***"
_MANY: Final = 100
_FEW: Final = 64 << 10  # characters, such as the last lines of a stage, in which guessing takes no time
_TEXTLESS: Final = (Coverage, Lookup)  # paths of tracked files and a million numbers; what rules ask by


@dataclass(frozen=True)
class Mask:
    """The secrets that are known by value; common token shapes are hidden in any case."""

    secrets: tuple[tuple[str, str], ...] = ()  # what each is called, and its value

    def text(self, text: str) -> str:
        found = [*hits(text), *known_hits(text, self._forms)]
        return masked(text, without_overlap(found), MASK) if found else text

    def many(self, text: str) -> str:
        """Of megabytes only what is a secret for certain: a guess at each word would take seconds."""
        found = [*hits(text, CERTAIN), *known_hits(text, self._forms)]
        return masked(text, without_overlap(found), MASK) if found else text

    def texts(self, texts: Sequence[str]) -> Sequence[str]:
        """Many texts at the cost of one look, as long as nothing has to be hidden in them."""
        together = "\n".join(texts)
        if (self.text if len(together) <= _FEW else self.many)(together) == together:
            return texts
        return [self.text(text) for text in texts]

    def lines(self, lines: Sequence[str]) -> Sequence[str]:
        """Neighbouring lines of one output: what is secret may go over several of them."""
        masked_text = self.many(together := "\n".join(lines))
        return lines if masked_text == together else masked_text.split("\n")

    def value(self, value: Value) -> Value:
        """The same value, and the same object, unless a text somewhere in it holds a secret."""
        found: Any = value
        if isinstance(value, str):
            found = self.text(value) if value and not isinstance(value, Enum) else value
        elif isinstance(value, tuple | list):
            found = self._items(value)
        elif isinstance(value, Mapping):
            found = self._mapping(value)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            found = self._record(value)
        return cast("Value", found)

    @cached_property
    def _forms(self) -> tuple[tuple[str, str], ...]:
        """Each secret as it is, and as encodings write it."""
        return tuple(dict.fromkeys((name, form) for name, value in self.secrets for form in _forms(value)))

    def _items(self, items: Any) -> Any:
        if all(type(item) is str for item in items):
            made = self.texts(items)
            return items if made is items else type(items)(made)
        if len(items) > _MANY and self._plain(items):
            return items
        made = [self.value(item) for item in items]
        return items if all(map(_same, made, items)) else type(items)(made)

    def _plain(self, items: Sequence[Any]) -> bool:
        """Nothing but texts, such as the places and names of a million tests, and no secret in any."""
        if all(type(item) is tuple for item in items):
            texts = [text for item in items for text in item]
        elif all(dataclasses.is_dataclass(item) for item in items):
            texts = [getattr(item, name) for item in items for name in _fields_of(item)]
        else:
            return False
        return all(type(text) is str for text in texts) and self.texts(texts) is texts

    def _mapping(self, mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
        keys = self._items(list(mapping))
        values = self._items(list(mapping.values()))
        if all(map(_same, keys, mapping)) and all(map(_same, values, mapping.values())):
            return mapping
        made: dict[Any, Any] = {}
        turns: dict[str, int] = {}
        for key, value in zip(keys, values, strict=True):
            made[_other_than(made, key, turns)] = value
        return made

    def _record(self, record: Any) -> Any:
        if isinstance(record, _TEXTLESS):
            return record
        if isinstance(record, Cases):
            return self._cases(record)
        # Of names only what is certain, as of those of tests that passed: a rule selects a test by its name,
        # and whether it failed must not make it another one.
        names = _fields_of(record) if isinstance(record, Place) else ("name",) * isinstance(record, Case)
        changed = {
            name: new
            for name in _fields_of(record)
            if not _same(
                new := (self.many if name in names else self.value)(old := getattr(record, name)), old
            )
        }
        return dataclasses.replace(record, **changed) if changed else record

    def _cases(self, cases: Cases) -> Cases:
        """As many as there were: places that are called alike now keep the tests of both."""
        places, others = self._items(list(cases.passed)), self._items(cases.others)
        names = self._names(list(cases.passed.values()))
        if all(map(_same, (*places, *names, others), (*cases.passed, *cases.passed.values(), cases.others))):
            return cases
        together: dict[Place, list[str]] = {}
        for place, some in zip(places, names, strict=True):
            together.setdefault(place, []).extend(some)
        passed = {place: tuple(some) for place, some in together.items()}
        return dataclasses.replace(cases, passed=passed, others=others)

    def _names(self, lists: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        together = "\n".join(name for names in lists for name in names)
        return lists if self.many(together) == together else [tuple(map(self.many, names)) for names in lists]


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str) and one == other)


def _other_than(taken: Mapping[Any, Any], key: Any, turns: dict[str, int]) -> Any:
    """Two keys with different secrets are still two; `turns` keeps how often each was made another one."""
    made = key
    while made in taken and isinstance(key, str):
        turns[key] = turns.get(key, 1) + 1
        made = f"{key} #{turns[key]}"
    return made


def _fields_of(record: Any) -> tuple[str, ...]:
    kind: Any = type(record)
    return _fields(kind)


@lru_cache(maxsize=256)
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


def _in_xml(value: str) -> str:
    # By hand: the library's own function brings the whole of HTTP and mail along.
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(sign, name)
    return value


def _forms(value: str) -> Iterable[str]:
    """Base64 has three forms, by where the secret begins; of each only the letters that it alone decides."""
    raw = value.encode("utf-8", "replace")
    yield value
    yield json.dumps(value)[1:-1]
    yield _in_xml(value)
    yield quote(value, safe="")
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw).decode()
        start, end = (0, 2, 3)[shift], len(coded) - (0, 3, 2)[(shift + len(raw)) % 3]
        yield coded[start:end]
        yield coded[start:end].replace("+", "-").replace("/", "_")
