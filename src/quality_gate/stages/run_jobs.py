"""Runs all jobs in their order: setup, stages as their needs allow, teardown whatever happens."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from quality_gate.envelopes.write import write_envelope
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.errors import CannotWork, Interrupted
from quality_gate.model.job import Job
from quality_gate.model.output import FOLDER
from quality_gate.stages.halt import RUN_TEARDOWN, TEARDOWN_SECONDS, Halt
from quality_gate.stages.ledger import Ledger
from quality_gate.stages.listener import Listener, OneAtATime
from quality_gate.stages.log import StageLog
from quality_gate.stages.order import Order
from quality_gate.stages.outcome import attempt_of, attempt_succeeded, setup_failure
from quality_gate.stages.process import Command, run_command, sweep
from quality_gate.stages.schedule import Schedule
from quality_gate.stages.stage import Site, folder_of, run_stage
from quality_gate.world.shell import Running
from quality_gate.world.world import World

_Done = queue.SimpleQueue[tuple[int, Envelope | BaseException]]


def run_jobs(jobs: Sequence[Job], world: World, order: Order, listener: Listener) -> tuple[Envelope, ...]:
    """Every job yields an envelope, always; raises Interrupted once everything is written and cleared up."""
    try:
        world.files.folder(FOLDER)
        for job in jobs:
            world.files.remove_tree(folder_of(job))
        halt = Halt(world.clock)
        site = Site(
            world=world, order=order, listener=OneAtATime(listener), halt=halt, ledger=Ledger.of(world)
        )
        with halt.listening():
            envelopes = _Run(jobs, site).all()
    except OSError as problem:
        remedy = "see that the disk has room, and that this user may write here"
        raise CannotWork(f"the stages could not be run: {problem}", remedy) from problem
    site.listener.finished(envelopes)
    if halt.asked:
        raise Interrupted("interrupted: everything that was running has been ended")
    return envelopes


class _Run:
    def __init__(self, jobs: Sequence[Job], site: Site) -> None:
        self._jobs = tuple(jobs)
        self._site = site
        self._schedule = Schedule(jobs, site.order.jobs_at_once, site.order.fail_fast)
        self._done: _Done = queue.SimpleQueue()
        self._services: list[Running] = []

    def all(self) -> tuple[Envelope, ...]:
        before = self._site.world.shell.children()
        notes: tuple[str, ...] = (self._site.world.shell.note,) if any(job.run for job in self._jobs) else ()
        try:
            failure, tail = self._set_up()
            if failure or self._site.halt.asked:
                self._refuse_all(failure, tail)
            else:
                self._stages()
            self._look(failure)
        finally:
            notes += (self._tear_down(),)
            self._site.world.shell.sweep(before)
        return self._with_notes(tuple(note for note in notes if note))

    def _stages(self) -> None:
        try:
            while self._schedule.waiting or self._schedule.running:
                self._launch()
                if self._schedule.running:
                    self._take_one()
        except BaseException:
            self._site.halt.ask()
            while self._schedule.running:
                self._take_one(quietly=True)
            raise

    def _look(self, failure: str) -> None:
        halt = self._site.halt
        if self._site.order.look and not halt.asked:
            self._site.order.look(self._schedule.envelopes, failure, lambda: halt.asked)

    def _launch(self) -> None:
        schedule, site = self._schedule, self._site
        if site.halt.asked:
            self._refuse_all("", ())
            return
        while never := schedule.never():
            for number, reason in never:
                schedule.ended(number, site.refuse(self._jobs[number], Ended.NOT_RUN, reason))
        while (next_one := schedule.start_next()) is not None:
            threading.Thread(target=self._work, args=(next_one,)).start()

    def _work(self, number: int) -> None:
        try:
            self._done.put((number, run_stage(self._jobs[number], self._site)))
        except BaseException as problem:  # noqa: BLE001 (the main thread raises it)
            self._done.put((number, problem))

    def _take_one(self, *, quietly: bool = False) -> None:
        # With a time limit, because on Windows a wait without one hears no Ctrl-C.
        try:
            number, result = self._done.get(timeout=0.5)
        except queue.Empty:
            return
        if isinstance(result, BaseException):
            self._schedule.ended(number, self._site.blank(self._jobs[number]))
            if not quietly:
                raise result
            return
        self._schedule.ended(number, result)

    def _refuse_all(self, reason: str, tail: tuple[str, ...]) -> None:
        """Nothing more is started: the setup failed, or somebody pressed Ctrl-C."""
        halted = self._site.halt.asked
        ended = Ended.CANCELLED if halted else Ended.ENVIRONMENT
        for number in self._schedule.waiting:
            envelope = self._site.refuse(self._jobs[number], ended, "interrupted" if halted else reason, tail)
            self._schedule.ended(number, envelope)

    def _set_up(self) -> tuple[str, tuple[str, ...]]:
        """Why no stage may start, with the last lines; empty when all is well."""
        order, site = self._site.order, self._site
        if not order.setup:
            return "", ()
        site.listener.setup_started()
        with ExitStack() as stack:
            log = self._log("setup", stack)
            command = Command(
                line=order.setup,
                folder="",
                environment=site.world.environment.for_stages() | dict(order.variables),
                timeout=order.setup_timeout,
                grace=order.grace,
                keep=True,
            )
            finished = run_command(command, log.feed, site.halt, site.world)
            log.pause()
        if finished.kept:
            self._services.append(finished.kept)
        return setup_failure(finished), log.tail

    def _tear_down(self) -> str:
        """What went wrong, for people; a teardown decides nothing."""
        order, site, note = self._site.order, self._site, ""
        if order.teardown:
            with ExitStack() as stack:
                log = self._log("teardown", stack)
                command = Command(
                    line=order.teardown,
                    folder="",
                    environment=site.world.environment.for_stages() | dict(order.variables),
                    timeout=min(order.setup_timeout, TEARDOWN_SECONDS)
                    if site.halt.asked
                    else order.setup_timeout,
                    grace=order.grace,
                    patience=RUN_TEARDOWN,
                )
                attempt = attempt_of(run_command(command, log.feed, site.halt, site.world), log.last_error)
                log.pause()
            note = "" if attempt_succeeded(attempt) else f"teardown failed: {attempt.reason}"
        for service in self._services:
            sweep(service, order.grace, site.halt, site.world.clock)
        return note

    def _log(self, name: str, stack: ExitStack) -> StageLog:
        file = self._site.world.files.create(f"{FOLDER}/{name}.log")
        site = self._site
        log = StageLog(file, site.order.output_cap, site.world.mask, lambda _texts, _is_error: None)
        stack.callback(log.close)
        return log

    def _with_notes(self, notes: tuple[str, ...]) -> tuple[Envelope, ...]:
        """What concerns the whole run stands on its last envelope."""
        envelopes = self._schedule.envelopes
        if not notes or not envelopes:
            return envelopes
        last = replace(envelopes[-1], notes=(*envelopes[-1].notes, *notes))
        write_envelope(last, self._site.world)
        return (*envelopes[:-1], last)
