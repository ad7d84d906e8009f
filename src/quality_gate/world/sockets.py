"""The door to sockets: is somebody there, and which certificate do they show?"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from quality_gate.world.patience import in_time
from quality_gate.world.unreachable import why

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a server showed, once its chain and its name had been found good."""

    expires: int  # seconds since the epoch


def connect(host: str, port: int, timeout: float) -> None:
    """Unreachable where nobody accepts a connection."""
    _told(timeout, lambda: socket.create_connection((host, port), timeout).close())


def certificate_of(host: str, port: int, timeout: float, authorities: str = "") -> Certificate:
    """Unreachable where nobody shows a certificate that this machine trusts for this host."""

    def shown() -> Certificate:
        context = ssl.create_default_context(cafile=authorities or None)
        with (
            socket.create_connection((host, port), timeout) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            certificate = secure.getpeercert() or {}
        return Certificate(expires=int(ssl.cert_time_to_seconds(str(certificate["notAfter"]))))

    return _told(timeout, shown)


def _told(timeout: float, work: Callable[[], _Answer]) -> _Answer:
    try:
        return in_time(timeout, work)
    except Exception as problem:  # noqa: BLE001 (whatever it was, nobody answered as they should)
        raise why(problem) from None
