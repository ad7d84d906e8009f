"""A list in which everything needs its counterpart: a passed test, a file, or a mention."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from quality_gate.bind.document import NotADocument, keys
from quality_gate.bind.values import Glob, setting
from quality_gate.model.cases import Case, Outcome
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.paths import Globs
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed
from quality_gate.probes.answers import Shortfall, failed, passed, unknown
from quality_gate.probes.documents import tree_of
from quality_gate.probes.files import known_paths, matching, no_files
from quality_gate.probes.formats import form_of
from quality_gate.probes.items import ItemsSettings, items_of
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings
from quality_gate.rules.scope import fits

NAME: Final = "inventory"
_ITEM: Final = "{item}"
_SPECIAL: Final = re.compile(r"([*?\[\]!\\])")
_MOST: Final = 50
Covers = Callable[[str], str]  # empty where an item is covered, else why it is not


@dataclass(frozen=True, kw_only=True)
class InventorySettings(ProbeSettings):
    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ("item",)
    READS_REPORTS: ClassVar[bool] = True

    inventory: ItemsSettings = setting(doc="The list.", example="{file: tools.txt}")
    names: tuple[str, ...] = setting(
        default=(), doc="An executed, passed test of this name for each item.", example='"*{item}*"'
    )
    files: tuple[Glob, ...] = setting(
        default=(), doc="A file of this name for each item.", example='"tests/**/test_{item}.py"'
    )
    listed_in: tuple[Glob, ...] = setting(
        default=(), doc="Files in which each item stands as a word, or as a key.", example=".env.example"
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not (self.names or self.files or self.listed_in):
            yield "", "nothing is asked for each item", "write `names:`, `files:` or `listed-in:`"
        for key in ("names", "files"):
            for text in getattr(self, key):
                if _ITEM not in text:
                    yield key, f"{text} is the same for every item", "write `{item}` where it stands"


SETTINGS: Final = InventorySettings


def look(settings: InventorySettings, site: Site) -> Sighting:
    wanted = (*settings.names, *settings.files, *settings.listed_in)
    expected = f"{listed(wanted)} for each item"
    items = items_of(settings.inventory, site)
    if isinstance(items, Problem):
        return unknown(items, expected)
    ways: list[Covers] = []
    if settings.names:
        cases = [case for stage in site.stages if stage.cases for case in stage.cases]
        if not cases and len(wanted) == len(settings.names):
            return unknown(_no_tests(site.stages), expected)
        ways.append(by_tests(settings.names, cases))
    if settings.files:
        ways.append(by_files(settings.files, known_paths(site)))
    if settings.listed_in:
        mention = _mentions(settings.listed_in, site)
        if isinstance(mention, Problem):
            return unknown(mention, expected)
        ways.append(mention)
    return judged(items, ways, expected)


def judged(items: Sequence[str], ways: Sequence[Covers], expected: str) -> Sighting:
    """An item is covered by any of the ways."""
    missing = []
    for item in items:
        why = [way(item) for way in ways]
        if all(why):
            said = next((one for one in why if one != "missing"), "")
            missing.append(f"{item} ({said})" if said else item)
    got = f"{len(items) - len(missing)}/{len(items)}"
    if not missing:
        return passed(expected, got)
    names = listed(missing, most=_MOST)
    short = Shortfall(distance=f"{len(missing)} short", next="write what is missing")
    return failed(expected, f"{got}: missing {names}", short)


def by_tests(patterns: Sequence[str], cases: Sequence[Case]) -> Covers:
    def covers(item: str) -> str:
        globs = tuple(pattern.replace(_ITEM, _SPECIAL.sub(r"\\\1", item)) for pattern in patterns)
        found = [case for case in cases if item in case.id and fits(case, globs)]
        if any(case.outcome is Outcome.PASSED for case in found):
            return ""
        return f"its test {found[0].outcome}" if found else "missing"

    return covers


def by_files(patterns: Sequence[str], paths: Sequence[str]) -> Covers:
    def covers(item: str) -> str:
        near = [path for path in paths if item in path]
        globs = (Globs((pattern.replace(_ITEM, _SPECIAL.sub(r"\\\1", item)),)) for pattern in patterns)
        return "" if any(one.among(near) for one in globs) else "missing"

    return covers


def by_words(texts: Sequence[str], known: frozenset[str]) -> Covers:
    def covers(item: str) -> str:
        word = re.compile(rf"(?<!\w){re.escape(item)}(?!\w)")
        return "" if item in known or any(word.search(text) for text in texts) else "missing"

    return covers


def _mentions(patterns: tuple[str, ...], site: Site) -> Covers | Problem:
    """Of an env file only its keys count: a name in a comment sets nothing."""
    paths = matching(patterns, site)
    if not paths:
        return no_files(patterns, known_paths(site))
    texts: list[str] = []
    known: set[str] = set()
    for path in paths:
        text = site.world.files.text(path)
        if text is None:
            return Problem(Cause.UNREADABLE, f"{path} cannot be read", "mend it")
        if form_of(path) != "env":
            texts.append(text)
            continue
        try:
            known.update(keys(tree_of(text, "env")))
        except NotADocument as problem:
            return Problem(Cause.UNREADABLE, f"{path}:{problem.line}: {problem.reason}", "mend it")
    return by_words(texts, frozenset(known))


def _no_tests(stages: Sequence[StageEvidence]) -> Problem:
    names = listed(stage.name for stage in stages)
    reason = f"no test in any report of {names}" if names else "no stage has left a test"
    return Problem(Cause.NO_MATCH, reason, "let a stage report its tests, or use `files:`")
