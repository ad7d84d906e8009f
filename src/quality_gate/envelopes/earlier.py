"""What earlier attempts of a stage add to its last one: a test that failed there and passes now is flaky."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.envelopes.reports import readings
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.envelope import Envelope, Freshness, ReportFile
from quality_gate.model.identity import Front, front_of
from quality_gate.model.reading import State
from quality_gate.model.verdict import Problem


@dataclass(frozen=True, slots=True)
class Earlier:
    cases: tuple[tuple[str, Cases], ...] = ()  # each with the path of its report
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def earlier_attempts(envelope: Envelope, reader: ReportReader) -> Earlier:
    cases: list[tuple[str, Cases]] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for number, attempt in enumerate(envelope.attempts[:-1], 1):
        unread = [report for report in attempt.reports if report.freshness is not Freshness.FRESH]
        notes += [_unread(number, report, report.note) for report in unread]
        for report, said in readings(envelope, attempt.reports, reader):
            if isinstance(said, Problem):
                problems.append(said)  # what was handed over is no longer there
            elif said.state is State.INVALID:
                notes.append(_unread(number, report, said.note))
            elif said.cases is not None:
                cases.append((report.path, said.cases))
    return Earlier(tuple(cases), tuple(problems), tuple(notes))


def with_flaky(last: Cases, earlier: Sequence[Cases]) -> Cases:
    """Tests that only an earlier attempt has do not count: what it left is no evidence of the last one."""
    # As in another run: a runner that tries again may call the suites otherwise.
    failed: dict[tuple[Front, str], set[str]] = {}
    for case in (case for part in earlier for case in part.failing):
        failed.setdefault(_front(case.place), set()).add(case.name)
    if not failed:
        return last
    passed: dict[Place, tuple[str, ...]] = {}
    flaky: list[Case] = []
    for place, names in last.passed.items():
        again = failed.get(_front(place), set())
        flaky += [Case(place, name, flaky=True) for name in names if name in again]
        if left := tuple(name for name in names if name not in again) if again else names:
            passed[place] = left
    others = [
        replace(case, flaky=True)
        if case.outcome is Outcome.PASSED and case.name in failed.get(_front(case.place), ())
        else case
        for case in last.others
    ]
    return Cases(passed, (*others, *flaky), last.attributes)


def _front(place: Place) -> tuple[Front, str]:
    return front_of(place), place.variant


def _unread(number: int, report: ReportFile, why: str) -> str:
    said = f"attempt {number}'s {report.path} cannot be read, so flaky tests may be missed"
    return f"{said}: {why}" if why else said
