"""What an HTTP probe sees, with real servers."""

from __future__ import annotations

import socket
import threading
import time
from fractions import Fraction
from pathlib import Path

import pytest

from looks import mistakes, seen, site
from quality_gate.model.verdict import Cause, Status
from serving import OPENSSL, answer, certificate, closed_port, drips, says, serving, showing, silent

JSON = "Content-Type: application/json; charset=utf-8"
HEALTH = '{"status": "ok", "version": "1.6", "build": 7, "load": 0.50, "up": true, "note": null, "empty": "",\
 "components": {"db": "ok", "cache": "down"}, "services": [{"name": "api"}, "worker", {"id": 3}]}'


def look(tmp_path: Path, said: bytes, more: str = "") -> tuple[Status, str]:
    with serving(says(said)) as port:
        found = seen(f'{{http: "http://127.0.0.1:{port}/health"{more}}}', site(tmp_path))
    return found.status, found.got


@pytest.mark.parametrize(
    ("said", "more", "status", "got"),
    [
        (answer("200 OK"), "", Status.PASSED, "200"),
        (answer("204 No Content"), ", status: [200, 204]", Status.PASSED, "204"),
        (answer("503 Busy"), "", Status.FAILED, "503"),
        (answer("302 Found", "", "Location: /login"), "", Status.FAILED, "302"),
        (answer("200 OK", "all healthy"), ", match: healthy", Status.PASSED, "200"),
        (answer("200 OK", "broken"), ", match: healthy", Status.FAILED, "200, 'healthy' is not in it"),
        (answer("200 OK", "an Error"), ", forbid: '/[Ee]rror/'", Status.FAILED, "200, '/[Ee]rror/' is in it"),
        (answer("200 OK", "{}", JSON), ", content-type: Application/json", Status.PASSED, "200"),
        (
            answer("200 OK", "{}", JSON),
            ", content-type: text/html",
            Status.FAILED,
            "200, content type application/json",
        ),
        (answer("200 OK", "{}"), ", content-type: text/html", Status.FAILED, "200, no content type"),
        (
            answer("200 OK", "", "Server: nginx/1"),
            ", expect-headers: {server: /^nginx/}",
            Status.PASSED,
            "200",
        ),
        (
            answer("200 OK", "", "A: b"),
            ", expect-headers: {a: c, d: e}",
            Status.FAILED,
            "200, a: b, no header d",
        ),
        (answer("200 OK", "", "A: b"), ", expect-headers: {a: /^c/}", Status.FAILED, "200, a: b"),
    ],
)
def test_status_headers_and_texts(tmp_path: Path, said: bytes, more: str, status: Status, got: str) -> None:
    assert look(tmp_path, said, more) == (status, got)


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ("{status: ok, components.db: ok, /components/db: ok}", ""),
        ("{components: {db: ok}}", ""),
        ("{build: 7.0, load: 0.5, up: true, note: null}", ""),
        ("{services: [api, worker], components: [db, cache]}", ""),
        ('{version: "1.6"}', ""),
        ("{version: 1.6}", "version is the text 1.6, not the number"),
        ('{build: "7"}', "build is the number 7, not the text"),
        ("{build: 8}", "build is 7"),
        ("{status: degraded}", "status is ok"),
        ("{empty: ok}", "empty is empty"),
        ("{components: ok}", "components is a mapping of 2"),
        ("{components: {cache: ok, search: ok}}", "components.cache is down, components.search is missing"),
        ("{services: [api, mail]}", "services lacks mail"),
        ("{uptime: 1}", "uptime is missing"),
        ("{version: 2027-01-15}", "version is 1.6"),
    ],
)
def test_values_in_the_answer(tmp_path: Path, wanted: str, wrong: str) -> None:
    said = look(tmp_path, answer("200 OK", HEALTH, JSON), f", json: {wanted}")

    assert said == ((Status.FAILED, f"200, {wrong}") if wrong else (Status.PASSED, "200"))


def test_paths_that_must_be_there_whatever_they_hold(tmp_path: Path) -> None:
    assert look(tmp_path, answer("200 OK", HEALTH), ", has: [note, version]") == (Status.PASSED, "200")
    assert look(tmp_path, answer("200 OK", HEALTH), ", has: [uptime]")[1] == "200, uptime is missing"


@pytest.mark.parametrize(
    ("body", "got"),
    [
        ("", "200, an empty answer"),
        ("<html>", "200, not JSON: cut off or garbled (line 1)"),
        ('{"status": "ok", "status": "ok"}', "200, the key 'status' stands twice, first in line 1 (line 1)"),
    ],
)
def test_an_answer_that_is_no_json(tmp_path: Path, body: str, got: str) -> None:
    assert look(tmp_path, answer("200 OK", body), ", json: {status: ok}") == (Status.FAILED, got)


