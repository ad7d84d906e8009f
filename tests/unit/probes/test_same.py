"""Places that must say the same: versions in files, commands, servers and the environment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status
from quality_gate.world.shell import Shell

PROJECT = '[project]\nname = "shop"\nversion = "1.6.0.35"\n'
TWO = "[{file: pyproject.toml, key: project.version}, {file: src/app.py, regex: '__version__ = \"(.+)\"'}]"
FOUR = f"same: {TWO[:-1]}, {{command: cat VERSION}}, {{env: APP_VERSION}}]"


def test_four_places_agree_on_a_version_of_four_parts(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "src/app.py": 'x = 1\n__version__ = "1.6.0.35"\n',
        "VERSION": "1.6.0.35\n",
    }
    seen = look("same", FOUR, site(tmp_path, files, env={"APP_VERSION": "1.6.0.35"}))

    assert seen.status is Status.PASSED
    assert seen.got == "1.6.0.35 in 4 places"


def test_what_differs_is_told_with_every_place_and_value(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "src/app.py": 'x = 1\n__version__ = "1.6.0.34"\n',
        "VERSION": "1.6.0.35\n",
    }
    seen = look("same", FOUR, site(tmp_path, files, env={"APP_VERSION": "1.6.0.35"}))

    assert seen.status is Status.FAILED
    assert seen.got == "2 different values: 1.6.0.35, 1.6.0.34"
    assert seen.reason == "`cat VERSION`: 1.6.0.35; $APP_VERSION: 1.6.0.35"
    assert [(spot.where, spot.note) for spot in seen.spots] == [
        ("pyproject.toml:3", "1.6.0.35"),
        ("src/app.py:2", "1.6.0.34"),
    ]


def test_a_version_that_is_a_number_fails_by_its_type(tmp_path: Path) -> None:
    files = {"a.yml": "version: 1.6\n", "b.json": '{"version": "1.6"}'}
    seen = look(
        "same", "same: [{file: a.yml, key: version}, {file: b.json, key: version}]", site(tmp_path, files)
    )

    assert seen.status is Status.FAILED
    assert seen.got == 'a.yml:1: 1.6 is a number, write it as text: "1.6"'


@pytest.mark.parametrize(
    ("kind", "one", "other", "status"),
    [
        ("any", "1.6", '"1.6"', Status.PASSED),
        ("any", "1.60", "1.6", Status.FAILED),
        ("number", "2", "2.0", Status.PASSED),
        ("number", "2 GB", "2000 MB", Status.PASSED),
        ("number", "2", "3", Status.FAILED),
        ("number", "two", "2", Status.FAILED),
        ("string", "yes", '"yes"', Status.FAILED),
        ("string", "2026-01-01", '"2026-01-01"', Status.FAILED),
        ("string", "[a]", "a", Status.FAILED),
        ("string", "~", "a", Status.FAILED),
        ("string", '""', '""', Status.FAILED),
        ("string", "a", "a", Status.PASSED),
    ],
)
def test_types(tmp_path: Path, kind: str, one: str, other: str, status: Status) -> None:
    files = {"a.yml": f"v: {one}\n", "b.yml": f"v: {other}\n"}
    written = f"{{same: [{{file: a.yml, key: v}}, {{file: b.yml, key: v}}], type: {kind}}}"

    assert look("same", written, site(tmp_path, files)).status is status


def test_all_that_cannot_be_read_is_told_at_once_with_what_was_meant(tmp_path: Path) -> None:
    written = "same: [{file: pyprojct.toml, key: project.version}, {file: a.yml, key: app.vresion}]"
    seen = look("same", written, site(tmp_path, {"pyproject.toml": PROJECT, "a.yml": "app: {version: x}\n"}))

    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    assert "there is no file pyprojct.toml; nearest: pyproject.toml" in seen.reason
    assert "a.yml has no app.vresion; nearest: app.version" in seen.reason


@pytest.mark.parametrize(
    ("source", "cause", "said"),
    [
        ("{file: src/app.py, regex: nothing}", Cause.NO_MATCH, "holds nothing that fits nothing"),
        ("{env: APP_VERSON}", Cause.NO_MATCH, "the environment has no APP_VERSON; nearest: APP_VERSION"),
        ("{command: echo no >&2; exit 3}", Cause.UNREADABLE, "ended with exit 3: no"),
        ("{command: quality-gate-not-there}", Cause.ENVIRONMENT, "exit 127"),
        ("{command: sleep 20}", Cause.INCOMPLETE, "did not end within 0.5 s"),
        ("{command: yes}", Cause.UNREADABLE, "it wrote more than 8 MiB"),
        ("{file: broken.json, key: a}", Cause.UNREADABLE, "broken.json cannot be read (line 2): not JSON"),
        ("{file: src, regex: a}", Cause.UNREADABLE, "src cannot be read"),
        ("{http: 'http://127.0.0.1:9/x', key: a}", Cause.MISSING, "connection refused"),
    ],
)
def test_a_source_without_an_answer(tmp_path: Path, source: str, cause: Cause, said: str) -> None:
    files = {"src/app.py": "x\n", "broken.json": '{"a":\n'}
    where = site(tmp_path, files, timeout="1/2", env={"APP_VERSION": "1"})
    seen = look("same", f"same: [{{env: APP_VERSION}}, {source}]", where)

    assert (seen.status, seen.cause) == (Status.UNKNOWN, cause)
    assert said in seen.reason


def test_a_pattern_is_searched_in_a_variable_too(tmp_path: Path) -> None:
    where = site(tmp_path, env={"IMAGE": "shop:1.6.0.35", "APP_VERSION": "1.6.0.35"})
    written = "same: [{env: APP_VERSION}, {env: IMAGE, regex: ':(.+)'}]"
    assert look("same", written, where).status is Status.PASSED
    seen = look("same", written, site(tmp_path, env={"APP_VERSION": "1"}))
    assert seen.reason.startswith("the environment has no IMAGE")


def test_a_command_that_cannot_be_started(tmp_path: Path) -> None:
    plain = site(tmp_path, env={"A": "1"})
    where = replace(plain, world=replace(plain.world, shell=Shell(())))
    seen = look("same", "same: [{env: A}, {command: 'true'}]", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.ENVIRONMENT)


def test_nothing_is_run_where_nothing_may_be(tmp_path: Path) -> None:
    where = site(tmp_path, may_run=False, env={"A": "1"})
    seen = look("same", "same: [{env: A}, {command: touch made}]", where)

    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NOT_RUN)
    assert not (tmp_path / "made").exists()


def test_a_command_ends_when_somebody_interrupts(tmp_path: Path) -> None:
    where = site(tmp_path, halted=lambda: True, env={"A": "1"})

    assert look("same", "same: [{env: A}, {command: sleep 30}]", where).reason == "interrupted"


class _Status(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = {"/status": b'{"version": "1.6.0.34"}', "/long": b"x" * (5 << 20)}.get(self.path)
        self.send_response(200 if body else 503)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Status) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_server_is_asked_too(tmp_path: Path, server: str) -> None:
    written = (
        f"same: [{{file: pyproject.toml, key: project.version}}, {{http: '{server}/status', key: version}}]"
    )
    seen = look("same", written, site(tmp_path, {"pyproject.toml": PROJECT}))

    assert seen.status is Status.FAILED
    assert f"{server}/status: 1.6.0.34" in seen.reason


@pytest.mark.parametrize(
    ("path", "said"), [("/down", "answered 503"), ("/long", "answered more than is read")]
)
def test_a_server_that_does_not_answer_well(tmp_path: Path, server: str, path: str, said: str) -> None:
    seen = look("same", f"same: [{{env: PATH}}, {{http: '{server}{path}'}}]", site(tmp_path))

    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.UNREADABLE)
    assert said in seen.reason


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("same: [{env: A}]", "one place alone always agrees with itself"),
        ("same: [{env: A}, {key: a}]", "it has no source"),
        ("same: [{env: A}, {env: B, file: c}]", "`file` is the source already"),
        ("same: [{env: A}, {env: [B, C]}]", "one value comes from one variable"),
        ("same: [{env: A}, {file: a.json}]", "it does not say which value of the file is meant"),
        ("same: [{env: A}, {file: a, regex: '('}]", "'(' is no pattern"),
        ("same: [{env: A}, {file: a, regex: b, key: c}]", "`key` says already"),
    ],
)
def test_mistakes(written: str, said: str) -> None:
    assert said in mistakes("same", written)


def test_what_a_password_is_is_not_told(tmp_path: Path) -> None:
    files = {"a.json": '{"db": {"password": "alpha-7"}}', "b.json": '{"db": {"password": "beta-9"}}'}
    where = site(tmp_path, files)
    seen = look("same", "same: [{file: a.json, key: db.password}, {file: b.json, key: db.password}]", where)
    assert (seen.status, seen.got) == (Status.FAILED, "not the same; the values are not shown")
    assert "alpha" not in repr(seen)
    assert [spot.where for spot in seen.spots] == ["a.json:1", "b.json:1"]

    seen = look("same", "same: [{file: a.json, key: db.password}, {file: a.json, key: db.password}]", where)
    assert (seen.status, seen.got) == (Status.PASSED, "the same")
