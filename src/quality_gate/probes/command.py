"""Runs a command and sees how it ends, and what it says: a smoke test, or a client of any protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import Count, Verbatim, setting
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause
from quality_gate.probes.answers import Shortfall, cut, failed, passed, unknown
from quality_gate.probes.command_output import Said, said_by
from quality_gate.probes.patterns import Mistakes
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.texts import count_mistakes, text_mistakes, wrong_with

NAME: Final = "command"


@dataclass(frozen=True, kw_only=True)
class CommandSettings(LiveSettings):
    command: str = setting(doc="The command, run as those of stages are.", example="python smoke.py")
    exit_code: Count = setting(default=0, doc="The exit code that it must end with; default: 0.", example="2")
    match: tuple[str, ...] = setting(
        default=(), doc="Texts, or patterns between slashes, that it must say.", example='"3 answers"'
    )
    forbid: tuple[str, ...] = setting(
        default=(), doc="Texts, or patterns between slashes, that it must not say.", example="Traceback"
    )
    count: Mapping[str, Verbatim] = setting(
        default_factory=dict,
        doc="How often it must say a text, or what a pattern between slashes fits.",
        example='{"audio chunk": ">= 3", /^WARN/: 0}',
    )

    def mistakes(self) -> Mistakes:
        yield from text_mistakes("match", self.match)
        yield from text_mistakes("forbid", self.forbid)
        yield from count_mistakes("count", self.count)


SETTINGS: Final = CommandSettings


def look(settings: CommandSettings, site: Site) -> Sighting:
    expected = _expected(settings)
    said = said_by(settings.command, site)
    if said.trouble and said.trouble.cause is Cause.INCOMPLETE:  # it had its time
        return failed(expected, said.trouble.reason, Shortfall(next=said.trouble.next))
    if said.trouble:
        return unknown(said.trouble, expected)
    wrong = wrong_with(f"{said.out}\n{said.errors}", settings.match, settings.forbid, settings.count)
    got = ", ".join((f"exit {said.exit_code}", *wrong))
    if not wrong and said.exit_code == settings.exit_code:
        return passed(expected, got)
    again = f"run `{cut(settings.command, 100)}` by hand"
    return failed(expected, got, Shortfall(reason=_reason(said, got), next=again))


def _reason(said: Said, got: str) -> str:
    return f"{got}; it said last: {said.last_line}" if said.last_line else got


def _expected(settings: CommandSettings) -> str:
    parts = [f"exit {settings.exit_code}"]
    parts += [repr(text) for text in settings.match]
    parts += [f"no {text!r}" for text in settings.forbid]
    parts += [f"{text!r} {wanted} times" for text, wanted in settings.count.items()]
    return ", ".join(parts)
