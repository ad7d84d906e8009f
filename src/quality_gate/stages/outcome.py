"""What the end of a command means: exited, killed, not installed; and whether to try again."""

from __future__ import annotations

import re
import signal
from typing import Final

from quality_gate.model.envelope import Attempt, Ended, Envelope
from quality_gate.model.job import Retry
from quality_gate.stages.process import Finished

_NOT_EXECUTABLE: Final = 126
_NOT_FOUND: Final = 127
_SIGNALLED: Final = 128  # a shell adds the number of the signal that ended its command
_MISSING: Final = re.compile(
    r"([^\s:'’”‘“\"]+)['’”\"]?: (?:command not found|not found|No such file or directory)$"
)
_REFUSED: Final = re.compile(r"([^\s:]+): (?:Permission denied|Is a directory|cannot execute.*)$")


def attempt_of(finished: Finished, last_error: str) -> Attempt:
    """One execution, judged by how it ended; `last_error` is the last line on stderr."""
    ended, status, reason = finished.ended, finished.status, finished.reason
    if ended is not Ended.EXITED:
        return Attempt(ended=ended, reason=reason, resources=finished.resources)
    code = status if status is not None and status >= 0 else None
    killer = _signal_name(status)
    if killer:
        ended, reason = Ended.KILLED, f"killed by {killer}"
    elif status is None:
        ended, reason = Ended.KILLED, "its end could not be observed"
    elif status == _NOT_FOUND:
        name = _MISSING.search(last_error)
        ended, reason = Ended.ENVIRONMENT, f"command not found{': ' + name[1] if name else ''}"
    elif status == _NOT_EXECUTABLE:
        name = _REFUSED.search(last_error)
        ended, reason = Ended.ENVIRONMENT, f"command cannot be executed{': ' + name[1] if name else ''}"
    elif status:
        reason = f"exit {status}"
    return Attempt(ended=ended, exit_code=code, signal=killer, reason=reason, resources=finished.resources)


def attempt_succeeded(attempt: Attempt) -> bool:
    return attempt.ended is Ended.EXITED and attempt.exit_code == 0


def succeeded(envelope: Envelope) -> bool:
    """May what needs this stage run? The reports of a collected stage are judged later."""
    return envelope.last.ended is Ended.COLLECTED or attempt_succeeded(envelope.last)


def worth_retrying(attempt: Attempt, retry: Retry) -> bool:
    if attempt_succeeded(attempt) or attempt.ended is Ended.CANCELLED:
        return False
    if not retry.exit_codes and not retry.signals:
        return True
    if attempt.signal:
        names = {name if name.startswith("SIG") else f"SIG{name}" for name in retry.signals}
        code = (
            _SIGNALLED + signal.Signals[attempt.signal] if attempt.signal in signal.Signals.__members__ else 0
        )
        return attempt.signal in names or code in retry.exit_codes
    return attempt.exit_code in retry.exit_codes


def setup_failure(finished: Finished) -> str:
    """Why a setup failed; empty where it did not."""
    attempt = attempt_of(finished, "")
    return "" if attempt_succeeded(attempt) else f"setup failed: {attempt.reason}"


def _signal_name(status: int | None) -> str:
    if status is None or 0 <= status <= _SIGNALLED:
        return ""
    number = -status if status < 0 else status - _SIGNALLED
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}" if status < 0 else ""
