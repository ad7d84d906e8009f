"""The report as one HTML file that needs nothing else: it opens from an artifact, offline, and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import jinja2

from quality_gate.model.output import RECORD
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.renderers import html_lists, html_tables
from quality_gate.renderers.escape import one_line
from quality_gate.renderers.fitting import Section, fitted
from quality_gate.renderers.html_parts import Part, Piece, Pieces, code, plain, prose
from quality_gate.renderers.html_template import POLICY, STYLE, TEMPLATE
from quality_gate.renderers.links import commit_url, safe_url
from quality_gate.renderers.movement import TITLE, movement
from quality_gate.renderers.phrases import incomplete, origin, phrase, summary
from quality_gate.renderers.probe_words import target_text

_MOST: Final = 5 * 1024 * 1024
_LOOKS: Final = {
    Decision.READY: ("✅", "passed"),
    Decision.READY_WITH_WARNINGS: ("⚠️", "warned"),
    Decision.NOT_READY: ("❌", "failed"),
    Decision.PASSED: ("☑️", "passed"),
    Decision.FAILED: ("❌", "failed"),
}
_PARTS: Final = (
    html_lists.blocking,
    html_lists.next_steps,
    html_lists.warning,
    html_lists.recommendations,
    html_lists.failing_tests,
    html_tables.stages,
    html_tables.probes,
    html_tables.modules,
    html_tables.coverage,
    html_tables.files,
    html_tables.metrics,
    html_tables.findings,
    html_lists.last_lines,
    html_lists.notices,
    html_lists.checklist,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    title: str
    look: str
    verdict: str
    about: Pieces
    sentences: tuple[Pieces, ...]


class _Macros:
    """The template's macros, each as text: what they give back would escape what is put beside it."""

    def __init__(self) -> None:
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        self._module = environment.from_string(TEMPLATE).module

    def __call__(self, name: str, *values: Any) -> str:
        return str(getattr(self._module, name)(*values))


def html(report: Report, limit: int = _MOST) -> str:
    """At most `limit` bytes; the verdict is never left out."""
    macros = _Macros()
    sections = [_section(macros, make(report)) for make in _PARTS]

    def left_out(names: list[str]) -> str:
        rest = f"Shortened to fit: {', '.join(names)}. Everything is in `{RECORD}`."
        return macros("shortened", prose(rest))

    first = macros("first", _page(report), STYLE, POLICY)
    return fitted(first, sections, macros("last", _foot(report)), limit, left_out)


def _section(macros: _Macros, part: Part) -> Section:
    hidden = part.hidden

    def more(count: int) -> str:
        """The row about what was never made is the last one, so it is among those that go."""
        return macros("more", part, count - 1 + hidden if hidden else count)

    items = [macros("row" if part.columns else "entry", item) for item in part.items]
    return Section(
        name=part.name,
        rank=part.rank,
        head=macros("opening", part, part.name.replace(" ", "-")),
        items=(*items, *([more(1)] if hidden else [])),
        foot=macros("closing", part),
        more=more,
    )


def _page(report: Report) -> _Page:
    context, verdict = report.context, report.verdict
    icon, look = _LOOKS[verdict.decision]
    sentences = [plain(text) for text in (summary(verdict), incomplete(verdict)) if text]
    if moved := movement(report):
        sentences.append((Piece(f"{TITLE}:", "strong"), Piece(f" {one_line(', '.join(moved))}")))
    about = [context.gate, context.profile, target_text(context.target)]
    texts = [Piece(one_line(text, 80)) for text in about if text]
    if context.commit:
        texts.append(code(context.commit[:7], url=commit_url(context)))
    return _Page(
        title=f"Quality Gate · {one_line(context.gate, 60)}",  # the verdict is said once
        look=look,
        verdict=f"{icon} {phrase(verdict)}",
        about=_dotted((text,) for text in texts),
        sentences=tuple(sentences),
    )


def _foot(report: Report) -> Pieces:
    url = safe_url(report.context.run_url)
    run = [(Piece(f"run {one_line(report.context.run, 30)}", url=url),)] if url else []
    record = [(Piece("record "), code(RECORD))] if report.recorded else []
    return _dotted([*map(prose, origin(report)), *run, *record])


def _dotted(parts: Iterable[Pieces]) -> Pieces:
    return tuple(piece for part in parts for piece in (Piece(" · "), *part))[1:]
