"""The keys whose values are not compared by their type alone; `*` stands for a name that the user chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from quality_gate.model.wording import plural
from quality_gate.policy import values
from quality_gate.policy.weakening import Comparer, Trees, Weakening


def _profile(key: str, before: Any, now: Any, trees: Trees) -> Iterable[Weakening]:
    """Only a profile that decides can clear a deployment; the others ask for what they like."""
    for name, profile in (now or {}).items():
        old = (before or {}).get(name)
        if not profile.decides:
            if old is not None and old.decides and name == "full":
                yield Weakening(f"{key}.{name}", "no longer decides")
            continue
        if old is None or not old.decides:
            if any(getattr(profile, part) is not None for part in ("stages", "rules", "probes")):
                yield Weakening(f"{key}.{name}", "may decide now, and leaves something out")
            continue
        yield from values.changed(f"{key}.{name}.target", old.target, profile.target, trees)
        for part in ("stages", "rules", "probes"):
            yield from values.fewer_or_first(
                f"{key}.{name}.{part}", _some(getattr(old, part)), _some(getattr(profile, part)), trees
            )


def _some(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """None for everything, however that is written."""
    return None if names is None or "all" in names else names


def _waivers(key: str, before: Any, now: Any, _trees: Trees) -> Iterable[Weakening]:
    for waiver in now or ():
        if waiver not in (before or ()):
            kind, pattern = waiver.selected[0] if waiver.selected else ("file", waiver.file)
            until = f", until {waiver.expires}" if waiver.expires else ""
            most = f", up to {plural(waiver.max_matches, 'match', 'matches')}" if waiver.max_matches else ""
            yield Weakening(f"{key}.{kind}: {pattern}", f"a waiver was added{most}{until}")


SPECIAL: Final[dict[tuple[str, ...], Comparer]] = {
    ("version",): values.ignored,
    ("name",): values.ignored,
    ("setup",): values.ignored,
    ("teardown",): values.ignored,
    ("jobs",): values.ignored,
    ("limits",): values.ignored,
    ("publish",): values.ignored,
    ("tests", "by"): values.ignored,
    ("mask",): values.fewer,
    ("targets",): values.changed,
    ("waivers",): _waivers,
    ("profiles",): _profile,
    ("coverage", "exclude"): values.excluded_files,
    ("coverage", "groups", "*", "paths"): values.selected_files,
    ("coverage", "groups", "*", "per"): values.changed,
    ("coverage", "groups", "*", "only"): values.changed,
    ("tests", "groups", "*", "files"): values.selected_files,
    ("tests", "groups", "*", "stage"): values.changed,
    ("tests", "groups", "*", "names"): values.changed,
    ("metrics", "*", "better"): values.changed,
    ("metrics", "*", "from", "pick"): values.changed,
    ("stages", "*", "run"): values.switched_off,
    ("stages", "*", "reports"): values.fewer,
    ("stages", "*", "matrix"): values.fewer_variants,
    ("stages", "*", "retry"): lambda key, before, now, trees: values.higher(
        key, getattr(before, "times", 0), getattr(now, "times", 0), trees
    ),
    ("todo", "*", "done"): values.ignored,
    ("todo", "*", "help"): values.ignored,
    ("probes", "*", "help"): values.ignored,
    ("metrics", "*", "help"): values.ignored,
}
# Of a stage only what stands above is asked for; the rest says how to run it.
_HOW_TO_RUN: Final = "stages"
_GIVES_WAY: Final = frozenset({"allow-uncovered"})


def special(key: str) -> Comparer | None:
    words = tuple(key.split("."))
    for pattern, compare in SPECIAL.items():
        if _fits(words, pattern):
            return compare
    if words[-1] in _GIVES_WAY:
        return values.higher
    if words[0] == _HOW_TO_RUN and len(words) > 2 and words[-1] != "level":
        return values.ignored
    return None


def _fits(words: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """A name that the user chose may hold dots itself."""
    if "*" not in pattern:
        return words == pattern
    star = pattern.index("*")
    tail = pattern[star + 1 :]
    inside = len(words) - star - len(tail)
    return inside >= 1 and words[:star] == pattern[:star] and words[len(words) - len(tail) :] == tail
