"""One request to GitHub on the wire: the token goes to the API's own host and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from quality_gate.world.clock import Clock
from quality_gate.world.github_answer import Answer, Unreachable

if TYPE_CHECKING:
    import requests

API_VERSION: Final = "2022-11-28"  # GitHub Enterprise Server knows no newer one
_PATIENCE: Final = (10, 20)  # seconds to connect, and between two pieces of an answer
_WHOLE: Final = Fraction(60)  # seconds for all of an answer: one that drips has an end, too
_MOST_HOPS: Final = 5
_REDIRECTS: Final = (301, 302, 307, 308)
_CHUNK: Final = 1 << 16
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    url: str
    body: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    most: int = 32 << 20  # bytes of the answer

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class Wire:
    """Keeps one connection open for all requests of a run."""

    def __init__(self, base: str, token: str, clock: Clock) -> None:
        self._home = _origin(base)
        self._token = token
        self._clock = clock
        self._session: requests.Session | None = None

    def at_home(self, url: str) -> bool:
        """Is it the API's own host, by the same protocol and at the same port?"""
        return bool(self._home[1]) and _origin(url) == self._home

    def send(self, request: Request) -> Answer:
        """OSError or ValueError where no answer comes, or a broken one."""
        url, query = request.url, request.query
        for _ in range(_MOST_HOPS):
            answer, leads = self._once(request, url, query)
            if not leads:
                return answer
            url, query = urljoin(url, leads), {}
            if not self.at_home(url) and (request.writes or not self._as_safe(url)):
                break
        raise Unreachable("GitHub's API leads somewhere else", "check GITHUB_API_URL")

    def _as_safe(self, url: str) -> bool:
        return url.startswith(("https://", f"{self._home[0]}://"))

    def _once(self, request: Request, url: str, query: Mapping[str, str]) -> tuple[Answer, str]:
        home = self.at_home(url)
        headers = {"User-Agent": "quality-gate"}  # without one GitHub refuses
        if home:
            headers |= {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": API_VERSION}
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        options: dict[str, Any] = {"params": dict(query), "data": request.body, "headers": headers}
        if urlsplit(url).hostname in _LOOPBACK:
            options["proxies"] = {"http": "", "https": ""}  # no proxy reaches this machine's own ports
        with self._opened().request(
            request.method,
            url,
            auth=_Bearer(self._token if home else ""),
            timeout=_PATIENCE,
            allow_redirects=False,
            stream=True,
            **options,
        ) as answer:
            leads = answer.headers.get("location", "") if answer.status_code in _REDIRECTS else ""
            known = {name.lower(): value for name, value in answer.headers.items()}
            content = b"" if leads else self._read(answer, request.most)
            return Answer(status=answer.status_code, headers=known, content=content), leads

    def _read(self, answer: requests.Response, most: int) -> bytes:
        start, content = self._clock.monotonic(), bytearray()
        for chunk in answer.iter_content(_CHUNK):
            content += chunk
            if len(content) > most:
                raise Unreachable(f"GitHub's answer is larger than {most >> 20} MiB")
            if self._clock.monotonic() - start > _WHOLE:
                raise TimeoutError("the answer takes too long")
        return bytes(content)

    def _opened(self) -> requests.Session:
        if self._session is None:
            import requests

            self._session = requests.Session()
            # Like the other programs of a runner; requests' own variables come before it.
            self._session.verify = os.environ.get("SSL_CERT_FILE") or True
        return self._session


class _Bearer:
    """As `auth`, not as a header: a header of that name gives way to what stands in a `.netrc`."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _origin(url: str) -> tuple[str, str, int | None]:
    """All empty for an address that two programs could read in two ways."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    if "\\" in url or "@" in parts.netloc:
        return "", "", None
    return parts.scheme, parts.hostname or "", port
