"""A stateful GitHub on this machine: judged by GitHub's own description, troubled as a test's script says.

`python tests/github/fake.py SECONDS` serves until the time is over, and prints its address first.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from github.openapi import Absent, Description, Operation, description
from github.state import REPOSITORY, ROUTES, Call, Found, State, Token, missing
from github.trouble import FORK, Trouble

_LIMITS = {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "999", "x-ratelimit-reset": "1795183200"}


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]

    @property
    def said(self) -> str:
        return f"{self.method} {self.path.removeprefix(f'/repos/{REPOSITORY}')}"


@dataclass
class FakeGitHub:
    """`with FakeGitHub() as github:`; afterwards `wrong` holds whatever broke GitHub's rules."""

    state: State = field(default_factory=State)
    prefix: str = ""  # `/api/v3` on an Enterprise Server
    troubles: list[Trouble] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    note: str = ""  # why only our own checks hold here
    foreign_next: str = ""  # where the link to the next page leads instead
    page: int = 100  # the longest page
    described: bool = True  # False: as where the description cannot be had

    def __enter__(self) -> Self:
        try:
            self.description = description() if self.described else Description(None)
        except Absent as absent:
            self.description, self.note = Description(None), str(absent)
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return self.host + self.prefix

    @property
    def asked(self) -> list[str]:
        return [one.said for one in self.seen]

    def trouble(self, method: str, path: str, **how: Any) -> None:
        self.troubles.append(Trouble(method, path, **how))

    def answer(self, seen: Seen) -> tuple[int, dict[str, str], bytes, Trouble]:
        with self._lock:
            self.seen.append(seen)
            trouble = next(
                (one for one in self.troubles if one.fits(seen.method, seen.path)), Trouble("", "")
            )
        if trouble.first:
            trouble.first()
        with self._lock:
            if (trouble.status or trouble.dropped) and not trouble.done:
                status, body = trouble.status or 500, {"message": trouble.message, "documentation_url": "x"}
                return status, {**_LIMITS, **trouble.headers}, json.dumps(body).encode(), trouble
            status, headers, content = self._honest(seen)
            if trouble.status:
                status, content = trouble.status, json.dumps({"message": trouble.message}).encode()
            return (
                status,
                {**headers, **trouble.headers},
                content if trouble.body is None else trouble.body,
                trouble,
            )

    def _honest(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        if seen.path.startswith("/archives/"):
            return 200, {}, self.state.archives[int(seen.path.rpartition("/")[2])]
        token = self.state.tokens.get(seen.headers.get("authorization", "").removeprefix("Bearer "))
        if token is None:
            return 401, _LIMITS, b'{"message": "Bad credentials", "documentation_url": "x"}'
        if seen.path.endswith("/graphql"):
            return self._graphql(seen, token.login)
        self._judge_headers(seen)
        operation = self.description.operation(seen.method, seen.path)
        if operation is None:
            self.wrong.append(f"{seen.method} {seen.path} is nowhere in GitHub's API")
            return 404, _LIMITS, b'{"message": "Not Found"}'
        if troubles := self.description.wrong_request(operation, seen.query, seen.body):
            self.wrong += [f"{seen.said}: {trouble}" for trouble in troubles]
            return 422, _LIMITS, json.dumps({"message": "; ".join(troubles)}).encode()
        return self._written(seen, operation, self._played(seen, token))

    def _played(self, seen: Seen, token: Token) -> Found:
        for route in ROUTES:
            found = route.pattern.fullmatch(seen.path)
            if found and route.method == seen.method:
                if route.permission and route.permission not in token.writes:
                    return 403, {"message": FORK, "documentation_url": "x"}
                return route.answer(Call(self.state, token, found.groups(), seen.query, seen.body or {}))
        self.wrong.append(f"{seen.method} {seen.path} is not played here")
        return missing()

    def _written(self, seen: Seen, operation: Operation, found: Found) -> tuple[int, dict[str, str], bytes]:
        status, body = found
        if status == 302:
            return status, {**_LIMITS, "location": body}, b""
        if body is None:
            return status, dict(_LIMITS), b""
        headers = dict(_LIMITS)
        body, link = self._paged(seen, body)
        if link:
            headers["link"] = link
        whole = self.description.completed(operation, status, body)
        self.wrong += [
            f"our own answer to {seen.said}: {one}" for one in self._wrong_answer(operation, status, whole)
        ]
        return status, headers, json.dumps(whole).encode()

    def _wrong_answer(self, operation: Operation, status: int, body: Any) -> list[str]:
        return self.description.wrong_answer(operation, status, body)

    def _paged(self, seen: Seen, body: Any) -> tuple[Any, str]:
        key = next(
            (name for name in ("check_runs", "artifacts", "jobs") if isinstance(body, dict) and name in body),
            "",
        )
        items = body[key] if key else body
        if not isinstance(items, list):
            return body, ""
        size = min(int(seen.query.get("per_page", "30")), self.page)
        at = int(seen.query.get("page", "1"))
        some = items[(at - 1) * size : at * size]
        link = ""
        if at * size < len(items):
            query = urlencode({**seen.query, "page": str(at + 1)})
            base = self.foreign_next or self.url
            link = f'<{base}{seen.path}?{query}>; rel="next", <{base}{seen.path}?page=99>; rel="last"'
        return ({**body, key: some} if key else some), link

    def _judge_headers(self, seen: Seen) -> None:
        wanted = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        self.wrong += [
            f"{seen.said}: {name} is not {value}"
            for name, value in wanted.items()
            if seen.headers.get(name) != value
        ]
        if "quality-gate" not in seen.headers.get("user-agent", ""):
            self.wrong.append(f"{seen.said}: no user agent")

    def _graphql(self, seen: Seen, login: str) -> tuple[int, dict[str, str], bytes]:
        if not self.state.graphql:
            return 403, _LIMITS, b'{"message": "Resource not accessible by integration"}'
        if seen.body != {"query": "query { viewer { login } }"}:
            self.wrong.append(f"an unknown query: {seen.body}")
        return 200, _LIMITS, json.dumps({"data": {"viewer": {"login": login}}}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # an answer in two pieces would wait for the first one's receipt

            def handle_one(self) -> None:
                parts = urlsplit(self.path)
                raw = self.rfile.read(int(self.headers.get("content-length") or 0))
                path = parts.path
                if fake.prefix and not path.startswith(("/archives/", "/api/graphql")):
                    if not path.startswith(fake.prefix):
                        fake.wrong.append(f"{path} is not below {fake.prefix}")
                    path = path.removeprefix(fake.prefix)
                seen = Seen(
                    method=self.command,
                    path=path,
                    query=dict(parse_qsl(parts.query)),
                    body=json.loads(raw) if raw else None,
                    headers={name.lower(): value for name, value in self.headers.items()},
                )
                status, headers, content, trouble = fake.answer(seen)
                time.sleep(trouble.seconds)
                if trouble.dropped:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if trouble.half else content)
                if trouble.half:
                    self.close_connection = True

            do_GET = do_POST = do_PATCH = do_DELETE = handle_one  # noqa: N815 (names that the library calls)

            def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 (the library's name)
                pass

        return Handler


if __name__ == "__main__":
    with FakeGitHub() as served:
        sys.stdout.write(f"{served.url}\n")
        sys.stdout.flush()
        time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 600)
