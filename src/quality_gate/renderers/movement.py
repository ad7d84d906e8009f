"""How this run has moved against its base, in a few words; nothing where there is no base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quality_gate.model.cases import Case, Counts
from quality_gate.model.evidence import Evidence
from quality_gate.model.identity import new_among
from quality_gate.model.ratio import percent_text
from quality_gate.model.report import Report
from quality_gate.model.wording import plural

TITLE: Final = "Against the base"


def movement(report: Report) -> list[str]:
    """`coverage 92.1 % → 91.8 %`, `tests 61 → 73 (+12)`, `failing tests 1 → 3 (2 new)`."""
    base = report.evidence.base
    return list(_parts(report, base)) if base is not None else []


def _parts(report: Report, base: Evidence) -> Iterator[str]:
    yield from _coverage(report.evidence, base)
    before = [stage.cases.counts for stage in base.stages if stage.cases is not None]
    if before and report.rollup.tests is not None:
        yield _number("tests", sum(before, Counts()).total, report.rollup.tests.total)
        yield from _failing(report.evidence, base)
    told = [row.new for row in report.rollup.findings if row.new is not None]
    if told:
        yield plural(sum(told), "new finding") if sum(told) else "no new finding"


def _coverage(evidence: Evidence, base: Evidence) -> Iterator[str]:
    if evidence.coverage is None or base.coverage is None:
        return
    (unit, now), (unit_before, then) = evidence.coverage.headline, base.coverage.headline
    if now.percent is None or then.percent is None or unit != unit_before:
        return
    if now.percent == then.percent:
        yield f"coverage {percent_text(now.percent)} as before"
    else:  # never rounded to the same words
        before, after = percent_text(then.percent, now.percent), percent_text(now.percent, then.percent)
        yield f"coverage {before} → {after}"


def _number(name: str, then: int, now: int) -> str:
    return f"{name} {then:,} → {now:,} ({now - then:+,})" if now != then else f"{name} {now:,} as before"


def _failing(evidence: Evidence, base: Evidence) -> Iterator[str]:
    before, now = list(_unexcused(base)), list(_unexcused(evidence))
    renames = evidence.changes.renames if evidence.changes is not None else {}
    new = len(new_among(now, before, renames))
    if new or len(now) != len(before):
        yield f"failing tests {len(before):,} → {len(now):,}" + (f" ({new:,} new)" if new else "")
    elif now:
        yield f"failing tests {len(now):,} as before"


def _unexcused(evidence: Evidence) -> Iterator[Case]:
    for stage in evidence.stages:
        if stage.cases is not None:
            yield from (case for case in stage.cases.failing if not case.waived)
