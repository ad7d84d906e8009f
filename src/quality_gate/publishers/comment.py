"""The outlet `comment`: one comment on the pull request, which every run brings up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from quality_gate.bind.values import setting
from quality_gate.forges.commit import refuse_another_commit
from quality_gate.forges.sticky import Wish, keep
from quality_gate.forges.table import conversation_of
from quality_gate.model.report import Report
from quality_gate.renderers.comment import comment
from quality_gate.renderers.marker import marker_of
from quality_gate.world.world import World


@dataclass(frozen=True, kw_only=True)
class Comment:
    NAME: ClassVar[str] = "comment"

    when: Literal["always", "not-ready", "change"] = setting(
        default="always",
        doc="`not-ready`: the first one only for a verdict that blocks. `change`: only with something new.",
        example="not-ready",
    )

    def publish(self, report: Report, world: World) -> None:
        talk = conversation_of(report.context, world)
        if talk is None:
            return
        refuse_another_commit(report.context)
        marker = marker_of(report)
        wish = Wish(
            marker=marker,
            text=comment(report, marker),
            first=self.when != "not-ready" or not report.verdict.good,
            repeated=self.when != "change",
        )
        if left := keep(talk, wish):
            world.console.tell(f"notice: {self.NAME}: {left}")
