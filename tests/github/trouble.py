"""Scripted trouble: what the fake does instead of answering as it should, or before it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
FORK = "Resource not accessible by integration"


@dataclass
class Trouble:
    """Happens to the requests that fit, `times` times, after `after` of them went well."""

    method: str
    path: str  # a regular expression, looked for
    times: int = 1
    after: int = 0
    status: int = 0  # 0: the ordinary answer
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    dropped: bool = False  # the connection ends without an answer
    done: bool = False  # what was asked is done all the same
    half: bool = False  # the answer ends in its middle
    seconds: float = 0  # to wait before the answer
    body: bytes | None = None  # instead of the answer
    first: Callable[[], object] | None = None  # what somebody else does meanwhile

    def fits(self, method: str, path: str) -> bool:
        if self.method != method or not re.search(self.path, path) or self.times <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True
