"""A level counts where a level stands, in whatever way programs write their lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quality_gate.probes.log_levels import is_serious, level_named, level_of
from quality_gate.probes.log_times import Window, time_of

SERIOUS = [
    "2024-01-01 12:00:00,123 - my.module - ERROR - boom",
    "ERROR:root:boom",
    "2024-01-01 12:00:00.123 ERROR 123 --- [main] c.e.App : msg",
    "12:00:00.123 [main] ERROR com.x - msg",
    "E0101 12:00:00.123456 1 x.go:1] boom",
    "F0101 12:00:00.123456 1 x.go:1] boom",
    "Jan  1 12:00:00 host app[123]: ERROR something",
    "api-1  | ERROR:    Exception in ASGI",
    "[2024-01-01T00:00:00Z ERROR my_crate] msg",
    "12:00:00.000 [error] msg",
    '2024-01-01 12:00:00.123 UTC [123] ERROR:  relation "x"',
    "[2024-01-01 12:00:00,123: ERROR/MainProcess] Task",
    "2024-01-01 12:00:00 [error    ] msg",
    "2024-01-01 12:00:00.123 | ERROR    | module:func:1 - msg",
    "2024-01-01T00:00:00Z\tERROR\tfoo",
    'time=2024-01-01T00:00:00Z level=ERROR msg="x"',
    '{"level":"error","msg":"x"}',
    '{"level":50,"msg":"x"}',
    '{"msg":"x","log":{"level":"ERROR"}}',
    'api-1 | {"level":"error"}',
    "2024/01/01 12:00:00 [error] 12#0: *1 connect() failed",
    "Error: Cannot find module",
    "error: linking failed",
    "npm ERR! code 1",
    "SEVERE: x",
    "[ERROR] x",
    '{"level": "error", "msg": "cut off',
    "2024-01-01T10:00:00+02:00 CRITICAL x",
    "ERROR",
]
HARMLESS = [
    "0 errors",
    "error_count=0",
    "no ERROR found",
    "2024-01-01 12:00:00 INFO found: ERROR in file",
    "INFO: last ERROR was 3 days ago",
    "Tests: 5, errors: 0",
    "ERROR: 0",
    "errors=0 failures=0",
    '{"level":"info","msg":"level=error ERROR: x"}',
    '{"level":"unheard","msg":"ERROR"}',
    '{"level":[1],"msg":"ERROR"}',
    '{"level":99,"msg":"ERROR"}',
    "[INFO] request returned [ERROR]",
    "Errors: 0",
    "GET /ERROR 200",
    "ERROR_COUNT is 0",
    "tests/test_error.py::test_ERROR PASSED",
    "2024-01-01 12:00:00,123 - a - INFO - ERROR - x",
    "class ErrorHandler:",
    "Retried 3 ERROR responses",
    "WARNING: x",
    'level=info msg="ERROR: x"',
    "the error level is fine",
    "I0101 12:00:00.123456 1 x.go:1] ERROR",
    "plain words",
    "",
]


@pytest.mark.parametrize("line", SERIOUS)
def test_an_error_is_found(line: str) -> None:
    assert is_serious(line, level_named("ERROR") or 0)


@pytest.mark.parametrize("line", HARMLESS)
def test_a_line_that_only_speaks_of_errors_is_none(line: str) -> None:
    assert not is_serious(line, level_named("ERROR") or 0)
    assert (level_of(line) or 0) < (level_named("ERROR") or 0)


def test_levels_have_an_order() -> None:
    names = ["trace", "Debug", "INFO", "warning", "ERR", "fatal"]
    assert [level_named(name) for name in names] == [1, 2, 3, 4, 5, 6]
    assert level_named("rate limit") is None


def test_a_record_nested_too_deeply_is_a_plain_line() -> None:
    assert level_of('{"level": "info", ' + '"a":{' * 50_000 + "}" * 50_001) == level_named("info")
    assert level_of('["level", {"level": "error"}') is not None


NOW = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("2024-01-01 12:00:00,123 x", "2024-01-01T12:00:00.123000"),
        ("2024-01-01T12:00:00Z", "2024-01-01T12:00:00+00:00"),
        ("[2024-01-01T12:00:00.5+05:30] x", "2024-01-01T12:00:00.500000+05:30"),
        ("2024/01/01 12:00:00 [error]", "2024-01-01T12:00:00"),
        ('1.2.3.4 - - [01/Jan/2024:12:00:00 -0100] "GET', "2024-01-01T12:00:00-01:00"),
        ("Jan  1 12:00:00 host", "2024-01-01T12:00:00"),
        ("Dec 31 23:59:59 host", "2023-12-31T23:59:59"),
        ('{"ts": 1704110400.5}', "2024-01-01T12:00:00.500000+00:00"),
        ('{"ts": 1704110400500}', "2024-01-01T12:00:00.500000+00:00"),
        ('{"ts": 1704110400500000000}', "2024-01-01T12:00:00.500000+00:00"),
        ('{"time":"2024-01-01T12:00:00.123456789Z"}', "2024-01-01T12:00:00.123456+00:00"),
        ('api-1 | {"time":"2024-01-01T12:00:00Z"}', "2024-01-01T12:00:00+00:00"),
        ('{"time": "soon", "msg": "2024-01-01T12:00:00Z"}', None),
        ('{"ts": 1e300}', None),
        ('{"ts": true}', None),
        ('{"cut off": 2024-01-01 12:00:00', None),
        ("2024-13-45 12:00:00", None),
        ("Foo 12 12:00:00", None),
        ("12:00:00.123 [main] x", None),
        ("words", None),
    ],
)
def test_when_a_line_was_written(line: str, written: str | None) -> None:
    found = time_of(line, NOW)
    assert (found and found.isoformat()) == written


def test_december_is_not_yet_over_where_january_has_begun_elsewhere() -> None:
    found = time_of("Jan  1 00:00:01 host", datetime(2023, 12, 31, 23, 59, tzinfo=UTC))
    assert found == datetime(2024, 1, 1, 0, 0, 1)  # noqa: DTZ001 (the line names no zone)


@pytest.mark.parametrize(
    ("line", "hours", "inside"),
    [
        ("2024-01-01T11:59:59Z x", 0, False),
        ("2024-01-01T12:00:00Z x", 0, True),
        ("2024-01-01T13:00:00+02:00 x", 0, False),
        ("2024-01-01 11:59:59 x", 0, False),
        ("2024-01-01 11:59:59 x", 2, False),
        ("2024-01-01 13:59:59 x", 2, True),  # as local time too old, as UTC it is not
        ("2024-01-01 07:00:01 x", -5, True),
        ("2024-01-01 06:59:59 x", -5, False),
        ("words", 0, None),
    ],
)
def test_a_time_without_a_zone_is_local_or_utc(line: str, hours: int, inside: bool | None) -> None:
    assert Window(NOW, timedelta(hours=hours)).holds(line) is inside
