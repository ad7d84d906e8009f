"""The door to free ports of this machine."""

from __future__ import annotations

import socket
from contextlib import ExitStack


def free_ports(count: int) -> tuple[int, ...]:
    """Ports that nobody uses at this moment, each different."""
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            one = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            one.bind(("127.0.0.1", 0))
            found.append(int(one.getsockname()[1]))
        return tuple(found)
