"""The door to GitHub's API: every call has an end, and is repeated only where that is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final
from urllib.parse import quote

from quality_gate.world.clock import Clock
from quality_gate.world.environment import Environment
from quality_gate.world.github_answer import Answer, Refused, Unreachable
from quality_gate.world.github_retry import pause
from quality_gate.world.github_wire import Request, Wire

# The first that is set: the action's input, our own name for it elsewhere, the usual one.
TOKENS: Final = ("INPUT_TOKEN", "QUALITY_GATE_TOKEN", "GITHUB_TOKEN")
_PUBLIC: Final = "https://api.github.com"
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+\Z")
_MOST_PAGES: Final = 30
PAGE: Final = 100  # items of a list that come with one call
_APART: Final = Fraction(1)  # seconds between two writes
_MOST_WAITING: Final = Fraction(180)  # of a whole run

Done = Callable[[], Any]


class GitHub:
    """Paths are relative to the repository; those that begin with a slash, to the whole API."""

    def __init__(self, *, base: str, repository: str, token: str, clock: Clock) -> None:
        self.base = base.rstrip("/")
        self.repository = repository
        self._token = token
        self._clock = clock
        self._wire = Wire(self.base, token, clock)
        self._waited = Fraction(0)
        self._wrote: Fraction | None = None
        self._gone = False  # it could not be reached: what comes later tries only once

    def get(self, path: str, **query: str) -> Any:
        return self._call(Request(method="GET", url=self._url(path), query=query)).json

    def pages(self, path: str, key: str = "", **query: str) -> Iterator[Any]:
        """All items of a list, page by page; `key` is where an object holds the list."""
        url, wanted = self._url(path), {"per_page": str(PAGE), **query}
        for _ in range(_MOST_PAGES):
            answer = self._call(Request(method="GET", url=url, query=wanted))
            found = answer.json
            items = found.get(key) if key and isinstance(found, dict) else found
            if not isinstance(items, list):
                raise Unreachable("GitHub's answer holds no list", "look whether a proxy stands between")
            yield from items
            if not answer.next:
                return
            if not self._wire.at_home(answer.next):
                raise Unreachable("GitHub's next page lies on another host", "check GITHUB_API_URL")
            url, wanted = answer.next, {}

    def post(self, path: str, body: Mapping[str, Any], done: Done | None = None) -> Any:
        """`done` finds what an earlier try has made although its answer was lost; None: nothing."""
        return self._write("POST", path, body, done)

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._write("PATCH", path, body)

    def delete(self, path: str) -> None:
        """What is gone already is gone."""
        try:
            self._call(Request(method="DELETE", url=self._url(path)))
        except Refused as refused:
            if refused.status != 404:
                raise

    def download(self, path: str, most: int) -> bytes:
        return self._call(Request(method="GET", url=self._url(path), most=most)).content

    def graphql(self, query: str) -> Any:
        """The `data` of the answer; GitHub Enterprise Server has it beside `v3`, not below."""
        url = f"{self.base.removesuffix('/v3')}/graphql"
        body = json.dumps({"query": query}).encode()
        found = self._call(Request(method="POST", url=url, body=body), paced=False).json
        return found.get("data") if isinstance(found, dict) else None

    def _url(self, path: str) -> str:
        return self.base + (path if path.startswith("/") else f"/repos/{self.repository}/{path}")

    def _write(self, method: str, path: str, body: Mapping[str, Any], done: Done | None = None) -> Any:
        # A body is not masked by anybody else, and our own token has no business in it.
        text = json.dumps(body).replace(self._token, "***")
        made: list[Any] = []

        def already() -> bool:
            if done is not None and (found := done()) is not None:
                made.append(found)
            return bool(made)

        answer = self._call(Request(method=method, url=self._url(path), body=text.encode()), already)
        return made[0] if made else answer.json

    def _call(
        self, request: Request, already: Callable[[], bool] = lambda: False, *, paced: bool = True
    ) -> Answer:
        tries = 0
        while True:
            tries += 1
            if request.writes and paced:
                self._keep_apart()
            answer, trouble = self._tried(request)
            if answer is not None and answer.good:
                return answer
            wait = None if self._gone else pause(answer, tries, self._clock.epoch())
            if wait is None or self._waited + wait > _MOST_WAITING:
                raise self._given_up(answer, trouble, tries)
            self._waited += wait
            self._clock.sleep(wait)
            # Nobody knows whether a write without an answer was done; doing it twice would show.
            if (answer is None or answer.status >= 500) and already():
                return Answer(status=200)

    def _tried(self, request: Request) -> tuple[Answer | None, str]:
        try:
            return self._wire.send(request), ""
        # Whatever the library raises is one of these two; its words would hold addresses with signatures.
        except (OSError, ValueError) as error:
            return None, type(error).__name__

    def _given_up(self, answer: Answer | None, trouble: str, tries: int) -> Exception:
        if answer is not None and answer.status < 500:
            return Refused(answer)
        self._gone = True
        said = f"answered {answer.status}" if answer is not None else f"cannot be reached ({trouble})"
        return Unreachable(f"{self.base} {said}, {tries} times", "run the job again later")

    def _keep_apart(self) -> None:
        now = self._clock.monotonic()
        if self._wrote is not None and now - self._wrote < _APART:
            self._clock.sleep(_APART - (now - self._wrote))
        self._wrote = self._clock.monotonic()


def quoted(text: str) -> str:
    """One part of a path, whatever a branch or a file is called."""
    return quote(text, safe="")


def github_of(environment: Environment, clock: Clock) -> GitHub | None:
    """None where there is no repository on GitHub, or nothing to prove who we are."""
    token = next((found for name in TOKENS if (found := environment.get(name).strip())), "")
    repository = environment.get("GITHUB_REPOSITORY")
    if not token or not _REPOSITORY.match(repository):
        return None
    base = environment.get("GITHUB_API_URL") or _PUBLIC
    return GitHub(base=base, repository=repository, token=token, clock=clock)
