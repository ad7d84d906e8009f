"""The verdict as a badge: one small picture for a page about the repository, which loads nothing."""

from __future__ import annotations

from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.renderers.escape import for_html_code, one_line

# Told by the words first: colours only repeat them, dark enough for white letters.
_COLOURS: Final = {
    Decision.READY: "#1a7f37",
    Decision.READY_WITH_WARNINGS: "#9a6700",
    Decision.NOT_READY: "#cf222e",
    Decision.PASSED: "#57606a",
    Decision.FAILED: "#cf222e",
}
_LETTER: Final = 7  # of a font that is not known here; `textLength` makes the words fit
_AROUND: Final = 8
_HEIGHT: Final = 20
_MOST: Final = 60
_WIDE: Final = 0x1100  # from here on letters may take the room of two


def badge(report: Report) -> str:
    verdict = report.verdict
    name = one_line(report.context.gate, _MOST)
    scope = one_line(verdict.scope, _MOST)
    left, right = _width(name), _width(verdict.decision + (f" ({scope})" if scope else ""))
    shown, said = for_html_code(name), verdict.decision + (f" ({for_html_code(scope)})" if scope else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img"'
        f' aria-label="{shown}: {said}">\n'
        f"<title>{shown}: {said}</title>\n"
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="#24292f"/>\n'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{right - 3}z"'
        f' fill="{_COLOURS[verdict.decision]}"/>\n'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\n'
        f"{_text(shown, 0, left)}{_text(said, left, right)}"
        "</g>\n</svg>\n"
    )


def _text(words: str, start: int, width: int) -> str:
    return (
        f'<text x="{start + _AROUND}" y="14" textLength="{width - 2 * _AROUND}"'
        f' lengthAdjust="spacingAndGlyphs">{words}</text>\n'
    )


def _width(words: str) -> int:
    return 2 * _AROUND + sum(_LETTER * (1 + (ord(letter) >= _WIDE)) for letter in words)
