"""Envelopes in, evidence out: reports are opened, read, located in the repository and added up."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial

from quality_gate.envelopes.merge import StageParts, merge
from quality_gate.envelopes.open import open_report
from quality_gate.model import cases as case_sums
from quality_gate.model import coverage as coverage_sums
from quality_gate.model.cases import Cases, Place
from quality_gate.model.coverage import Coverage
from quality_gate.model.envelope import Ended, Envelope, Freshness, ReportFile
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.job import Job
from quality_gate.model.paths import Globs
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Cause, Problem
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream
from quality_gate.world.world import World

_UNFRESH = {
    Freshness.MISSING: (Cause.MISSING, "was not written", "have the command write it, or correct `reports:`"),
    Freshness.STALE: (
        Cause.STALE,
        "is older than this run",
        "delete old reports, and have this run write it anew",
    ),
    Freshness.TRACKED: (
        Cause.STALE,
        "is tracked by git, so it is no evidence of this run",
        "`git rm --cached` it",
    ),
    Freshness.UNREADABLE: (Cause.UNREADABLE, "cannot be read", "write a regular, readable file"),
}
_UNSOUND = {
    State.INVALID: (Cause.UNREADABLE, "cannot be read", "see whether the tool that writes it was killed"),
    State.EMPTY: (Cause.EMPTY, "is empty", "check what the command selects"),
    State.SUSPECT: (Cause.INCOMPLETE, "contradicts itself", "have the tool write the whole report again"),
}
_ENVIRONMENT = "environment: "  # how a reading says that the report is fine and this machine is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the plan expects: every job, on this commit, for this gate."""

    jobs: Sequence[Job]
    commit: str = ""
    gate: str = ""
    exclude: tuple[str, ...] = ()


def gather(sources: Sources, envelopes: Sequence[Envelope], world: World) -> Evidence:
    tracked = (*world.git.tracked(), *world.git.untracked()) or tuple(world.files.walk())
    locator = Locator(tracked, str(world.files.root))
    parts = merge(envelopes, sources.jobs, sources.commit, sources.gate)
    first_jobs = {job.stage: job for job in reversed(sources.jobs)}
    stages = tuple(
        _stage(job, parts.get(name, StageParts()), locator, world)
        for name, job in sorted(first_jobs.items(), key=lambda item: _position(sources.jobs, item[0]))
    )
    coverage, problems = _coverage(stages, locator, sources.exclude)
    return Evidence(
        stages=stages,
        coverage=coverage,
        coverage_problems=problems,
        elapsed=_elapsed(envelope for stage in stages for envelope in stage.envelopes),
        tracked=tracked,
    )


def _position(jobs: Sequence[Job], stage: str) -> int:
    return next(position for position, job in enumerate(jobs) if job.stage == stage)


def _stage(job: Job, parts: StageParts, locator: Locator, world: World) -> StageEvidence:
    reports: list[ReadReport] = []
    problems: list[Problem] = list(parts.problems)
    cases: list[Cases] = []
    for envelope in parts.envelopes:
        for report, reading in _read(envelope, world):
            reports.append(ReadReport(path=report.path, reading=reading))
            if reading.cases is not None and reading.state is not State.INVALID:
                cases.append(reading.cases.moved(partial(_placed, envelope=envelope, locator=locator)))
        problems += _problems(envelope, reports[len(reports) - _fresh(envelope) :])
    return StageEvidence(
        name=job.stage,
        level=job.level,
        command=job.run,
        envelopes=parts.envelopes,
        reports=tuple(reports),
        cases=case_sums.merged(cases) if cases else None,
        problems=tuple(problems),
        not_run="" if parts.envelopes or parts.problems else "it handed nothing over",
        notes=(*parts.notes, *(f"{one.label}: {note}" for one in parts.envelopes for note in one.notes)),
    )


def _fresh(envelope: Envelope) -> int:
    return sum(report.freshness is Freshness.FRESH for report in envelope.reports)


def _read(envelope: Envelope, world: World) -> Iterator[tuple[ReportFile, Reading]]:
    for report in envelope.reports:
        if report.freshness is Freshness.FRESH:
            opened = open_report(envelope, report, world)
            if isinstance(opened, Problem):
                yield report, Reading(format="unknown", state=State.INVALID, note=opened.reason)
                continue
            with opened as stream:
                data_file = world.coverage_data.recognises(stream.read(64))
                stream.seek(0)
                if not data_file:
                    yield report, read_stream(stream)
                    continue
            stored = world.files.path(posixpath.join(envelope.folder, report.stored))
            yield report, world.coverage_data.read([str(stored)], str(world.files.root))


def _problems(envelope: Envelope, reports: Sequence[ReadReport]) -> Iterator[Problem]:
    """What is wrong with the reports of one envelope, in the words of its label."""
    ran = envelope.last.ended in (Ended.EXITED, Ended.COLLECTED)
    for report in envelope.reports:
        if report.freshness is not Freshness.FRESH and ran:
            cause, said, remedy = _UNFRESH[report.freshness]
            yield Problem(
                cause, f"{report.path} {said}" + (f": {report.note}" if report.note else ""), remedy
            )
    for one in reports:
        if one.reading.state is not State.OK:
            cause, said, remedy = _UNSOUND[one.reading.state]
            note = one.reading.note
            if note.startswith(_ENVIRONMENT):
                yield Problem(
                    Cause.ENVIRONMENT, f"{one.path}: {note.removeprefix(_ENVIRONMENT)}", "add `coverage json`"
                )
            else:
                yield Problem(cause, f"{one.path} {said}" + (f": {note}" if note else ""), remedy)


def _placed(place: Place, envelope: Envelope, locator: Locator) -> Place:
    """The place in the repository: by the file the report names, else by the dotted class."""
    variant = envelope.variant_label
    if place.file:
        found = locator.locate(place.file, ())
        if found.path:
            rest = locator.locate_class(place.classname)
            classname = rest[1] if rest and rest[0] == found.path else place.classname
            return Place(place.suite, classname, found.path, variant)
    if resolved := locator.locate_class(place.classname):
        return Place(place.suite, resolved[1], resolved[0], variant)
    return replace(place, file="", variant=variant)


def _coverage(
    stages: Iterable[StageEvidence], locator: Locator, exclude: tuple[str, ...]
) -> tuple[Coverage | None, tuple[Problem, ...]]:
    parts: list[Coverage] = []
    problems: list[Problem] = []
    for stage in stages:
        for report in stage.reports:
            reading = report.reading
            if reading.coverage is not None and reading.state is not State.INVALID:
                found, trouble = located(reading.coverage, locator, reading.roots, report.path)
                parts.append(found)
                problems += trouble
    if not parts:
        return None, ()
    everything = coverage_sums.merged(parts)
    if exclude:
        excluded = Globs(exclude)
        everything = everything.only(lambda path: not excluded.match(path))
    return everything, tuple(problems)


def _elapsed(envelopes: Iterable[Envelope]) -> Fraction | None:
    """From the first start to the last end, as far as the envelopes tell."""
    spans = [
        (start, start + sum(int(attempt.resources.wall * 1000) for attempt in envelope.attempts))
        for envelope in envelopes
        if envelope.attempts and (start := _milliseconds(envelope.started)) is not None
    ]
    return Fraction(max(end for _, end in spans) - min(start for start, _ in spans), 1000) if spans else None


def _milliseconds(moment: str) -> int | None:
    try:
        return int(datetime.fromisoformat(moment).timestamp()) * 1000
    except ValueError:
        return None
