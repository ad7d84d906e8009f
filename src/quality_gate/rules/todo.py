"""A thing that people must do by hand, and that somebody has to tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quality_gate.bind.values import level_setting, setting
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.rules.rule import About, NamedRow


@dataclass(frozen=True, kw_only=True)
class TodoSettings:
    done: bool = setting(doc="Whether it is done.", example="false")
    level: Level = level_setting()
    help: str = setting(default="", doc="How it is done: a text or an address.", example="docs/redis.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    about: About
    done: bool
    help: str = ""

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:  # noqa: ARG002 - no evidence but somebody's word
        yield Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.PASSED if self.done else Status.FAILED,
            expected="done",
            got="done" if self.done else "open",
            next="" if self.done else self.help or f"do it, then write `done: true` at {self.about.rule}",
        )


ROW = NamedRow(
    section="todo",
    setting=TodoSettings,
    doc="What people do by hand: it holds when somebody has written `done: true`.",
    example="{redis-password: {level: required, done: false}}",
    make=lambda about, written, _scope: Todo(about=about, done=written.done, help=written.help),
)
