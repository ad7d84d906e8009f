"""The door to servers that speak HTTP: one question, one answer, in bounded time and memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from quality_gate.world.patience import in_time
from quality_gate.world.unreachable import Trouble, Unreachable, why

if TYPE_CHECKING:
    import requests

MOST: Final = 4 << 20  # bytes of a body
_CHUNK: Final = 1 << 14
_MOST_HOPS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_AUTHORITIES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 10.0  # seconds for all of it
    redirects: bool = False
    authorities: str = ""  # a file of certificates to trust instead of the usual ones
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # by their names in small letters
    body: bytes = b""
    cut: bool = False  # the body is longer than anybody wants to read


def ask(question: Question) -> HttpAnswer:
    """Unreachable where no answer comes, or a broken one."""
    try:
        return in_time(question.timeout, lambda: _answered(question))
    except Exception as problem:  # noqa: BLE001 (whatever a library raises, somebody did not answer)
        raise why(problem) from None


def _answered(question: Question) -> HttpAnswer:
    import requests

    url, headers = question.url, dict(question.headers)
    with requests.Session() as session:
        session.trust_env = False  # a `.netrc` would send passwords that nobody asked for
        for _ in range(_MOST_HOPS):
            answer, leads = _once(session, question, url, headers)
            if not leads or not question.redirects:
                return answer
            following = urljoin(url, leads)
            if urlsplit(following).scheme not in ("http", "https"):
                raise Unreachable(Trouble.BROKEN, f"it leads to {following[:100]}")
            if _origin(following) != _origin(url):
                headers = {}  # what is meant for one server is not told to another
            url = following
    raise Unreachable(Trouble.BROKEN, f"more than {_MOST_HOPS} redirects")


def _once(
    session: requests.Session, question: Question, url: str, headers: Mapping[str, str]
) -> tuple[HttpAnswer, str]:
    import requests

    local = urlsplit(url).hostname in _LOOPBACK
    options: dict[str, Any] = {
        "headers": {"User-Agent": "quality-gate", "Accept-Encoding": "identity", **headers},
        "proxies": {} if local else requests.utils.get_environ_proxies(url),
        "verify": question.authorities or next(filter(None, map(os.environ.get, _AUTHORITIES)), True),
    }
    with session.get(url, timeout=question.timeout, allow_redirects=False, stream=True, **options) as answer:
        known = {name.lower(): value for name, value in answer.headers.items()}
        body = bytearray()
        for piece in answer.iter_content(_CHUNK):
            body += piece
            if len(body) > question.most:
                break
        leads = known.get("location", "") if answer.status_code in _REDIRECTS else ""
        cut = len(body) > question.most
        read = bytes(body[: question.most])
        return HttpAnswer(status=answer.status_code, headers=known, body=read, cut=cut), leads


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)