def test_a_huge_answer_is_read_in_part_and_never_passes_for_the_whole(tmp_path: Path) -> None:
    said = answer("200 OK", b" " * (5 << 20))

    assert look(tmp_path, said) == (Status.PASSED, "200")
    assert look(tmp_path, said, ", forbid: x")[1] == "200, more than 4 MiB"
    assert look(tmp_path, said, ", json: {a: 1}")[1] == "200, JSON of more than 4 MiB"


def test_what_is_expected_is_told(tmp_path: Path) -> None:
    written = """
      http: "http://127.0.0.1:1/"
      status: [200, 204]
      content-type: text/html
      expect-headers: {a: b}
      json: {s: ok, c: [d, e], f: {g: 1}}
      has: h
      match: i
      forbid: j
    """
    found = seen(written, site(tmp_path))

    assert (
        found.expected
        == "200 or 204, a: b, text/html, s = ok, c with d, e, f with g = 1, h there, 'i', no 'j'"
    )
    assert (found.status, found.got) == (Status.FAILED, "connection refused")
    assert found.reason == "http://127.0.0.1:1/: connection refused"
    assert found.next == "see whether the server is up, and whether it listens at this port"


def test_ways_of_not_answering_are_told_apart(tmp_path: Path) -> None:
    where = site(tmp_path, timeout=Fraction(1, 2))
    with serving(silent) as port:
        assert seen(f'{{http: "http://127.0.0.1:{port}/"}}', where).got == "timed out after 0.5 s"
        assert seen(f'{{http: "https://127.0.0.1:{port}/"}}', where).got == "timed out after 0.5 s"
    with serving(says(answer("200 OK"))) as port:
        assert seen(f'{{http: "https://127.0.0.1:{port}/"}}', where).got.startswith("TLS trouble: ")
    with serving(says(b"SSH-2.0-x\r\n")) as port:
        assert seen(f'{{http: "http://127.0.0.1:{port}/"}}', where).got.startswith("broken answer: ")
    with serving(says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) as port:
        assert seen(f'{{http: "http://127.0.0.1:{port}/"}}', where).got.startswith("broken answer: ")
    assert seen(f'{{http: "http://127.0.0.1:{closed_port()}/"}}', where).got == "connection refused"
    assert (
        seen('{http: "http://nobody.invalid/"}', site(tmp_path, timeout=Fraction(20))).got == "no such host"
    )
    assert seen('{http: "http://[::x]/"}', where).got.startswith("broken answer: ")


