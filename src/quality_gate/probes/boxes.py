"""The boxes of a checklist in Markdown: all of them ticked, or where one is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import Paths, setting
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.model.wording import listed
from quality_gate.probes.answers import Shortfall, cut, failed, passed, unknown
from quality_gate.probes.files import Line, known_paths, lines_of, matching, no_files
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings

NAME: Final = "boxes"
_BOX: Final = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\]\s+(.*)")
_FENCE: Final = re.compile(r"\s{0,3}(```+|~~~+)")
_EXPECTED: Final = "every box ticked"


@dataclass(frozen=True, kw_only=True)
class BoxesSettings(ProbeSettings):
    boxes: Paths = setting(doc="Markdown files with `- [x]` boxes.", example="docs/release-checklist.md")


SETTINGS: Final = BoxesSettings


def look(settings: BoxesSettings, site: Site) -> Sighting:
    files = matching(settings.boxes, site)
    if not files:
        return unknown(no_files(settings.boxes, known_paths(site)), _EXPECTED)
    found: list[tuple[bool, Spot]] = []
    for path in files:
        try:
            found += boxes_of(lines_of(path, site))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            return unknown(Problem(Cause.UNREADABLE, f"{path} cannot be read: {why}", "mend it"), _EXPECTED)
    return judged(found, settings.boxes)


def judged(found: list[tuple[bool, Spot]], paths: Iterable[str]) -> Sighting:
    if not found:
        reason = f"no box in {listed(paths)}"
        return unknown(Problem(Cause.NO_MATCH, reason, "write `- [ ] what is to be done`"), _EXPECTED)
    left = [spot for ticked, spot in found if not ticked]
    got = f"{len(found) - len(left)}/{len(found)} ticked"
    if not left:
        return passed(_EXPECTED, got)
    distance = f"{len(left)} left"
    return failed(
        _EXPECTED, got, Shortfall(distance=distance, next="do what is left, and tick it", spots=left)
    )


def boxes_of(lines: Iterable[Line]) -> Iterator[tuple[bool, Spot]]:
    """Whether each box is ticked, and where it stands; those in a block of code are only examples."""
    fence = ""
    for line in lines:
        if mark := _FENCE.match(line.text):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (box := _BOX.fullmatch(line.text)):
            yield box[1] != " ", line.spot(cut(box[2], 200))
