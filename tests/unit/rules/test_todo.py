"""What people do by hand counts when somebody ticked it, and not before."""

from __future__ import annotations

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Status
from quality_gate.rules.rule import About
from quality_gate.rules.todo import Todo

ABOUT = About(rule="todo.redis-password", title="todo: redis-password")


def test_an_open_item_fails_and_says_what_to_write() -> None:
    (ruling,) = Todo(about=ABOUT, done=False).judge(Evidence())
    assert (ruling.status, ruling.got) == (Status.FAILED, "open")
    assert ruling.next == "do it, then write `done: true` at todo.redis-password"


def test_its_help_is_the_next_step() -> None:
    (ruling,) = Todo(about=ABOUT, done=False, help="docs/redis.md").judge(Evidence())
    assert ruling.next == "docs/redis.md"


def test_a_ticked_item_passes() -> None:
    (ruling,) = Todo(about=ABOUT, done=True).judge(Evidence())
    assert (ruling.status, ruling.next) == (Status.PASSED, "")