@pytest.mark.parametrize(
    "talk",
    [
        drips(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
        drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drips(b"HTTP"),
    ],
)
def test_a_server_that_drips_takes_no_more_than_the_whole_time(tmp_path: Path, talk: object) -> None:
    start = time.monotonic()
    with serving(talk) as port:  # type: ignore[arg-type]
        found = seen(f'{{http: "http://127.0.0.1:{port}/"}}', site(tmp_path, timeout=Fraction(1, 2)))

    assert found.got == "timed out after 0.5 s"
    assert time.monotonic() - start < 5


def test_redirects_are_followed_only_where_that_is_wanted(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket, said: bytes) -> None:
        heard.append(said)
        connection.sendall(answer("200 OK", "here"))

    with (
        serving(talk) as there,
        serving(says(answer("302 Found", "", f"Location: http://127.0.0.1:{there}/in"))) as port,
    ):
        more = "redirects: true, headers: {X-Key: {env: KEY}}, match: here"
        asked = f'{{http: "http://127.0.0.1:{port}/", {more}}}'
        assert seen(asked, site(tmp_path, {"KEY": "t0p-secret"})).status is Status.PASSED
    with serving(says(answer("302 Found", "", "Location: /"))) as port:
        assert seen(f'{{http: "http://127.0.0.1:{port}/", redirects: true}}', site(tmp_path)).got == (
            "broken answer: more than 5 redirects"
        )
    with serving(says(answer("302 Found", "", "Location: file:///etc/passwd"))) as port:
        found = seen(f'{{http: "http://127.0.0.1:{port}/", redirects: true}}', site(tmp_path))
        assert found.got == "broken answer: it leads to file:///etc/passwd"
    assert heard[0].startswith(b"GET /in ")
    assert b"t0p-secret" not in heard[0]


def test_headers_are_sent_and_what_comes_from_the_environment_is_never_told(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket, said: bytes) -> None:
        heard.append(said)
        connection.sendall(answer("200 OK", '{"you": "Bearer t0p-secret"}'))

    with serving(talk) as port:
        written = f"""
          http: "http://127.0.0.1:{port}/"
          headers: {{Accept: text/x, Authorization: {{env: KEY, prefix: Bearer}}}}
          json: {{you: me}}
        """
        found = seen(written, site(tmp_path, {"KEY": " t0p-secret\n"}))

    assert b"\r\nAuthorization: Bearer t0p-secret\r\n" in heard[0]
    assert b"\r\nAccept: text/x\r\n" in heard[0]
    assert found.got == "200, you is Bearer ***"
    assert "t0p-secret" not in repr(found)


@pytest.mark.parametrize("value", ["two\nlines", "t0p-sécret"])
def test_a_secret_that_no_header_may_hold_is_not_told_either(tmp_path: Path, value: str) -> None:
    found = seen('{http: "http://127.0.0.1:1/", headers: {X: {env: KEY}}}', site(tmp_path, {"KEY": value}))

    assert (found.cause, found.reason) == (Cause.ENVIRONMENT, "KEY holds signs that no header may have")


def test_a_variable_that_is_not_set_is_the_environment_s_fault(tmp_path: Path) -> None:
    found = seen('{http: "http://127.0.0.1:1/", headers: {X: {env: KEY}}}', site(tmp_path))

    assert (found.status, found.cause) == (Status.UNKNOWN, Cause.ENVIRONMENT)
    assert (found.reason, found.next) == ("the environment has no KEY", "set KEY")


def test_a_header_s_own_name_and_value_are_looked_at_too(tmp_path: Path) -> None:
    found = seen('{http: "http://127.0.0.1:1/", headers: {"a b": c}}', site(tmp_path))

    assert found.reason == "the header a b holds signs that no header may have"


@pytest.mark.skipif(OPENSSL is None, reason="there is no openssl to make a certificate with")
def test_a_certificate_of_one_s_own(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    with serving(says(answer("200 OK")), showing(file)) as port:
        asked = f'http: "https://127.0.0.1:{port}/"'
        assert seen(f"{{{asked}, ca: {file.name}}}", site(tmp_path)).status is Status.PASSED
        assert seen(f"{{{asked}}}", site(tmp_path)).got == "TLS trouble: self-signed certificate"
        missing = seen(f"{{{asked}, ca: none.pem}}", site(tmp_path))
    assert (missing.cause, missing.reason) == (Cause.ENVIRONMENT, "there is no file none.pem")


def test_many_looks_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    found: list[str] = []
    with serving(says(answer("200 OK"))) as port:
        looks = [
            threading.Thread(
                target=lambda: found.append(seen(f'{{http: "http://127.0.0.1:{port}/"}}', site(tmp_path)).got)
            )
            for _ in range(8)
        ]
        for one in looks:
            one.start()
        for one in looks:
            one.join()

    assert found == ["200"] * 8


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{http: localhost/health}", "http: 'localhost/health' is no address"),
        ('{http: "ftp://x/"}', "http: 'ftp://x/' is no address"),
        ('{http: "http://x/", status: 20}', "status: 20 is no status"),
        ('{http: "http://x/", json: {a: }}', "json.a: it has no value"),
        (
            '{http: "http://x/", match: "/(/"}',
            "match: '(' is no pattern: missing ), unterminated subpattern at position 0",
        ),
        ('{http: "http://x/", headers: {A: {prefix: x}}}', "headers.A: it needs a value, and only one"),
        ('{http: "http://x/", headers: {A: {text: x, env: Y}}}', "headers.A: it needs a value, and only one"),
        (
            '{http: "http://x/", expect-headers: {A: "/[/"}}',
            "expect-headers.A: '[' is no pattern: unterminated character set at position 0",
        ),
    ],
)
def test_mistakes_are_told_before_anything_runs(written: str, told: str) -> None:
    assert mistakes(written) == [told]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (answer("200 OK", "Traceback".encode("utf-16")), Status.FAILED),
        (answer("200 OK", b"\x8b\x00\x80xx\x03", "Content-Encoding: br"), Status.FAILED),
        (answer("200 OK", b"words", "Content-Encoding: identity"), Status.PASSED),
    ],
)
def test_what_cannot_be_read_as_text_holds_no_promise(tmp_path: Path, said: bytes, status: Status) -> None:
    assert look(tmp_path, said, ", forbid: Traceback")[0] is status
