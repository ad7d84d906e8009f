"""Values of a configuration are held against what was agreed on, with their units."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status

REDIS = '{"maxmemory": "2147483648", "maxclients": 10000, "mode": "allkeys-lru", "pool": {"size": 100}}\n'
EXPECT = '{maxmemory: "== 2 GB", maxclients: ">= 10000", mode: allkeys-lru, pool.size: "== 100"}'


def test_a_configuration_as_it_was_agreed_on(tmp_path: Path) -> None:
    seen = look(
        "expect", f"{{expect: {EXPECT}, of: {{file: redis.json}}}}", site(tmp_path, {"redis.json": REDIS})
    )

    assert (seen.status, seen.got) == (Status.PASSED, "4/4 as expected")
    assert seen.expected.startswith("maxmemory = 2 GB, maxclients ≥ 10,000")


@pytest.mark.parametrize(
    ("wanted", "got", "status"),
    [
        ("== 2 GB", "2147483648", Status.PASSED),
        ("== 2 GB", "2gb", Status.PASSED),
        ("== 2 GB", "2000000000", Status.PASSED),
        ("== 2 GB", "1900mb", Status.FAILED),
        (">= 10000", "9999", Status.FAILED),
        ("== 5", "4", Status.FAILED),
        ("== 5", "5.0", Status.PASSED),
        ("within 1..5", "3", Status.PASSED),
        ("within 1..5", "6", Status.FAILED),
        ("50% ± 10%", "41%", Status.PASSED),
        ("< 10 ms", "9.5ms", Status.PASSED),
        ("< 10 ms", "9.5 kg", Status.FAILED),
        ("> 1", "many", Status.FAILED),
        ("> 1", '""', Status.FAILED),
        ("> 1", "[2]", Status.FAILED),
        ("> 1", "true", Status.FAILED),
        ("true", "true", Status.PASSED),
        ("true", "false", Status.FAILED),
        ("!= debug", "debug", Status.FAILED),
        ("!= debug", "info", Status.PASSED),
        ("== allkeys-lru", "allkeys-lru", Status.PASSED),
        ("set", "secret", Status.PASSED),
        ("set", '""', Status.FAILED),
        ("set", "~", Status.FAILED),
        ("empty", '""', Status.PASSED),
        ("empty", "x", Status.FAILED),
        ("x", "[x]", Status.FAILED),
    ],
)
def test_values_and_ranges(tmp_path: Path, wanted: str, got: str, status: Status) -> None:
    where = site(tmp_path, {"app.yml": f"key: {got}\n"})
    seen = look("expect", f'{{expect: {{key: "{wanted}"}}, of: {{file: app.yml}}}}', where)

    assert seen.status is status
    assert (seen.status is Status.PASSED) == (not seen.spots)


def test_a_shortfall_says_what_was_expected_and_where_it_stands(tmp_path: Path) -> None:
    where = site(tmp_path, {"settings.toml": "[speech]\nconcurrency = 4\n[avatar]\nconcurrency = 3\n"})
    written = '{expect: {speech.concurrency: "== 5", avatar.concurrency: "== 3"}, of: {file: settings.toml}}'
    seen = look("expect", written, where)

    assert (seen.status, seen.got, seen.distance) == (Status.FAILED, "1/2 as expected", "1 off")
    assert seen.spots[0].where == "settings.toml:2"
    assert seen.spots[0].note == "speech.concurrency: expected = 5, got 4 (1 short)"


def test_a_missing_key_fails_with_its_nearest(tmp_path: Path) -> None:
    where = site(tmp_path, {"redis.conf": "maxmemory 2gb\nrequirepas x\nsave 900 1\nsave 300 10\n"})
    written = '{expect: {requirepass: set, maxmemory: "== 2 GB", save.1: "300 10"}, of: {file: redis.conf}}'
    seen = look("expect", written, where)

    assert seen.status is Status.FAILED
    assert seen.reason == "requirepass is missing in redis.conf (nearest: requirepas)"


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    where = site(tmp_path, {"app.yml": "db: {password: hunter2}\n"})
    seen = look("expect", "{expect: {db.password: empty}, of: {file: app.yml}}", where)
    assert (seen.status, seen.spots[0].note) == (Status.FAILED, "db.password: not as expected")
    assert "hunter2" not in repr(seen)


def test_values_of_a_command_and_of_the_environment(tmp_path: Path) -> None:
    where = site(tmp_path, env={"FEATURE": "off", "POOL": "100"})
    seen = look("expect", '{expect: {FEATURE: "on", POOL: "== 100"}, of: {env: [FEATURE, POOL]}}', where)
    assert seen.reason == "FEATURE: expected on, got off"

    printed = 'printf "max %s\\n" 3'
    seen = look("expect", f"{{expect: {{max: '== 3'}}, of: {{command: '{printed}', format: conf}}}}", where)
    assert seen.status is Status.PASSED


def test_nothing_to_look_at(tmp_path: Path) -> None:
    where = site(tmp_path, {"empty.json": "{}"})
    for of in ("{file: empty.json}", "{file: none.json}", "{command: echo words}"):
        seen = look("expect", f"{{expect: {{a: b}}, of: {of}}}", where)
        assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


@pytest.mark.parametrize("limit", [">= ten", "=> 5", "~ 3", "5 ± "])
def test_a_limit_that_is_none(limit: str) -> None:
    assert "expect.a" in mistakes("expect", f'{{expect: {{a: "{limit}"}}, of: {{file: b}}}}')
