"""One answer of GitHub's REST API, and what it says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from quality_gate.model.errors import CannotWork

Value = TypeVar("Value")
_NEXT: Final = re.compile(r"""<([^<>]*)>\s*;[^,]*?\brel="?next"?""")
_FORBIDDEN: Final = 403


class Refused(CannotWork):
    """The API understood and said no; `status` tells why, as HTTP does."""

    def __init__(self, answer: Answer, remedy: str = "") -> None:
        super().__init__(f"GitHub answered {answer.status}: {answer.message or 'without a reason'}", remedy)
        self.status = answer.status
        self.message = answer.message

    @property
    def not_permitted(self) -> bool:
        """The token is good, but not for this; locked conversations and the like say so in other words."""
        return self.status == _FORBIDDEN and "not accessible by" in self.message.lower()


class Unreachable(CannotWork):
    """No answer, or none that can be used, however often we asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    content: bytes = b""

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """Unreachable where it is something else: a page of a proxy, half an answer."""
        try:
            return json.loads(self.content) if self.content.strip() else None
        except (ValueError, RecursionError):
            raise Unreachable(
                "GitHub's answer is not JSON", "look whether a proxy stands between, and GITHUB_API_URL"
            ) from None

    @property
    def message(self) -> str:
        """GitHub's own words; those of somebody else may be a whole page."""
        try:
            told = json.loads(self.content)
        except (ValueError, RecursionError):
            return ""
        said = told.get("message") if isinstance(told, dict) else None
        return said[:300] if isinstance(said, str) else ""

    @property
    def next(self) -> str:
        """The address of the next page; empty on the last one."""
        found = _NEXT.search(self.headers.get("link", ""))
        return found[1] if found else ""


def known(found: Any, name: str, kind: type[Value]) -> Value:
    """What an answer must hold."""
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, kind):
        raise Unreachable(f"GitHub's answer has no `{name}`", "look whether a proxy stands between")
    return value
