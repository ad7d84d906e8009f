"""What the end of a command means, and when it is worth another try."""

from __future__ import annotations

import pytest

from quality_gate.model.envelope import Attempt, Ended, Envelope
from quality_gate.model.job import Retry
from quality_gate.stages.outcome import attempt_of, succeeded, worth_retrying
from quality_gate.stages.process import Finished


@pytest.mark.parametrize(
    ("status", "last_error", "ended", "code", "signal", "reason"),
    [
        (0, "", Ended.EXITED, 0, "", ""),
        (1, "boom", Ended.EXITED, 1, "", "exit 1"),
        (-9, "", Ended.KILLED, None, "SIGKILL", "killed by SIGKILL"),
        (-64, "", Ended.KILLED, None, "SIGRTMAX", "killed by SIGRTMAX"),
        (137, "", Ended.KILLED, 137, "SIGKILL", "killed by SIGKILL"),
        (143, "", Ended.KILLED, 143, "SIGTERM", "killed by SIGTERM"),
        (255, "", Ended.EXITED, 255, "", "exit 255"),
        (128, "", Ended.EXITED, 128, "", "exit 128"),
        (None, "", Ended.KILLED, None, "", "its end could not be observed"),
        (127, "", Ended.ENVIRONMENT, 127, "", "command not found"),
        (127, "bash: line 1: foo: command not found", Ended.ENVIRONMENT, 127, "", "command not found: foo"),
        (127, "sh: 1: foo: not found", Ended.ENVIRONMENT, 127, "", "command not found: foo"),
        (
            127,
            "/usr/bin/env: ‘node’: No such file or directory",
            Ended.ENVIRONMENT,
            127,
            "",
            "command not found: node",
        ),
        (126, "./x: Permission denied", Ended.ENVIRONMENT, 126, "", "command cannot be executed: ./x"),
        (126, "", Ended.ENVIRONMENT, 126, "", "command cannot be executed"),
    ],
)
def test_how_a_command_ended(
    status: int | None, last_error: str, ended: Ended, code: int | None, signal: str, reason: str
) -> None:
    attempt = attempt_of(Finished(ended=Ended.EXITED, status=status), last_error)

    assert (attempt.ended, attempt.exit_code, attempt.signal, attempt.reason) == (ended, code, signal, reason)


def test_an_end_that_was_ours_stays_what_it_is() -> None:
    attempt = attempt_of(Finished(ended=Ended.TIMED_OUT, status=0, reason="timed out after 1 s"), "")

    assert (attempt.ended, attempt.exit_code, attempt.reason) == (
        Ended.TIMED_OUT,
        None,
        "timed out after 1 s",
    )


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        (Attempt(ended=Ended.EXITED, exit_code=0), True),
        (Attempt(ended=Ended.COLLECTED), True),
        (Attempt(ended=Ended.EXITED, exit_code=1), False),
        (Attempt(ended=Ended.TIMED_OUT), False),
        (Attempt(ended=Ended.NOT_RUN), False),
    ],
)
def test_only_exit_zero_and_collecting_succeed(attempt: Attempt, expected: bool) -> None:
    assert succeeded(Envelope(stage="unit", attempts=(attempt,))) is expected


@pytest.mark.parametrize(
    ("attempt", "retry", "expected"),
    [
        (Attempt(ended=Ended.EXITED, exit_code=0), Retry(times=1), False),
        (Attempt(ended=Ended.CANCELLED), Retry(times=1), False),
        (Attempt(ended=Ended.EXITED, exit_code=1), Retry(times=1), True),
        (Attempt(ended=Ended.TIMED_OUT), Retry(times=1), True),
        (Attempt(ended=Ended.TIMED_OUT), Retry(times=1, exit_codes=(1,)), False),
        (Attempt(ended=Ended.EXITED, exit_code=1), Retry(times=1, exit_codes=(1,)), True),
        (Attempt(ended=Ended.EXITED, exit_code=1), Retry(times=1, signals=("SEGV",)), False),
        (Attempt(ended=Ended.KILLED, signal="SIGSEGV"), Retry(times=1, signals=("SEGV",)), True),
        (Attempt(ended=Ended.KILLED, signal="SIGSEGV"), Retry(times=1, signals=("SIGSEGV",)), True),
        (Attempt(ended=Ended.KILLED, signal="SIGKILL"), Retry(times=1, exit_codes=(137,)), True),
        (Attempt(ended=Ended.KILLED, signal="signal 40"), Retry(times=1, exit_codes=(137,)), False),
    ],
)
def test_another_try_only_for_a_declared_reason(attempt: Attempt, retry: Retry, expected: bool) -> None:
    assert worth_retrying(attempt, retry) is expected
