"""The door to more processors: one piece of work done on many things, by processes side by side."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext, SpawnProcess

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_MOST: Final = 8  # more of them wait for the disk, and for the one that takes their answers
_TICKETS: Final = 256  # one byte each


@dataclass(frozen=True, slots=True)
class Workers:
    most: int = _MOST

    def count(self, tasks: int) -> int:
        """How many processes so many tasks are worth on this machine, this one included."""
        if sys.platform == "win32":  # a pipe there cannot be shared by readers
            return 1
        # What this process may use can be less than what the machine has.
        own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return min(tasks, own, self.most)

    def answers(self, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> list[Answer | None]:
        """One answer for each task; None where the process that was at it ended without one.

        `work` is a function of a module, and whatever goes in and out can be pickled. What is done here
        in vain must be done again by who asked, who then sees what is wrong.
        """
        from multiprocessing import get_context

        context = get_context("spawn")
        tickets, desk = context.Pipe(duplex=False)
        os.write(desk.fileno(), bytes(range(min(len(tasks), _TICKETS))))
        desk.close()  # who finds no ticket any more has finished
        found: dict[int, Answer] = {}
        crew: list[_Worker] = []
        try:
            with _deaf_to_interrupts():
                _start(crew, self.count(len(tasks)) - 1, context, (work, tasks, tickets))
            found.update(_done(work, tasks, tickets))
            for worker in crew:
                found.update(worker.answers())
        finally:
            tickets.close()
            for worker in crew:
                worker.end()
        return [found.get(place) for place in range(len(tasks))]


class _Worker:
    """One process, and the channel that its answers come by."""

    def __init__(self, context: SpawnContext, given: tuple[Any, ...]) -> None:
        self._channel, theirs = context.Pipe(duplex=False)
        self._process: SpawnProcess = context.Process(target=_serve, args=(*given, theirs), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()  # theirs alone is left, so that its end is seen here

    def answers(self) -> Iterator[tuple[int, Any]]:
        try:
            while True:
                yield self._channel.recv()
        except (OSError, EOFError):
            return

    def end(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.join()


def _start(crew: list[_Worker], count: int, context: SpawnContext, given: tuple[Any, ...]) -> None:
    # Where no more processes may be started, fewer do the same work; those that were are ended, too.
    with suppress(OSError):
        while len(crew) < count:
            crew.append(_Worker(context, given))


def _serve(
    work: Callable[[Any], Any],
    tasks: Sequence[Any],
    tickets: Connection[Any, Any],
    channel: Connection[Any, Any],
) -> None:
    """What a worker does until there is nothing left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one it works for hears Ctrl-C, and ends it
    from multiprocessing import parent_process

    done: list[tuple[int, Any]] = []
    try:
        for one in _done(work, tasks, tickets):
            done.append(one)
            if (asking := parent_process()) is None or not asking.is_alive():
                return
        # Sent when all is done: until then nobody is there to take an answer.
        for one in done:
            channel.send(one)
    except Exception:  # noqa: BLE001 - the one that asked does the work again, and says what is wrong
        return


def _done(
    work: Callable[[Task], Answer], tasks: Sequence[Task], tickets: Connection[Any, Any]
) -> Iterator[tuple[int, Answer]]:
    """The tasks that this process got tickets for, and its answers."""
    while ticket := os.read(tickets.fileno(), 1):
        for place in range(ticket[0], len(tasks), _TICKETS):
            yield place, work(tasks[place])


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started here get no Ctrl-C of their own, not even before their first line."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # some versions of Python unblock signals when they start it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
