"""Reports read ahead and side by side say what they say one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.envelope import Envelope, Freshness
from quality_gate.model.job import Retry
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Problem
from quality_gate.readers.reader import ReadLimits
from quality_gate.world.workers import Workers
from repository import junit, leaves
from stage_site import Site


class Asked(Workers):
    """Two processors, and nobody who takes the work; counts how often it was offered."""

    def __init__(self, processors: int = 2) -> None:
        super().__init__()
        self.offered: list[int]
        object.__setattr__(self, "offered", [])
        object.__setattr__(self, "processors", processors)

    def count(self, tasks: int) -> int:
        return min(tasks, self.processors)  # type: ignore[attr-defined,no-any-return]

    def answers(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:
        self.offered.append(len(tasks))
        return [None] * len(tasks)


def envelope_of(site: Site) -> Envelope:
    lines = [leaves(f"out/{name}.xml", junit(f"{name}1", f"{name}2!")) for name in "abc"]
    first = leaves("out/a.xml", junit("a1!", "a2!"))
    run = f"mkdir -p out; test -e tried || {{ touch tried\n{first}\nexit 1; }}\n" + "\n".join(lines)
    return site.one(f"{run}\necho nothing > out/d.xml", retry=Retry(times=1), reports=("out/*.xml",))


def said(reader: ReportReader, envelope: Envelope) -> list[Reading | Problem]:
    reports = [report for attempt in envelope.attempts[:-1] for report in attempt.reports]
    return [
        reader.said(envelope, report)
        for report in (*reports, *envelope.reports)
        if report.freshness is Freshness.FRESH
    ]


def test_ahead_or_one_by_one_is_the_same(tmp_path: Path) -> None:
    site = Site(tmp_path)
    envelope = envelope_of(site)
    Path(tmp_path, envelope.folder, envelope.reports[-2].stored).write_text("changed", encoding="utf-8")
    one_by_one, ahead = ReportReader(site.world), ReportReader(site.world, worth_it=1)
    ahead.read_ahead([envelope])
    expected = said(one_by_one, envelope)

    assert len(ahead._known) == (5 if Workers().count(2) == 2 else 0)
    assert [isinstance(one, Problem) for one in expected] == [False, False, False, True, False]
    assert said(ahead, envelope) == expected
    assert ahead._known == {}


def test_what_nobody_answered_is_read_here(tmp_path: Path) -> None:
    site = Site(tmp_path)
    envelope = envelope_of(site)
    world = replace(site.world, workers=(workers := Asked()))
    reader = ReportReader(world, worth_it=1)
    reader.read_ahead([envelope])

    assert workers.offered == [5]
    assert said(reader, envelope) == said(ReportReader(site.world), envelope)


@pytest.mark.parametrize(("worth_it", "processors"), [(1 << 20, 2), (1, 1)])
def test_little_is_never_shared_out(tmp_path: Path, worth_it: int, processors: int) -> None:
    site = Site(tmp_path)
    envelope = envelope_of(site)
    workers = Asked(processors)
    reader = ReportReader(replace(site.world, workers=workers), worth_it=worth_it)
    reader.read_ahead([envelope])
    reader.read_ahead([])

    assert workers.offered == []


def test_one_large_report_leaves_nothing_to_share_out(tmp_path: Path) -> None:
    site = Site(tmp_path)
    large = junit(*(f"n{number}" for number in range(200)))
    envelope = site.one(
        f"{leaves('out/a.xml', large)}\n{leaves('out/b.xml', junit('b'))}", reports=("out/*.xml",)
    )
    workers = Asked()
    ReportReader(replace(site.world, workers=workers), worth_it=len(large)).read_ahead([envelope])

    assert workers.offered == []


def test_the_limits_are_those_of_the_plan(tmp_path: Path) -> None:
    site = Site(tmp_path)
    envelope = site.one(leaves("out/a.xml", junit("a", "b")), reports=("out/a.xml",))
    (reading,) = said(ReportReader(site.world, ReadLimits(max_cases=1)), envelope)

    assert isinstance(reading, Reading)
    assert reading.note == "more than 1 test case; raise `limits: cases`"
