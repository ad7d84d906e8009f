"""Reads the reports of envelopes: one when it is asked for, or many large ones ahead and side by side."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from quality_gate.envelopes.open import open_report
from quality_gate.model.envelope import Envelope, Freshness, ReportFile
from quality_gate.model.paths import Globs
from quality_gate.model.reading import Reading, invalid
from quality_gate.model.verdict import Problem
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.reading import UNKNOWN
from quality_gate.readers.strict_json import NotReadable, read_json
from quality_gate.reading import read_opened
from quality_gate.world.coverage_data import CoverageData
from quality_gate.world.files import Files
from quality_gate.world.world import World

JSON: Final = "json"
WORTH_IT: Final = 48 << 20  # bytes: less is read before other processes have started


@dataclass(frozen=True, slots=True)
class _Task:
    """One report as another process can be told of it."""

    envelope: Envelope
    report: ReportFile
    root: Path
    limits: ReadLimits
    plain: bool = False


@dataclass(frozen=True, slots=True)
class ReportReader:
    world: World
    limits: ReadLimits = DEFAULT_LIMITS
    worth_it: int = WORTH_IT
    plain: tuple[str, ...] = ()  # reports of which a key is asked: any JSON will do
    _known: dict[tuple[str, str], Reading | Problem] = field(default_factory=dict)

    def read_ahead(self, envelopes: Sequence[Envelope]) -> None:
        """Never changes what `said` answers, only when it was read."""
        tasks = sorted(self._tasks(envelopes), key=lambda task: -task.report.size)
        size = sum(task.report.size for task in tasks)
        # One report that is larger than all others together leaves nothing to share out.
        if not tasks or size - tasks[0].report.size < self.worth_it // 2 or size < self.worth_it:
            return
        if self.world.workers.count(len(tasks)) < 2:
            return
        for task, said in zip(tasks, self.world.workers.answers(_said, tasks), strict=True):
            if said is not None:
                self._known[task.envelope.folder, task.report.stored] = said

    def said(self, envelope: Envelope, report: ReportFile) -> Reading | Problem:
        """What a fresh report says; a problem where the copy is not what was handed over."""
        known = self._known.pop((envelope.folder, report.stored), None)
        if known is None:
            known = _read(self._task(envelope, report), self.world.coverage_data)
        return known

    def _task(self, envelope: Envelope, report: ReportFile) -> _Task:
        plain = any(report.path == one or Globs((one,)).match(report.path) for one in self.plain)
        return _Task(envelope, report, self.world.files.root, self.limits, plain)

    def _tasks(self, envelopes: Sequence[Envelope]) -> Iterator[_Task]:
        for envelope in envelopes:
            alone = replace(envelope, attempts=(), reports=(), tail=(), notes=())
            earlier = (report for attempt in envelope.attempts[:-1] for report in attempt.reports)
            for report in (*earlier, *envelope.reports):
                if report.freshness is Freshness.FRESH:
                    yield self._task(alone, report)


def _said(task: _Task) -> Reading | Problem:
    return _read(task, CoverageData())


def _read(task: _Task, data: CoverageData) -> Reading | Problem:
    files = Files(task.root)
    opened = open_report(task.envelope, task.report, files)
    if isinstance(opened, Problem):
        return opened
    stored = str(files.path(posixpath.join(task.envelope.folder, task.report.stored)))
    with opened as stream:
        said = read_opened(stream, stored, str(task.root), data, task.limits)
        if not task.plain or said.format != UNKNOWN:
            return said
        stream.seek(0)
        return _plain(stream, task.limits)


def _plain(stream: BinaryIO, limits: ReadLimits) -> Reading:
    """No format of ours, but the configuration says by a key what is to be read of it."""
    try:
        read_json(stream, limits, keep_constants=True)
    except NotReadable as error:
        return invalid(JSON, str(error))
    return Reading(format=JSON)
