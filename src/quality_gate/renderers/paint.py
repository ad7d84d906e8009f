"""Icons and colours of the terminal, written by hand: a library for it would cost start-up time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.model.verdict import Status

_ICONS: Final = {
    Status.PASSED: ("✓", "+", "32"),
    Status.WARNED: ("!", "!", "33"),
    Status.FAILED: ("✗", "x", "31"),
    Status.UNKNOWN: ("?", "?", "35"),
    Status.SKIPPED: ("-", "-", "90"),
}
_PLAIN: Final = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "…": "~",
        "→": ">",
        "·": "|",
        "–": "-",
        "—": "-",
        "≥": ">=",
        "≤": "<=",
        "±": "+-",
        "×": "x",
        "│": "|",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    color: bool
    unicode: bool

    def marked(self, status: Status, word: str) -> str:
        """An icon, and always the word beside it."""
        fine, plain, _ = _ICONS[status]
        return f"{fine if self.unicode else plain} {word}"

    def status(self, status: Status, text: str, *, bold: bool = False) -> str:
        return self._coded(("1;" if bold else "") + _ICONS[status][2], text)

    def bold(self, text: str) -> str:
        return self._coded("1", text)

    def dim(self, text: str) -> str:
        return self._coded("2", text)

    def _coded(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def plain_letters(text: str) -> str:
    """For encodings without our signs; the console replaces what is left."""
    return text.translate(_PLAIN)
