"""The lists of the HTML page: what blocks, what warns, next steps, failing tests, the checklist, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quality_gate.model.cases import Case
from quality_gate.model.context import Context
from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import many_lines
from quality_gate.renderers.failures import case_mark, causes, failing_cases
from quality_gate.renderers.html_parts import Entry, Part, Piece, Pieces, code, mark, plain, prose
from quality_gate.renderers.links import line_url
from quality_gate.renderers.phrases import (
    all_notices,
    first_line,
    measured,
    ruling_mark,
    ruling_word,
    titled,
)
from quality_gate.renderers.places import Place, places, range_text
from quality_gate.renderers.steps import KNOWN, excuse, steps

_MOST_TESTS: Final = 500
_MOST_TEXT: Final = 4_000  # of one failure: five hundred of them fit
_MOST_PLACES: Final = 30
_MOST_RANGES: Final = 6
_MOST_RULES: Final = 3


def blocking(report: Report) -> Part:
    items = tuple(_ruling(ruling, report.context) for ruling in report.verdict.blocking)
    return Part(name="what blocks", rank=0, title="What blocks", items=items)


def warning(report: Report) -> Part:
    items = tuple(_ruling(ruling, report.context) for ruling in report.verdict.warning)
    return Part(name="what warns", rank=3, title="What warns", items=items)


def next_steps(report: Report) -> Part:
    items, command = _steps(report.verdict.blocking), excuse(report)
    return Part(
        name="next steps",
        rank=2,
        title=f"Next steps ({len(items):,})",
        items=items,
        ordered=True,
        foot=(prose(f"{KNOWN}:"),) if command else (),
        command=many_lines(command),
    )


def recommendations(report: Report) -> Part:
    items = _steps(report.verdict.warning)
    title = f"Recommendations ({len(items):,})"
    return Part(name="recommendations", rank=7, title=title, items=items, ordered=True)


def failing_tests(report: Report) -> Part:
    failing = failing_cases(report)
    return Part(
        name="failing tests",
        rank=2,
        title=f"Failing tests ({len(failing):,})",
        items=tuple(map(_failing, failing[:_MOST_TESTS])),
        hidden=max(len(failing) - _MOST_TESTS, 0),
        foot=tuple(map(plain, causes(report))),
    )


def last_lines(report: Report) -> Part:
    items = tuple(_tail(row) for row in report.rollup.stages if row.tail)
    return Part(name="last lines", rank=7, title=f"Last lines of {plural(len(items), 'stage')}", items=items)


def notices(report: Report) -> Part:
    items = tuple(Entry(said=prose(text)) for text in all_notices(report))
    return Part(name="notes", rank=8, title=f"Notes ({len(items):,})", items=items)


def checklist(report: Report) -> Part:
    rulings = report.verdict.rulings
    ticked = f"{sum(ruling.holds for ruling in rulings):,} of {plural(len(rulings), 'box', 'boxes')} ticked"
    items = tuple(_box(one) for level in Level for one in rulings if one.level is level)
    return Part(name="checklist", rank=8, title=f"Checklist: {ticked}", items=items)


def _ruling(ruling: Ruling, context: Context) -> Entry:
    """The rule, what was found, how far that is, why, what to do, and where."""
    said = [mark(ruling_mark(ruling), ruling_word(ruling)), Piece(" "), *plain(titled(ruling))]
    if found := measured(ruling):
        said += [Piece(" — "), Piece(plain(found)[0].text, "strong")]
    if ruling.title and ruling.title != ruling.rule:
        said += [Piece(" ("), code(ruling.rule), Piece(")")]
    lines = [prose(text) for text in (ruling.distance, ruling.reason) if text]
    if ruling.next:
        lines.append((Piece("→ "), *prose(ruling.next)))
    where = places(ruling.spots)
    shown = [_place(place, context) for place in where[:_MOST_PLACES]]
    if len(where) > _MOST_PLACES:
        shown.append(plain(f"… and {len(where) - _MOST_PLACES:,} more"))
    return Entry(said=tuple(said), lines=tuple(lines), places=tuple(shown))


def _place(place: Place, context: Context) -> Pieces:
    if not place.path:
        return plain(place.note)
    ranges = place.ranges[:_MOST_RANGES]
    if not ranges:
        found = [code(place.path, url=line_url(context, place.path))]
    else:
        found = []
        for at, lines in enumerate(ranges):
            text = range_text(*lines) if at else f"{place.path}:{range_text(*lines)}"
            found += [*([Piece(", ")] if at else []), code(text, url=line_url(context, place.path, lines))]
    if len(place.ranges) > len(ranges):
        found.append(Piece(f", and {len(place.ranges) - len(ranges):,} more"))
    note = [Piece(" — "), *plain(place.note)] if place.note else []
    return (*found, *note)


def _steps(rulings: Iterable[Ruling]) -> tuple[Entry, ...]:
    return tuple(Entry(said=(*prose(step.text), *_rules(step.rules))) for step in steps(rulings))


def _rules(rules: tuple[str, ...]) -> Pieces:
    said = [Piece(" (")]
    for at, rule in enumerate(rules[:_MOST_RULES]):
        said += [*([Piece(", ")] if at else []), code(rule)]
    more = f" and {len(rules) - _MOST_RULES:,} more" if len(rules) > _MOST_RULES else ""
    return (*said, Piece(f"{more})"))


def _failing(case: Case) -> Entry:
    said = [mark(*case_mark(case)), Piece(" "), code(case.shown)]
    if message := first_line(case.message):
        said += [Piece(" — "), *plain(message)]
    trace = case.text if case.text.strip() else case.message if "\n" in case.message.strip() else ""
    return Entry(said=tuple(said), text=many_lines(trace, _MOST_TEXT).strip("\n"))


def _tail(row: StageRow) -> Entry:
    log = (Piece(", all of it in "), code(row.log)) if row.log else ()
    return Entry(said=(code(row.name, 80), *log), text=many_lines("\n".join(row.tail), _MOST_TEXT))


def _box(ruling: Ruling) -> Entry:
    found = measured(ruling) if ruling.status is not Status.SKIPPED else ruling.reason
    said = [mark(ruling_mark(ruling), ruling_word(ruling)), Piece(" "), *plain(titled(ruling))]
    return Entry(said=(*said, *((Piece(" — "), *plain(found)) if found else ())))
