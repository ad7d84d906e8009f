"""Secrets in a text: where they stand, the text without them, and which variables hold some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quality_gate.model.secret_shapes import SHAPES, Shape

_STAND_IN: Final = re.compile(
    r"[*xX.…•#-]+|[$%{<(\[].*|.*\(.*|(?:none|null|true|false|undefined|required|missing|redacted|masked|hidden|"
    r"example|changeme|password|secret|token|string|invalid|expired|optional)[.,;:]?",
    re.IGNORECASE | re.DOTALL,
)
_SPEECH: Final = re.compile(r"[A-Za-z_]+(?:\.[A-Za-z_]+)*[.:!\[\]]*")
_TOLD: Final = frozenset(
    {"password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "apikey", "pat"}
)
# A key to something, unless it is one of these: `SORT_KEY` opens nothing.
_HARMLESS_KEYS: Final = frozenset(
    {
        "cache",
        "sort",
        "primary",
        "foreign",
        "partition",
        "public",
        "group",
        "index",
        "hash",
        "registry",
        "hot",
    }
)
# What only tells something about a secret: where it lies, what it is called, how long it lives.
_ABOUT: Final = frozenset(
    {"file", "path", "dir", "name", "id", "url", "uri", "endpoint", "ttl", "expiry", "expires", "length"}
    | {"count", "enabled", "required", "type", "sock", "limit", "max", "min", "policy", "header", "version"}
)
_SHORTEST: Final = 8


@dataclass(frozen=True, slots=True)
class Look:
    """Shapes beside their marks; where the pattern finds nothing in a text, none of these marks is there."""

    pattern: re.Pattern[str] | None
    marked: tuple[tuple[str, Shape], ...]


def _looks(shapes: Iterable[Shape]) -> tuple[Look, ...]:
    """Marks with a rare sign in common are looked for at once, from one such sign to the next."""
    marked = [(mark, shape) for shape in shapes for mark in shape.marks]
    looks = []
    for sign in ("_", "-", "."):
        sharing = tuple(pair for pair in marked if sign in pair[0])
        marked = [pair for pair in marked if pair not in sharing]
        looks.append(Look(_around(sign, [mark for mark, _ in sharing]), sharing))
    return (*looks, Look(None, tuple(marked)))


def _around(sign: str, marks: Iterable[str]) -> re.Pattern[str]:
    """The sign comes first: to the next one a search leaps, and only there it looks back and on."""
    halves = [mark.split(sign, 1) for mark in marks]
    around = "|".join(f"(?<={re.escape(left + sign)}){re.escape(right)}" for left, right in halves)
    return re.compile(f"{re.escape(sign)}(?:{around})")


ALL: Final = _looks(SHAPES)
CERTAIN: Final = _looks(shape for shape in SHAPES if "loose" not in shape.pattern.groupindex)


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of a text that is secret: from `start` up to, but without, `end`."""

    start: int
    end: int
    kind: str


def hits(text: str, looks: Sequence[Look] = ALL) -> list[Hit]:
    """Every secret in a text, in order, none inside another; words that only stand for one are left out."""
    lower = text.lower()
    shapes: dict[Shape, None] = {}
    for look in looks:
        if look.pattern is None or look.pattern.search(lower):
            shapes.update((shape, None) for mark, shape in look.marked if mark in lower)
    return without_overlap(hit for shape in shapes for hit in _hits_of(shape, text))


def known_hits(text: str, secrets: Iterable[tuple[str, str]]) -> list[Hit]:
    """Where known secrets stand, given as what they are called, and the secret itself."""
    found = []
    for kind, secret in secrets:
        start = text.find(secret)
        while secret and start >= 0:
            found.append(Hit(start, start + len(secret), kind))
            start = text.find(secret, start + len(secret))
    return without_overlap(found)


def without_overlap(found: Iterable[Hit]) -> list[Hit]:
    """Hits that touch each other become one, called as the first of them."""
    kept: list[Hit] = []
    for hit in sorted(found):
        if kept and hit.start < kept[-1].end:
            last = kept.pop()
            hit = Hit(last.start, max(last.end, hit.end), last.kind)  # noqa: PLW2901 (it grows)
        kept.append(hit)
    return kept


def masked(text: str, found: Iterable[Hit], mask: str = "***") -> str:
    """The text with a mask for every hit; the hits are in order, and none lies inside another."""
    some = list(found)
    ends = [0, *(hit.end for hit in some)]
    starts = [*(hit.start for hit in some), len(text)]
    return mask.join(text[end:start] for end, start in zip(ends, starts, strict=True))


def looks_secret(name: str) -> bool:
    """Does a variable of this name hold a secret? `DB_PASSWORD` does; `PWD` and `TOKEN_URL` do not."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[:200]).lower()
    parts = [
        part.removesuffix("s") if part != "pass" else part for part in re.split(r"[^a-z0-9]+", words) if part
    ]
    if not parts or parts == ["pwd"] or parts[-1] in _ABOUT or parts[-1] + "s" in _ABOUT:
        return False
    if any(part in _TOLD or part.endswith(("password", "secret", "token", "passwd")) for part in parts):
        return True
    return parts[-1] == "pass" or any(
        key == "key" and owner not in _HARMLESS_KEYS for owner, key in pairwise(parts)
    )


def secret_values(variables: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Names and values of secret variables, the longest first; a value of many lines counts line by line.

    An ordinary word such as `postgres` stays readable: hiding it everywhere would hide everything else.
    """
    found = {
        line.strip(): name
        for name, value in variables.items()
        if looks_secret(name)
        for line in value.splitlines()
        if worth_hiding(line.strip())
    }
    return tuple((found[value], value) for value in sorted(found, key=lambda value: (-len(value), value)))


def worth_hiding(value: str) -> bool:
    """Is it long and mixed enough to be known again for certain?"""
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    mixed = sum(any(kind(char) for char in value) for kind in kinds)
    return len(value) >= 2 * _SHORTEST or (len(value) >= _SHORTEST and mixed > 1)


def _hits_of(shape: Shape, text: str) -> Iterator[Hit]:
    for match in shape.pattern.finditer(text):
        groups = match.groupdict()
        inner = next((name for name in ("secret", "quoted", "single") if groups.get(name) is not None), None)
        start, end = match.span(inner or 0)
        value = text[start:end]
        stands_in = inner and (_STAND_IN.fullmatch(value) or not value.strip("0123456789.,"))
        # `Password: incorrect` and `token = request.token` are speech and code, `password=incorrect` is not.
        said = inner == "secret" and groups.get("loose") and _SPEECH.fullmatch(value)
        if not (stands_in or said):
            yield Hit(start, end, shape.name)
