"""A stage must have run to its end, left what it declared, and its exit code must agree with its tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quality_gate.model.cases import Case, Counts
from quality_gate.model.causes import environment_text
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot, Status
from quality_gate.model.wording import listed, plural
from quality_gate.rules.rule import MOST_SPOTS, About, case_spot, unknown
from quality_gate.rules.scope import Scope
from quality_gate.rules.stage_said import exit_text, explained_text, found_said, part_said, tests_text

EXPECTED = "exit 0, sound reports"
_STOPPED = {Ended.TIMED_OUT, Ended.IDLE, Ended.KILLED, Ended.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHolds:
    about: About
    stage: str
    judged: tuple[Scope, ...] = ()  # what pass-rate rules look at; cases outside are judged here
    expected: str = EXPECTED

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        stage = evidence.stage(self.stage)
        if stage is None or stage.not_run:
            reason = stage.not_run if stage else "it left nothing behind"
            yield self._unknown(Problem(Cause.NOT_RUN, reason, "see the stage it waited for"), "not run")
            return
        yield (
            self._stopped(stage)
            or self._untouched(stage)
            or self._crossed(stage)
            or self._unexplained(stage)
            or self._lacking(stage)
            or self._hidden(stage)
            or self._failing(stage)
            or self._passed(stage)
        )

    def _stopped(self, stage: StageEvidence) -> Ruling | None:
        """The command never started, or never came to its own end."""
        for envelope in stage.envelopes:
            last = envelope.last
            if last.ended is Ended.ENVIRONMENT:
                remedy = "install what is missing, or mend the setup"
                return self._unknown(
                    Problem(Cause.ENVIRONMENT, part_said(stage, envelope, last.reason), remedy),
                    "could not start",
                )
            if last.ended is Ended.NOT_RUN:
                problem = Problem(
                    Cause.NOT_RUN, part_said(stage, envelope, last.reason), "see the stage it waited for"
                )
                return self._unknown(problem, "not run")
        for envelope in stage.envelopes:
            last = envelope.last
            if last.ended in _STOPPED:
                partial = f"; its reports are partial: {tests_text(stage)}" if stage.cases else ""
                remedy = (
                    "make it faster, or raise its `timeout`"
                    if last.ended is Ended.TIMED_OUT
                    else "see its log"
                )
                return self._failed(
                    part_said(stage, envelope, last.reason or str(last.ended)) + partial,
                    str(last.ended),
                    remedy,
                )
        return None

    def _untouched(self, stage: StageEvidence) -> Ruling | None:
        """Nothing was run and nothing was there to collect: a check of a stage that only has a command."""
        if any(envelope.attempts or envelope.reports for envelope in stage.envelopes) or stage.problems:
            return None
        reason = "its command was not run, and it declares no report that could speak for it"
        return self._unknown(Problem(Cause.NOT_RUN, reason, "use `quality-gate run`"), "not run")

    def _crossed(self, stage: StageEvidence) -> Ruling | None:
        """Limits that a load test was given, and did not keep: some tools go on as if nothing was."""
        crossed = [
            f"{one.path}: {name}"
            for one in stage.reports
            for name in (one.reading.metrics.crossed if one.reading.metrics is not None else ())
        ]
        if not crossed:
            return None
        reason = f"{plural(len(crossed), 'threshold')} of the tool itself not met: {listed(crossed)}"
        return self._failed(reason, exit_text(stage), "make the run keep them, or change them in its script")

    def _unexplained(self, stage: StageEvidence) -> Ruling | None:
        """An exit code that no failing test of the same shard explains."""
        for envelope, failing in _with_failing(stage):
            code = envelope.last.exit_code
            if code and not failing:
                said = f"exit {code}"
                if stage.cases is not None or stage.problems:
                    said = f"unexplained exit {code}: no test failed"
                also = "".join(f"; {problem.reason}" for problem in stage.problems[:2])
                found, remedy = found_said(stage)
                return self._failed(part_said(stage, envelope, said) + also + found, f"exit {code}", remedy)
        return None

    def _lacking(self, stage: StageEvidence) -> Ruling | None:
        """Reports that are missing, old, empty, unreadable or contradictory; shards that did not report."""
        if stage.problems:
            first = stage.problems[0]
            more = len(stage.problems) - 1
            also = "".join(f"; {problem.reason}" for problem in stage.problems[1:3])
            also += f"; and {more - 2} more" if more > 2 else ""
            return self._unknown(
                Problem(first.cause, first.reason + also, first.next, first.spots), exit_text(stage)
            )
        cases = stage.cases
        if cases is not None and cases.counts.total and not cases.counts.executed:
            reason = f"none of {plural(cases.counts.total, 'test')} was executed: all are skipped"
            return self._unknown(Problem(Cause.EMPTY, reason, "run at least one test"), exit_text(stage))
        return None

    def _hidden(self, stage: StageEvidence) -> Ruling | None:
        """A runner that says 0 over failing tests."""
        for envelope, failing in _with_failing(stage):
            if failing and envelope.last.ended is Ended.EXITED and not envelope.last.exit_code:
                said = f"the runner hid {plural(failing, 'failure')}: exit 0 over failing tests"
                remedy = "let the command fail when a test fails"
                return self._failed(
                    part_said(stage, envelope, said), "exit 0", remedy, _spots(_failing(stage))
                )
        return None

    def _failing(self, stage: StageEvidence) -> Ruling | None:
        """Failing tests that no test rule looks at are judged here, by a pass rate of 100 %."""
        scopes = [scope for scope in self.judged if scope.covers(stage)]
        left = [
            case
            for case in _failing(stage)
            if not case.waived and not any(scope.selects(case) for scope in scopes)
        ]
        attributes = stage.cases.attributes.failing if stage.cases is not None and not scopes else 0
        if not left and not attributes:
            return None
        reason = f"{plural(len(left) + attributes, 'test')} failed"
        if stage.cases is not None and (environment := environment_text(stage.cases)):
            reason += f"; {environment}"
        return self._failed(reason, exit_text(stage), "make the listed tests pass", _spots(left))

    def _passed(self, stage: StageEvidence) -> Ruling:
        """Failing tests that are all waived warn here; of others the test rules speak."""
        counts = stage.cases.counts if stage.cases is not None else Counts()
        excused = bool(counts.waived) and counts.waived == counts.failing
        return Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.WARNED if excused else Status.PASSED,
            expected=self.expected,
            got=exit_text(stage) + explained_text(counts),
            reason="known failures, excused for a while" if excused else "",
            next="mend them before their waivers end" if excused else "",
        )

    def _unknown(self, problem: Problem, got: str) -> Ruling:
        return unknown(self.about, problem, expected=self.expected, got=got)

    def _failed(self, reason: str, got: str, remedy: str, spots: tuple[Spot, ...] = ()) -> Ruling:
        return Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.FAILED,
            expected=self.expected,
            got=got,
            spots=spots[:MOST_SPOTS],
            reason=reason,
            next=remedy,
        )


def _with_failing(stage: StageEvidence) -> Iterable[tuple[Envelope, int]]:
    """Each envelope with its own failing tests; where they were not told apart, all stand for each."""
    everywhere = stage.cases.counts.failing if stage.cases is not None else 0
    own = stage.failing or (everywhere,) * len(stage.envelopes)
    return zip(stage.envelopes, own, strict=True)


def _failing(stage: StageEvidence) -> tuple[Case, ...]:
    return stage.cases.failing if stage.cases is not None else ()


def _spots(cases: Sequence[Case]) -> tuple[Spot, ...]:
    return tuple(case_spot(case) for case in cases)
