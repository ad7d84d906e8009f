"""Secrets that have found their way into logs and reports: told with their places, never with themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from quality_gate.bind.values import Paths, setting
from quality_gate.model.probes import Sighting
from quality_gate.model.secrets import Hit, hits, known_hits, masked, secret_values, without_overlap
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.model.wording import plural
from quality_gate.probes.answers import MOST_SPOTS, Shortfall, cut, failed, passed, unknown
from quality_gate.probes.files import LONGEST_LINE, Line, absent, known_paths, lines_of, matching, no_files
from quality_gate.probes.patterns import text_pattern, texts_mistake
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings

NAME: Final = "secrets"
_NOTE: Final = 200
_EXPECTED: Final = "no secret"


@dataclass(frozen=True, kw_only=True)
class SecretsSettings(ProbeSettings):
    secrets: Paths = setting(doc="Logs and reports to look through.", example="[logs/**, out/**]")
    allow: tuple[str, ...] = setting(
        default=(), doc="Texts, or `/patterns/`, in values that only look secret.", example='["/EXAMPLE$/"]'
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        yield from texts_mistake("allow", *self.allow)


SETTINGS: Final = SecretsSettings


def look(settings: SecretsSettings, site: Site) -> Sighting:
    files = matching(settings.secrets, site)
    if not files:
        return unknown(no_files(settings.secrets, known_paths(site)), _EXPECTED)
    if missing := absent(settings.secrets, site):
        return unknown(missing, _EXPECTED)
    search = Search(secret_values(site.world.environment.variables), tuple(map(text_pattern, settings.allow)))
    for path in files:
        try:
            for line in lines_of(path, site):
                search.take(line)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            problem = Problem(Cause.UNREADABLE, f"{path} cannot be read: {why}", "mend it", (Spot(path),))
            return unknown(problem, _EXPECTED)
    looked = f"{plural(search.lines, 'line')} in {plural(len(files), 'file')}"
    if not search.kinds and search.cut:
        what = f"{plural(search.cut, 'line')} of more than {LONGEST_LINE >> 10} KiB not read to the end"
        return unknown(Problem(Cause.INCONCLUSIVE, what, "leave such files out with `!`"), _EXPECTED)
    if not search.kinds:
        return passed(_EXPECTED, f"none in {looked}")
    kinds = ", ".join(f"{count} × {kind}" for kind, count in search.kinds.most_common())
    remedy = "take it out of what is written, and make a new one: this one is known now"
    return failed(_EXPECTED, kinds, Shortfall(reason=f"in {looked}", next=remedy, spots=search.spots))


@dataclass(slots=True)
class Search:
    """What was found so far."""

    known: tuple[tuple[str, str], ...]  # of the environment: the variable's name, and its value
    allow: tuple[re.Pattern[str], ...] = ()
    lines: int = 0
    cut: int = 0  # that were not looked at to their end
    kinds: Counter[str] = field(default_factory=Counter)
    spots: list[Spot] = field(default_factory=list)

    def take(self, line: Line) -> None:
        self.lines += 1
        self.cut += line.cut
        named = known_hits(line.text, ((f"value of ${name}", value) for name, value in self.known))
        found = [hit for hit in hits(line.text) if not self._allowed(line.text[hit.start : hit.end])]
        # What is known by its name is called by it, also where it looks like a token.
        every = [hit for hit in found if not any(_touch(hit, one) for one in named)] + named
        if not every:
            return
        self.kinds.update(hit.kind for hit in every)
        if len(self.spots) < MOST_SPOTS:
            hidden = masked(line.text, without_overlap([*named, *hits(line.text)]))
            self.spots.append(line.spot(cut(f"{every[0].kind}: {hidden}", _NOTE)))

    def _allowed(self, value: str) -> bool:
        return any(pattern.search(value) for pattern in self.allow)


def _touch(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end
