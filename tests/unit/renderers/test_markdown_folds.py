"""What stands open in a comment, and what waits behind a title that says what to expect."""

from __future__ import annotations

import re

from builders import report, ruling, stage_row
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision, Spot
from quality_gate.renderers.markdown import markdown


def open_part(text: str) -> str:
    """Without what is folded."""
    return re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)


def titles(text: str) -> list[str]:
    return re.findall(r"<details><summary>(.*?)</summary>", text)


def test_of_many_stages_those_that_hold_are_folded() -> None:
    rows = [stage_row(f"s{at}", "failed exit 1" if at == 7 else "passed exit 0") for at in range(40)]
    text = markdown(report(Decision.NOT_READY, rollup=Rollup(stages=tuple(rows))))

    assert "| ❌ failed | `s7` | exit 1 |" in open_part(text)
    assert "`s8`" not in open_part(text) and "| ✅ passed | `s8` | exit 0 |" in text
    assert titles(text) == ["Stages that hold (39)"]


def test_a_dozen_stages_stand_open() -> None:
    rows = tuple(stage_row(f"s{at}", wall="1.5") for at in range(12))
    text = markdown(report(Decision.READY, rollup=Rollup(stages=rows)))

    assert open_part(text).count("| ✅ passed |") == 12
    assert "| ✅ passed | `s0` | exit 0 | 1.5 s |" in text
    assert titles(text) == []


def test_a_warning_is_one_line_and_the_rest_of_it_is_folded() -> None:
    rulings = [
        ruling("todo.x", "warned", got="open", distance="3 days left", reason="why", next="do it"),
        ruling("coverage.total", "warned", got="84 %", spots=(Spot("src/a.py", 3),)),
        ruling("todo.y", "warned", got="open"),
    ]
    text = markdown(report(Decision.READY_WITH_WARNINGS, rulings))

    shown = open_part(text)
    assert (
        "- ⚠️ **warned** todo.x — **open**; 3 days left\n- ⚠️ **warned** coverage.total — **84 %**\n" in shown
    )
    assert "why" not in shown and "src/a.py" not in shown and "do it" not in shown
    assert titles(text) == ["Warnings in full (2)", "Recommendations (3)", "Checklist: 0 of 3 boxes ticked"]


def test_what_blocks_is_never_folded() -> None:
    blocking = ruling(
        "tests.pass-rate", "failed", got="94 %", distance="1 short", reason="why", next="mend it"
    )
    text = markdown(report(Decision.NOT_READY, [blocking]))

    assert all(word in open_part(text) for word in ("94 %", "1 short", "why", "→ mend it"))
    assert titles(text)[0] == "Next steps (1)"
