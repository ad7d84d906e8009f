"""The report as a comment: its marker first, then the words of the job summary within a comment's size."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quality_gate.model.cases import Case, Cases
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.report import Report
from quality_gate.renderers.fitting import size_of
from quality_gate.renderers.links import safe_url
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.marker import Marker
from quality_gate.renderers.phrases import first_line

MOST: Final = 60_000  # GitHub refuses more than 65,536 characters
_USEFUL: Final = 10  # failing tests that must find room, however long their messages are
_TRACES: Final = 24_000  # bytes for all of theirs


def comment(report: Report, marker: Marker) -> str:
    run = safe_url(report.context.run_url)
    more = f"[The job summary]({run}) shows more" if run else ""
    return f"{marker.line}\n{markdown(_brief(report), MOST - size_of(marker.line) - 1, more)}"


def _brief(report: Report) -> Report:
    """Failing tests of different kinds first, none with a trace that leaves no room for the others."""
    failing = sum(len(stage.cases.failing) for stage in report.evidence.stages if stage.cases)
    room = _TRACES // min(max(failing, 1), _USEFUL)
    stages = tuple(_stage(stage, room) for stage in report.evidence.stages)
    return replace(report, evidence=replace(report.evidence, stages=stages))


def _stage(stage: StageEvidence, room: int) -> StageEvidence:
    if stage.cases is None:
        return stage
    firsts: dict[str, Case] = {}
    for case in stage.cases.failing:
        firsts.setdefault(first_line(case.message)[:200], case)
    told = {id(case) for case in firsts.values()}
    others = sorted(stage.cases.others, key=lambda case: id(case) not in told)
    shown = tuple(
        replace(case, message=_cut(case.message, room), text=_cut(case.text, room)) for case in others
    )
    return replace(stage, cases=Cases(stage.cases.passed, shown, stage.cases.attributes))


def _cut(text: str, room: int) -> str:
    """Both ends of a text, which tell the most."""
    whole = text.encode("utf-8", "replace")
    if len(whole) <= room:
        return text
    first, last = whole[: room // 2], whole[-(room // 2) :]
    return f"{first.decode('utf-8', 'ignore')}\n…\n{last.decode('utf-8', 'ignore')}"
