"""Envelopes in, evidence out: reports are opened, read, located in the repository and added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial

from quality_gate.envelopes.earlier import Earlier, earlier_attempts, with_flaky
from quality_gate.envelopes.expected import Expected
from quality_gate.envelopes.lookups import look_up
from quality_gate.envelopes.merge import StageParts, merge
from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.envelopes.reports import problems_of, read_reports
from quality_gate.model import cases as case_sums
from quality_gate.model import coverage as coverage_sums
from quality_gate.model.cases import Cases, Place
from quality_gate.model.coverage import Coverage
from quality_gate.model.envelope import Envelope
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.job import Job
from quality_gate.model.lookups import Lookup
from quality_gate.model.paths import Globs
from quality_gate.model.reading import State
from quality_gate.model.told_units import told
from quality_gate.model.verdict import Level, Problem
from quality_gate.model.wording import listed, plural
from quality_gate.readers.candidates import in_module
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.locate_findings import placed_findings
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.repository import known_files, locator_of
from quality_gate.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the plan expects, and what it leaves out."""

    expected: Expected
    exclude: tuple[str, ...] = ()
    limits: ReadLimits = DEFAULT_LIMITS
    lookups: tuple[Lookup, ...] = ()


def gather(sources: Sources, envelopes: Sequence[Envelope], world: World) -> Evidence:
    tracked = known_files(world)
    locator = locator_of(tracked, world)
    parts = merge(envelopes, sources.expected)
    asked = tuple(dict.fromkeys(question.report for question in sources.lookups if question.key))
    reader = ReportReader(world, sources.limits, plain=asked)
    reader.read_ahead([envelope for part in parts.values() for envelope in part.envelopes])
    first_jobs: dict[str, Job] = {}  # of each stage
    for job in sources.expected.jobs:
        first_jobs.setdefault(job.stage, job)
    stages = tuple(
        _stage(job, parts.get(name, StageParts()), locator, reader) for name, job in first_jobs.items()
    )
    coverage, problems, notes = _coverage(stages, locator, sources.exclude)
    return Evidence(
        stages=tuple(replace(stage, notes=stage.notes + notes.get(stage.name, ())) for stage in stages),
        coverage=coverage,
        coverage_problems=problems,
        elapsed=_elapsed(envelope for stage in stages for envelope in stage.envelopes),
        known=tracked,
        lookups=look_up(sources.lookups, parts, reader),
    )


def _stage(job: Job, parts: StageParts, locator: Locator, reader: ReportReader) -> StageEvidence:
    reports: list[ReadReport] = []
    problems: list[Problem] = list(parts.problems)
    notes: dict[str, list[str]] = {}  # each with the parts that it is of
    cases: list[Cases] = []
    failing: list[int] = []
    for envelope in parts.envelopes:
        read = [_in_place(one, locator) for one in read_reports(envelope, reader)]
        reports += read
        problems += problems_of(envelope, read)
        earlier = earlier_attempts(envelope, reader)
        problems += earlier.problems
        for note in (*envelope.notes, *earlier.notes):
            notes.setdefault(note, []).append(envelope.part)
        own = _cases(envelope, read, earlier, locator)
        cases += own
        failing.append(case_sums.merged(own).counts.failing)
    return StageEvidence(
        name=job.stage,
        level=job.level,
        command=job.run,
        environment=job.environment,
        envelopes=parts.envelopes,
        failing=tuple(failing),
        reports=tuple(reports),
        cases=case_sums.merged(cases) if cases else None,
        problems=tuple(dict.fromkeys(problems)),
        not_run="" if parts.envelopes or parts.problems else "it handed nothing over",
        notes=(*parts.notes, *(_note(note, which) for note, which in notes.items())),
    )


def _cases(envelope: Envelope, read: Sequence[ReadReport], earlier: Earlier, locator: Locator) -> list[Cases]:
    """Those of one part, each in its place; one that passed on a later attempt only is flaky."""
    placed = partial(_placed, variant=envelope.variant_label, locator=locator)
    own = [
        one.reading.cases.moved(partial(placed, report=one.path))
        for one in read
        if one.reading.cases is not None and one.reading.state is not State.INVALID
    ]
    if not (own and earlier.cases):
        return own
    before = [part.moved(partial(placed, report=path)) for path, part in earlier.cases]
    return [with_flaky(case_sums.merged(own), before)]


def _in_place(one: ReadReport, locator: Locator) -> ReadReport:
    findings = one.reading.findings
    if findings is None:
        return one
    return replace(one, reading=replace(one.reading, findings=placed_findings(findings, locator)))


def _note(note: str, which: list[str]) -> str:
    """What several parts say alike is said once, of the stage."""
    return f"{which[0]}: {note}" if len(which) == 1 and which[0] else note


def _placed(place: Place, report: str, variant: str, locator: Locator) -> Place:
    """The place in the repository: by the file the report names, else by the dotted class."""
    if place.file:
        found = in_module(locator.locate(place.file, ()), report)
        if found.path:
            rest = locator.locate_class(place.classname, report)
            classname = rest[1] if rest and rest[0] == found.path else place.classname
            return Place(place.suite, classname, found.path, variant)
    if resolved := locator.locate_class(place.classname, report):
        return Place(place.suite, resolved[1], resolved[0], variant)
    return replace(place, file="", variant=variant)


def _coverage(
    stages: Iterable[StageEvidence], locator: Locator, exclude: tuple[str, ...]
) -> tuple[Coverage | None, tuple[Problem, ...], dict[str, tuple[str, ...]]]:
    """What the required stages measured, as with tests: an optional stage never changes the verdict.

    Last a note on each stage of whose reports files count for nothing.
    """
    parts: list[Coverage] = []
    problems: list[Problem] = []
    notes: dict[str, tuple[str, ...]] = {}
    excluded = Globs(exclude)
    for stage in [stage for stage in stages if stage.level is Level.REQUIRED]:
        foreign: dict[str, str] = {}  # each path, and the report that it stands in
        for report in stage.reports:
            reading = report.reading
            if reading.coverage is not None and reading.state is not State.INVALID:
                found, trouble, outside = located(
                    reading.coverage, locator, reading.roots, report.path, excluded
                )
                parts.append(told(found))
                problems += trouble
                foreign |= dict.fromkeys(outside, report.path)
        if foreign:
            notes[stage.name] = (_left_out(foreign),)
    if not parts:
        return None, (), notes
    everything = coverage_sums.merged(parts)
    if exclude:
        everything = everything.only(lambda path: not excluded.match(path))
    return everything, tuple(problems), notes


def _left_out(foreign: Mapping[str, str]) -> str:
    """`2 files in out/lcov.info are not in this repository, and count for nothing: gen/a.ts, gen/b.ts`."""
    where = listed(dict.fromkeys(foreign.values()), 2)
    verb, counts = ("is", "counts") if len(foreign) == 1 else ("are", "count")
    what = f"{plural(len(foreign), 'file')} in {where} {verb} not in this repository"
    return f"{what}, and {counts} for nothing: {listed(foreign)}"


def _elapsed(envelopes: Iterable[Envelope]) -> Fraction | None:
    """From the first start to the last end of the commands, to the second: all that envelopes tell."""
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
