"""Why nobody answers, told apart: refused, timed out, no such host, TLS trouble, a broken answer."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator
from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    REFUSED = "connection refused"
    TIMED_OUT = "timed out"
    NO_SUCH_HOST = "no such host"
    TLS = "TLS trouble"
    UNREACHABLE = "unreachable"
    BROKEN = "broken answer"


class Unreachable(Exception):
    """Nobody answered, or not properly."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.detail = detail


_AWAY: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL)
_DEPTH: Final = 20


def why(problem: BaseException) -> Unreachable:
    """The most telling of all exceptions that led to this one."""
    chain = list(_chain(problem))
    if known := next(filter(None, map(_known, chain)), None):
        return known
    if any(isinstance(one, TimeoutError) or "Timeout" in type(one).__name__ for one in chain):
        return Unreachable(Trouble.TIMED_OUT)
    last = next((one for one in chain if isinstance(one, OSError | http.client.HTTPException)), problem)
    detail = getattr(last, "strerror", None) or str(last) or type(last).__name__
    return Unreachable(Trouble.BROKEN, " ".join(detail.split())[:200])


def _known(one: BaseException) -> Unreachable | None:
    match one:
        case Unreachable():
            return one
        case ssl.SSLError():
            return Unreachable(Trouble.TLS, _tls_text(one))
        case socket.gaierror():
            return Unreachable(Trouble.NO_SUCH_HOST)
        case ConnectionRefusedError():
            return Unreachable(Trouble.REFUSED)
        case OSError() if one.errno in _AWAY:
            return Unreachable(Trouble.UNREACHABLE, one.strerror or "")
    return None


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """From the deepest reason outwards; libraries hide it in causes, arguments and attributes."""
    found: list[BaseException] = []
    waiting: list[object] = [problem]
    while waiting and len(found) < _DEPTH:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and all(one is not other for other in found):
            found.append(one)
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return reversed(found)


def _tls_text(problem: ssl.SSLError) -> str:
    said = getattr(problem, "verify_message", "") or getattr(problem, "reason", "") or str(problem)
    return str(said).replace("_", " ").lower() if str(said).isupper() else str(said)
