"""The door to work that may hang: it is left alone when its time is over."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")


def in_time(seconds: float, work: Callable[[], _Answer]) -> _Answer:
    """What the work gives or raises; a TimeoutError when it takes longer, and then it goes on unheard.

    Neither the look-up of a name nor a server that sends one byte now and then knows a time limit.
    """
    answers: queue.SimpleQueue[tuple[_Answer | None, BaseException | None]] = queue.SimpleQueue()

    def do() -> None:
        try:
            answers.put((work(), None))
        except BaseException as problem:  # noqa: BLE001 (the one who waits raises it)
            answers.put((None, problem))

    threading.Thread(target=do, daemon=True).start()
    try:
        answer, problem = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("timed out") from None
    if problem is not None:
        raise problem
    return answer  # type: ignore[return-value]
