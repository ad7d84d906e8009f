"""What every medium says in the same words and with the same digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from quality_gate.model.cases import Counts
from quality_gate.model.ratio import HUNDRED, Ratio, decimal_text
from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.model.verdict import Cause, Level, Ruling, Status, Verdict
from quality_gate.model.wording import duration_text, plural
from quality_gate.renderers.escape import one_line

_PERCENT: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?) %")


class Percents:
    """Percentages of one report: where a ruling needed more digits to stand on its side, all show them."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self._said = {number for ruling in rulings for number in _PERCENT.findall(ruling.got)}
        self._decimals = sorted({1, *(len(number.partition(".")[2]) for number in self._said)} - {0})

    def text(self, ratio: Ratio) -> str:
        """`94.9 %`; a dash where there was nothing to count."""
        digits = self.digits(ratio)
        return f"{digits} %" if digits else "–"

    def digits(self, ratio: Ratio) -> str:
        if ratio.percent is None:
            return ""
        texts = [decimal_text(ratio.percent, Fraction(0), HUNDRED, decimals=n) for n in self._decimals]
        return next((text for text in reversed(texts) if text in self._said), texts[0])


def phrase(verdict: Verdict) -> str:
    """The verdict phrase; a profile or a stage in it may carry any name."""
    return f"{verdict.decision} ({one_line(verdict.scope, 80)})" if verdict.scope else str(verdict.decision)


def status_word(status: Status, cause: Cause | None = None) -> str:
    return f"{status} ({cause})" if cause else str(status)


def ruling_word(ruling: Ruling) -> str:
    return status_word(ruling.status, ruling.cause) + (" (waived)" if is_waived(ruling) else "")


def is_waived(ruling: Ruling) -> bool:
    return bool(ruling.waived) and ruling.status is Status.FAILED


def ruling_mark(ruling: Ruling) -> Status:
    """How a ruling looks: what is waived warns."""
    return Status.WARNED if is_waived(ruling) else ruling.status


def summary(verdict: Verdict) -> str:
    """How many rules hold, in one sentence or two."""
    if verdict.reason:
        return _sentence(verdict.reason)
    judged = [r for r in verdict.rulings if _counts(r)]
    blocking, warnings = len(verdict.blocking), len(verdict.warning)
    also = f" {plural(warnings, 'warning')}." if warnings else ""
    if blocking:
        verb = "does" if blocking == 1 else "do"
        return f"{blocking:,} of {plural(len(judged), 'required rule')} {verb} not hold.{also}"
    if len(judged) == 1:
        return f"The one required rule holds.{also}"
    return f"All {plural(len(judged), 'required rule')} hold.{also}" if judged else f"No required rule.{also}"


def incomplete(verdict: Verdict) -> str:
    """Said of every run that may not decide."""
    return "Not a complete run of a deciding profile: it cannot clear a deployment." if verdict.scope else ""


def titled(ruling: Ruling) -> str:
    """The title, and the weight where it is not the usual one."""
    level = "" if ruling.level is Level.REQUIRED else f" ({ruling.level})"
    return (ruling.title or ruling.rule) + level


def measured(ruling: Ruling) -> str:
    """`99.7 %, expected ≥ 100 %`."""
    expected = f"expected {ruling.expected}" if ruling.expected else ""
    return ", ".join(part for part in (ruling.got, expected) if part)


def stage_mark(row: StageRow) -> tuple[Status, str]:
    """A stage whose failing tests explain its exit code did not simply pass: the test rules decide."""
    if row.status is Status.PASSED and row.counts is not None and row.counts.failing:
        return Status.WARNED, "explained"
    if row.status is Status.WARNED and row.counts is not None and row.counts.waived:
        return Status.WARNED, "waived"
    return row.status, str(row.status)


def stage_text(row: StageRow) -> str:
    """`59 tests, 3 failed, exit 1, 2 skipped`: what matters most first, for the end may be cut."""
    counts = row.counts or Counts()
    parts = [
        plural(counts.total, "test") if row.counts is not None else "",
        *_numbered((counts.failed, "failed"), (counts.errors, "in error"), (counts.waived, "of them waived")),
        row.said.partition(", explained by ")[0] if counts.failing else row.said,  # the status says it
        f"on {row.environment}" if row.environment else "",
        "" if row.level is Level.REQUIRED else str(row.level),
        *_numbered(
            (counts.skipped, "skipped"), (counts.expected, "expected to fail"), (counts.flaky, "flaky")
        ),
    ]
    return ", ".join(part for part in parts if part)


def time_text(row: StageRow) -> str:
    return duration_text(row.resources.wall) if row.resources.wall else ""


def total_coverage(report: Report) -> Ratio | None:
    """The ratio behind the one number that people call coverage."""
    for row in report.rollup.coverage:
        if row.name == "total":
            return row.ratio
    return report.evidence.coverage.headline[1] if report.evidence.coverage is not None else None


def all_notices(report: Report) -> list[str]:
    """What was left out of the run, and what its stages have to say."""
    said = [f"{stage.name}: {note}" for stage in report.evidence.stages for note in stage.notes]
    return [*report.notices, *said]


def origin(report: Report) -> list[str]:
    """Which gate said it, by which configuration, when, how long it took, for whom and where."""
    context, took = report.context, report.evidence.elapsed
    digest = context.config_digest[:7]
    return [
        part
        for part in (
            f"quality-gate {one_line(context.version, 40)}".strip(),
            f"configuration `{digest}`" if digest else "no configuration",
            _moment(context.started),
            f"took {duration_text(took)}" if took else "",
            f"by {one_line(context.actor, 40)}" if context.actor else "",
            f"on {one_line(context.runner, 40)}" if context.runner else "",
        )
        if part
    ]


def _moment(started: str) -> str:
    """`2026-11-20 12:00 UTC`."""
    day, _, time = started.partition("T")
    return f"{day} {time[:5]} UTC" if time.endswith("Z") else one_line(started, 40)


def first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _counts(ruling: Ruling) -> bool:
    return (
        ruling.level is Level.REQUIRED
        and ruling.status is not Status.SKIPPED
        and (ruling.cause is not Cause.NO_BASE or ruling.blocks)
    )


def _numbered(*pairs: tuple[int, str]) -> list[str]:
    return [f"{number:,} {word}" for number, word in pairs if number]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
