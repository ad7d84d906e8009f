"""The command that excuses a failing test, ready to be completed and typed."""

from __future__ import annotations

import re
import shlex
from typing import Final

from quality_gate.model.cases import Case
from quality_gate.model.causes import headline
from quality_gate.model.selectors import escaped
from quality_gate.renderers.escape import quiet

_VERDICTS: Final = re.compile("READY|PASSED|FAILED")
_LONGEST: Final = 300
_SHORTEST_ERROR: Final = 8
_MOST_ERROR: Final = 160


def waive_command(case: Case) -> str:
    """Empty where none fits: for a test that does not fail, is waived, or whose name no shell should see."""
    error = _error(case)
    names = (case.id, error)
    if not case.failing or case.waived or len(error) < _SHORTEST_ERROR:
        return ""
    if len(case.id) > _LONGEST or not all(name.isprintable() for name in names):
        return ""
    test = shell_word(escaped(case.id))
    words = ["quality-gate waive add", f"-- {test}" if case.id.startswith("-") else test]
    options = [f"--error={shell_word(error)}", "--reason='…'", "--owner='@…'"]
    # Behind `--` nothing is an option any more, so the options come first there.
    return " ".join([words[0], *options, words[1]] if case.id.startswith("-") else [*words, *options])


def shell_word(text: str) -> str:
    """One word to a shell that means this very text; to it `READ''Y` is READY, and to people no verdict."""
    word = shlex.quote(text)
    if quiet(text) == text:
        return word
    return _VERDICTS.sub(lambda found: f"{found[0][:-1]}''{found[0][-1]}", word)


def _error(case: Case) -> str:
    """The line that says what went wrong, as far as the report holds it word for word."""
    line = headline(case)
    if case.kind and line.startswith(f"{case.kind}: ") and not case.message.strip().startswith(case.kind):
        line = line.removeprefix(f"{case.kind}: ")
    line = " ".join(line.split())[:_MOST_ERROR].strip()
    return line.strip("/") if line.startswith("/") and line.endswith("/") else line
