"""The life of one job: its setup, its command with all attempts, its teardown, its envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from quality_gate.envelopes.write import write_envelope
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile
from quality_gate.model.job import Job
from quality_gate.model.mask import Mask
from quality_gate.model.output import ENVELOPES
from quality_gate.model.secrets import secret_values
from quality_gate.stages.halt import COMMAND, STAGE_TEARDOWN, TEARDOWN_SECONDS, Halt, Patience
from quality_gate.stages.ledger import Ledger
from quality_gate.stages.listener import Listener
from quality_gate.stages.log import StageLog
from quality_gate.stages.order import Order
from quality_gate.stages.outcome import attempt_of, attempt_succeeded, setup_failure, worth_retrying
from quality_gate.stages.process import Command, Finished, run_command, sweep
from quality_gate.stages.reports import Reports
from quality_gate.stages.variables import BadVariables, variables_of
from quality_gate.world.shell import Running
from quality_gate.world.world import World

LOG = "stage.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What all jobs of one run share."""

    world: World
    order: Order
    listener: Listener
    halt: Halt
    ledger: Ledger

    def blank(self, job: Job) -> Envelope:
        """The envelope of a job of which nothing is known yet."""
        return Envelope(
            stage=job.stage,
            shard=job.shard,
            shards=job.shards,
            variant=dict(job.variant),
            gate=self.order.gate,
            commit=self.order.commit,
            run=self.order.run,
            attempt=self.order.attempt,
            config=self.order.config,
            command=job.run,
            filtered=job.filtered,
            started=self.world.clock.now(),
            folder=folder_of(job),
        )

    def hand_over(self, job: Job, envelope: Envelope) -> Envelope:
        write_envelope(envelope, self.world)
        self.listener.stage_ended(job, envelope)
        return envelope

    def refuse(self, job: Job, ended: Ended, reason: str, tail: tuple[str, ...] = ()) -> Envelope:
        """The envelope of a job that never started."""
        attempt = Attempt(ended=ended, reason=reason)
        return self.hand_over(job, replace(self.blank(job), attempts=(attempt,), tail=tail))


def folder_of(job: Job) -> str:
    return f"{ENVELOPES}/{job.folder}"


def run_stage(job: Job, site: Site) -> Envelope:
    site.listener.stage_started(job)
    blank = site.blank(job)
    world, cap = site.world, site.order.report_cap
    try:
        variables = variables_of(job, world)
    except BadVariables as bad:
        return site.refuse(job, Ended.ENVIRONMENT, str(bad))
    mask = Mask((*world.mask.secrets, *secret_values(variables)))  # with those that only this stage is given
    reports = Reports(job.reports, blank.label, blank.folder, world.files, site.ledger, most=cap, mask=mask)
    if not job.run:
        return site.hand_over(job, _collected(blank, reports, site.ledger))
    log = StageLog(
        world.files.create(f"{blank.folder}/{LOG}"),
        site.order.output_cap,
        mask,
        lambda texts, is_error: site.listener.lines(job, texts, is_error),
    )
    try:
        done = _Stage(job, site, log, variables, reports).run(blank)
    finally:
        log.close()
    return site.hand_over(job, done)


def _collected(blank: Envelope, reports: Reports, ledger: Ledger) -> Envelope:
    taken = reports.take(None)
    notes = (ledger.note,) if ledger.note and taken else ()
    return replace(blank, attempts=(Attempt(ended=Ended.COLLECTED),), reports=taken, notes=notes)


class _Stage:
    def __init__(
        self, job: Job, site: Site, log: StageLog, variables: Mapping[str, str], reports: Reports
    ) -> None:
        self._job = job
        self._site = site
        self._log = log
        self._variables = variables
        self._reports = reports
        self._services: list[Running] = []
        self._notes = [f"it ran only `{job.filtered}`"] if job.filtered else []

    def run(self, blank: Envelope) -> Envelope:
        attempts: tuple[Attempt, ...] = ()
        taken: tuple[ReportFile, ...] = ()
        try:
            if failure := self._set_up():
                attempts = (failure,)
            else:
                attempts, taken = self._attempts()
            tail = self._log.tail
        finally:
            self._tear_down()
        return replace(blank, attempts=attempts, reports=taken, tail=tail, log=LOG, notes=tuple(self._notes))

    def _set_up(self) -> Attempt | None:
        """None when the stage may start."""
        if not self._job.setup:
            return None
        self._log.heading(f"── setup: {self._job.setup}")
        finished = self._execute(
            self._job.setup, self._job.timeout or self._site.order.setup_timeout, keep=True
        )
        if finished.ended is Ended.CANCELLED:
            return attempt_of(finished, "")
        reason = setup_failure(finished)
        if not reason:
            self._log.heading(f"── {self._job.stage}: {self._job.run}")
            return None
        return Attempt(ended=Ended.ENVIRONMENT, reason=reason, resources=finished.resources)

    def _attempts(self) -> tuple[tuple[Attempt, ...], tuple[ReportFile, ...]]:
        attempts: list[Attempt] = []
        retry = self._job.retry
        while True:
            before = self._reports.snapshot()
            finished = self._execute(self._job.run, self._job.timeout)
            attempts.append(attempt_of(finished, self._log.last_error))
            last, number = attempts[-1], len(attempts)
            if number > retry.times or not worth_retrying(last, retry) or self._site.halt.asked:
                break
            self._site.halt.sleep(retry.wait)
            if self._site.halt.asked:
                break
            attempts[-1] = replace(last, reports=self._reports.put_aside(before, number))
            self._log.heading(f"── attempt {number + 1} of {retry.times + 1}, because of: {last.reason}")
        if last.ended is Ended.CANCELLED or (self._site.halt.asked and not attempt_succeeded(last)):
            return (*attempts[:-1], replace(last, ended=Ended.CANCELLED, reason="interrupted")), ()
        if number > 1 and attempt_succeeded(last):
            tries = "; ".join(f"attempt {n}: {one.reason}" for n, one in enumerate(attempts[:-1], 1))
            self._notes.append(f"passed only on attempt {number}; {tries}")
        return tuple(attempts), self._reports.take(before)

    def _tear_down(self) -> None:
        if self._job.teardown:
            limit = self._job.timeout or self._site.order.setup_timeout
            limit = min(limit, TEARDOWN_SECONDS) if self._site.halt.asked else limit
            self._log.heading(f"── teardown: {self._job.teardown}")
            finished = self._execute(self._job.teardown, limit, patience=STAGE_TEARDOWN)
            attempt = attempt_of(finished, self._log.last_error)
            if not attempt_succeeded(attempt):
                self._notes.append(f"teardown failed: {attempt.reason}")
        for service in self._services:
            sweep(service, self._site.order.grace, self._site.halt, self._site.world.clock)

    def _execute(
        self, line: str, timeout: Fraction | None, *, keep: bool = False, patience: Patience = COMMAND
    ) -> Finished:
        command = Command(
            line=line,
            folder=self._job.working_directory,
            environment=self._variables,
            timeout=timeout,
            idle_timeout=self._job.idle_timeout if line == self._job.run else None,
            grace=self._site.order.grace,
            keep=keep,
            patience=patience,
        )
        finished = run_command(command, self._log.feed, self._site.halt, self._site.world)
        self._log.pause()
        self._notes += finished.notes
        if finished.kept:
            self._services.append(finished.kept)
        return finished
