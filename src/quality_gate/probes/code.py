"""A pattern in sources, counted: what nobody may write any more, or what must be there; comments count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import Paths, Verbatim, setting
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.model.wording import plural
from quality_gate.probes.answers import MOST_SPOTS, Shortfall, cut, failed, passed, unknown
from quality_gate.probes.files import absent, decoded, known_paths, matching, no_files, sources_of
from quality_gate.probes.patterns import count_holds, count_mistake, expected_count, pattern_mistake
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings

NAME: Final = "code"
_NOTE: Final = 200


@dataclass(frozen=True, kw_only=True)
class CodeSettings(ProbeSettings):
    code: Paths = setting(doc="The files to look at.", example="src/routes/**")
    pattern: str = setting(
        doc="A regular expression; `^` and `$` fit at every line.", example=r"'\.commit\(\)'"
    )
    count: Verbatim = setting(default="0", doc="How often it may stand there.", example='"<= 3"')

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        yield from pattern_mistake("pattern", self.pattern)
        yield from count_mistake("count", self.count)


SETTINGS: Final = CodeSettings


def look(settings: CodeSettings, site: Site) -> Sighting:
    wanted = expected_count(settings.count)
    expected = f"{wanted.text} × {settings.pattern}"
    paths = sources_of(settings.code, site) or list(matching(settings.code, site))
    if not paths:
        return unknown(no_files(settings.code, known_paths(site)), expected)
    if missing := absent(settings.code, site):
        return unknown(missing, expected)
    pattern = re.compile(settings.pattern, re.MULTILINE)
    found = 0
    spots: list[Spot] = []
    for path in paths:
        try:
            text = decoded(site.world.files.read(path))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            problem = Problem(
                Cause.UNREADABLE, f"{path} cannot be read: {why}", "leave it out with `!`", (Spot(path),)
            )
            return unknown(problem, expected)
        for start in (match.start() for match in pattern.finditer(text)):
            found += 1
            if len(spots) < MOST_SPOTS:
                spots.append(_spot(path, text, start))
    got = f"{found:,} in {plural(len(paths), 'file')}"
    if count_holds(wanted, found):
        return passed(expected, got)
    return failed(expected, got, Shortfall(spots=spots, next="see the places, or correct `pattern:`"))


def _spot(path: str, text: str, start: int) -> Spot:
    first = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[first : end if end >= 0 else len(text)]
    return Spot(path, text.count("\n", 0, start) + 1, None, cut(line, _NOTE))
