"""How single values are compared: limits by direction, levels by weight, lists by what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import product
from typing import Any, Final

from quality_gate.bind.node import Kind, Node
from quality_gate.model.expectation import Expectation
from quality_gate.model.paths import Globs
from quality_gate.model.ratio import Limit, decimal_text
from quality_gate.model.verdict import Level
from quality_gate.model.wording import listed, plural, variant_text
from quality_gate.policy.weakening import Trees, Weakening

_WEIGHT: Final = {Level.OPTIONAL: 0, Level.RECOMMENDED: 1, Level.REQUIRED: 2}


def limit(key: str, before: Limit, now: Limit | None, *, at_least: bool) -> Iterable[Weakening]:
    for name in ("required", "recommended"):
        old, new = getattr(before, name), getattr(now, name, None)
        word = "" if name == "required" else "recommended "
        if old is None:
            continue
        if new is None:
            # A required limit that is now as high as the recommended one was leaves nothing out.
            if name == "recommended" and now is not None and _kept(old, now.required, at_least=at_least):
                continue
            yield Weakening(key, f"the {name} limit {number(old)} was removed")
        elif (new < old) if at_least else (new > old):
            verb = "lowered" if at_least else "raised"
            yield Weakening(key, f"{word}{verb} from {number(old)} to {number(new)}")


def level(key: str, before: Level, now: Level, _trees: Trees) -> Iterable[Weakening]:
    if _WEIGHT[now] < _WEIGHT[before]:
        yield Weakening(key, f"{before} has become {now}")


def fewer(key: str, before: Sequence[Any], now: Sequence[Any], _trees: Trees) -> Iterable[Weakening]:
    """A list that asks for something with each item."""
    gone = [item for item in before or () if item not in (now or ())]
    if gone:
        yield Weakening(key, f"no longer names {listed(map(shown, gone), 5)}")


def fewer_or_first(key: str, before: Any, now: Any, trees: Trees) -> Iterable[Weakening]:
    """A list that narrows what is done: none at all is everything."""
    if before is None and now is not None:
        yield Weakening(key, f"is now only {listed(map(shown, now), 5)}")
    elif before is not None and now is not None:
        yield from fewer(key, before, now, trees)


def more(key: str, before: Sequence[Any], now: Sequence[Any], _trees: Trees) -> Iterable[Weakening]:
    """A list that excuses something with each item."""
    added = [item for item in now or () if item not in (before or ())]
    if added:
        yield Weakening(key, f"now names {listed(map(shown, added), 5)}, too")


def higher(key: str, before: Any, now: Any, _trees: Trees) -> Iterable[Weakening]:
    """A number that gives way; none stands for zero."""
    if (now or 0) > (before or 0):
        yield Weakening(key, f"raised from {number(before or 0)} to {number(now)}")


def switched_off(key: str, before: Any, now: Any, _trees: Trees) -> Iterable[Weakening]:
    if before and not now:
        yield Weakening(key, f"{shown(before)} was removed")


def changed(key: str, before: Any, now: Any, _trees: Trees) -> Iterable[Weakening]:
    """Where nobody can tell which of two values asks for more, a change is one to look at."""
    if before != now:
        yield Weakening(key, f"changed from {shown(before)} to {shown(now)}")


def ignored(_key: str, _before: Any, _now: Any, _trees: Trees) -> Iterable[Weakening]:
    """It says how to run, not what to ask for."""
    return ()


def selected_files(key: str, before: Sequence[str], now: Sequence[str], trees: Trees) -> Iterable[Weakening]:
    """Patterns select files: what they selected at the base they must select now, wherever it was moved."""
    if not before:
        if not now:
            return
        yield Weakening(key, f"is now only {listed(now, 5)}")
        return
    wanted = trees.moved(Globs(tuple(before)).among(trees.before))
    lost = wanted - set(Globs(tuple(now)).among(trees.now)) if now else set()
    if lost:
        yield Weakening(key, f"{plural(len(lost), 'file')} left out: {listed(sorted(lost), 5)}")


def excluded_files(key: str, before: Sequence[str], now: Sequence[str], trees: Trees) -> Iterable[Weakening]:
    """What was measured at the base must be measured now, and no pattern may wait for files to come."""
    was = trees.moved(Globs(tuple(before)).among(trees.before)) if before else set()
    is_now = set(Globs(tuple(now)).among(trees.now)) if now else set()
    more_files = sorted(path for path in is_now - was if path in trees.moved(trees.before))
    new = [pattern for pattern in now if pattern not in before]
    if more_files:
        yield Weakening(key, f"{plural(len(more_files), 'more file')} excluded: {listed(more_files, 5)}")
    elif new and not (trees.renamed and was == is_now):
        yield Weakening(key, f"now names {listed(new, 5)}, too")


def fewer_variants(key: str, before: Any, now: Any, _trees: Trees) -> Iterable[Weakening]:
    gone = [leg for leg in _legs(before) if leg and leg not in _legs(now)]
    if gone:
        yield Weakening(key, f"no longer runs {listed((variant_text(dict(leg)) for leg in gone), 5)}")


def number(value: Any) -> str:
    return decimal_text(Fraction(value), decimals=3) if isinstance(value, int | Fraction) else shown(value)


def shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return listed(map(shown, value), 5) or "nothing"
    if isinstance(value, Mapping):
        return listed((f"{name}: {shown(one)}" for name, one in value.items()), 5) or "nothing"
    if isinstance(value, Node):
        return shown(written(value))
    if isinstance(value, Expectation):
        return value.text
    if is_dataclass(value):
        return shown(
            {one.name.rstrip("_"): said for one in fields(value) if (said := getattr(value, one.name))}
        )
    return number(value) if isinstance(value, Fraction) else _plain(value)


def _plain(value: Any) -> str:
    return "nothing" if value is None or value == "" else str(value)


def written(node: Node) -> str | tuple[Any, ...] | dict[str, Any]:
    """What stands in a configuration at a key whose values may be of any kind."""
    if node.kind is Kind.LIST:
        return tuple(map(written, node.items))
    return {key.text: written(one) for key, one in node.entries} if node.kind is Kind.MAPPING else node.text


def _kept(old: Fraction, required: Fraction | None, *, at_least: bool) -> bool:
    if required is None:
        return False
    return required >= old if at_least else required <= old


def _legs(matrix: Any) -> list[tuple[tuple[str, str], ...]]:
    lists = [[(name, value) for value in values] for name, values in sorted((matrix or {}).items())]
    return list(product(*lists))
