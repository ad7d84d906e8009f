"""Why nobody answers: the deepest reason counts, however a library has wrapped it."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import time

import pytest

from quality_gate.world.patience import in_time
from quality_gate.world.unreachable import Trouble, Unreachable, why


def wrapped(inner: BaseException) -> Exception:
    """As HTTP libraries do: in an argument, or in an attribute of an argument."""
    middle = Exception("Max retries exceeded", inner)
    outer = ConnectionError(middle)
    outer.reason = middle  # type: ignore[attr-defined]
    return outer


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "connection refused"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no such host"),
        (TimeoutError("timed out"), "timed out"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "TLS trouble: "),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "unreachable: Network is unreachable"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "broken answer: "),
        (http.client.BadStatusLine("SSH-2.0"), "broken answer: SSH-2.0"),
        (Unreachable(Trouble.BROKEN, "too much"), "broken answer: too much"),
    ],
)
def test_the_deepest_reason_counts(inner: BaseException, told: str) -> None:
    assert str(why(inner)).startswith(told)
    assert str(why(wrapped(inner))).startswith(told)


def test_what_nobody_knows_is_a_broken_answer_in_one_short_line() -> None:
    assert str(why(ValueError("a\nb" * 500))) == "broken answer: " + " ".join(("a\nb" * 500).split())[:200]
    assert str(why(KeyError())) == "broken answer: KeyError"


def test_reasons_that_go_in_a_circle_come_to_an_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one

    assert why(one).trouble is Trouble.BROKEN


def test_work_is_given_its_time_and_no_more() -> None:
    assert in_time(5, lambda: 7) == 7
    with pytest.raises(KeyError):
        in_time(5, lambda: {}["a"])
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        in_time(0.1, lambda: time.sleep(3))
    assert time.monotonic() - start < 2
