"""Logs of this run, and of no other, are held against what may and what must stand there."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import began, look, mistakes, site, write
from quality_gate.model.verdict import Cause, Status
from repository import Repository

FORBID = "{logs: logs/*.log, forbid: [ERROR, Traceback]"
CLEAN = "2026-11-20 12:00:01 INFO started\n2026-11-20 12:00:02 INFO done, 0 errors\n"


def test_a_log_without_errors_passes(tmp_path: Path) -> None:
    seen = look("logs", f"{FORBID}}}", began(site(tmp_path, {"logs/app.log": CLEAN})))

    assert seen.status is Status.PASSED
    assert seen.expected == "no ERROR, Traceback"
    assert seen.got == "2 lines in 1 file"


def test_every_forbidden_line_is_told_with_its_place(tmp_path: Path) -> None:
    text = CLEAN + "2026-11-20 12:00:03 CRITICAL boom\nTraceback (most recent call last):\n"
    seen = look("logs", f"{FORBID}}}", began(site(tmp_path, {"logs/app.log": text})))

    assert (seen.status, seen.got) == (Status.FAILED, "2 lines with ERROR, Traceback")
    assert [(spot.where, spot.note) for spot in seen.spots] == [
        ("logs/app.log:3", "2026-11-20 12:00:03 CRITICAL boom"),
        ("logs/app.log:4", "Traceback (most recent call last):"),
    ]


def test_an_allowed_line_is_counted_and_shown(tmp_path: Path) -> None:
    text = CLEAN + "2026-11-20 12:00:03 ERROR rate limit exceeded\n" * 3
    where = began(site(tmp_path, {"logs/app.log": text}))
    seen = look("logs", f'{FORBID}, allow: ["rate limit"]}}', where)

    assert seen.status is Status.PASSED
    assert seen.got == "5 lines in 1 file; allowed: 3 × rate limit"


def test_a_tolerated_line_warns_with_its_reason_and_another_one_fails(tmp_path: Path) -> None:
    text = CLEAN + "2026-11-20 12:00:03 ERROR answered 429 Too Many Requests\n"
    written = f'{FORBID}, tolerate: {{"/answered 429/": the free tier}}}}'
    seen = look("logs", written, began(site(tmp_path, {"logs/app.log": text})))
    assert seen.status is Status.WARNED
    assert "tolerated: 1 × /answered 429/ (the free tier)" in seen.got

    write(tmp_path, "logs/app.log", text + "2026-11-20 12:00:04 ERROR disk full\n")
    seen = look("logs", written, began(site(tmp_path)))
    assert (seen.status, seen.got) == (Status.FAILED, "1 line with ERROR, Traceback")


def test_lines_of_an_earlier_run_are_left_out_with_those_that_follow_them(tmp_path: Path) -> None:
    text = (
        "begins without a time\n2026-11-20 09:00:00 ERROR old\n  at old.py:1\n" + CLEAN + "  no time either\n"
    )
    where = began(site(tmp_path, {"logs/app.log": text}))
    seen = look("logs", f"{FORBID}}}", where)
    assert seen.status is Status.PASSED
    assert seen.got == "4 lines in 1 file; 2 older lines left out"

    assert look("logs", f"{FORBID}, since: any}}", where).status is Status.FAILED
    assert look("logs", f"{FORBID}}}", site(tmp_path)).status is Status.FAILED  # nobody knows when it began
    assert look("logs", f"{FORBID}}}", began(where, "sometime")).status is Status.FAILED


def test_only_old_lines_are_no_evidence(tmp_path: Path) -> None:
    where = began(site(tmp_path, {"logs/app.log": "2026-11-20 09:00:00 INFO old\n"}))
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.STALE)
    assert seen.reason == "logs/*.log: no line is from this run"
    assert look("logs", f"{FORBID}, empty: true}}", where).status is Status.PASSED


def test_a_log_that_this_run_has_not_written_is_stale(tmp_path: Path) -> None:
    write(tmp_path, "logs/app.log", "INFO x\n", at="2026-11-20T11:59:00Z")
    where = began(site(tmp_path))
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.STALE)
    assert seen.reason == "not written by this run: logs/app.log"
    assert look("logs", f"{FORBID}, since: any}}", where).status is Status.PASSED


def test_where_nothing_is_run_a_log_must_be_newer_than_the_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path).commit("2026-11-20T11:00:00Z")
    write(repository.root, "logs/app.log", "2026-11-20 10:00:00 ERROR x\n2026-11-20 11:30:00 INFO x\n")
    where = began(site(repository.root, may_run=False), "2026-11-20T13:00:00Z")
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.got) == (Status.PASSED, "1 line in 1 file; 1 older line left out")

    write(repository.root, "logs/app.log", CLEAN, at="2026-11-20T10:59:00Z")
    assert look("logs", f"{FORBID}}}", where).cause is Cause.STALE
    write(tmp_path, "new/logs/app.log", CLEAN)
    (tmp_path / "new" / ".git").write_text("broken")
    assert look("logs", f"{FORBID}}}", site(tmp_path / "new", may_run=False)).status is Status.PASSED


def test_an_empty_log_is_no_evidence_unless_that_is_fine(tmp_path: Path) -> None:
    where = began(site(tmp_path, {"logs/error.log": ""}))
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.EMPTY)
    assert look("logs", f"{FORBID}, empty: true}}", where).status is Status.PASSED


def test_no_log_at_all_names_the_nearest(tmp_path: Path) -> None:
    seen = look("logs", "{logs: log/*.log, forbid: ERROR}", site(tmp_path, {"logs/app.log": CLEAN}))
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    assert "no file fits log/*.log; nearest: logs/app.log, logs/**" in seen.reason


def test_a_log_that_cannot_be_read(tmp_path: Path) -> None:
    where = site(tmp_path, {"elsewhere/real.log": CLEAN})
    root = tmp_path / "gate"
    (root / "logs").mkdir(parents=True)
    (root / "logs" / "app.log").symlink_to(tmp_path / "elsewhere" / "real.log")
    seen = look("logs", f"{FORBID}}}", site(root))
    assert where.world.files.exists("elsewhere/real.log")
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.UNREADABLE)
    assert "it leads outside the repository" in seen.reason


def test_lines_that_must_appear_and_their_counts(tmp_path: Path) -> None:
    text = "INFO listening on 8080\nINFO memory called\nINFO memory called\n"
    where = site(tmp_path, {"logs/app.log": text})
    good = '{logs: logs/, must: ["listening on"], count: {"/memory called$/": 2, memory: "<= 2"}}'
    assert look("logs", good, where).status is Status.PASSED

    bad = '{logs: logs/app.log, must: [welcome], count: {memory called: "== 1"}}'
    seen = look("logs", bad, where)
    assert seen.status is Status.FAILED
    assert seen.got == "no line holds welcome; 2 lines with memory called, expected = 1"
    assert seen.expected == "a line with welcome; = 1 × memory called"


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("plain words", "no JSON object: plain words"),
        ('{"level": "info"}', 'no message: {"level": "info"}'),
        ('["level", "message"]', 'no JSON object: ["level", "message"]'),
    ],
)
def test_every_line_is_json_with_its_keys(tmp_path: Path, line: str, note: str) -> None:
    good = '{"level": "info", "message": "x"}\n\n'
    written = "{logs: logs/app.log, format: json, keys: [level, message]}"
    assert look("logs", written, site(tmp_path, {"logs/app.log": good})).status is Status.PASSED

    seen = look("logs", written, site(tmp_path, {"logs/app.log": good + line + "\n"}))
    assert (seen.status, seen.got) == (Status.FAILED, "1 line not as they should be written")
    assert [(spot.where, spot.note) for spot in seen.spots] == [("logs/app.log:3", note)]


def test_a_coroutine_that_was_never_awaited_is_counted(tmp_path: Path) -> None:
    where = site(tmp_path, {"logs/unit.log": "RuntimeWarning: coroutine 'f' was never awaited\n"})
    seen = look("logs", "{logs: logs/unit.log, count: {was never awaited: 0}, level: recommended}", where)
    assert seen.got == "1 line with was never awaited, expected = 0"


def test_windows_logs_and_other_encodings_are_read(tmp_path: Path) -> None:
    files = {
        "logs/a.log": "ERROR ä\r\n".encode("utf-16"),
        "logs/b.log": b"\xef\xbb\xbfERROR \xff\r\n",
        "logs/c.log": b"x" * 600_000 + b"\nERROR last",
        "logs/d.log": b"y" * 300_000,
    }
    seen = look("logs", "{logs: logs/*.log, forbid: ERROR}", site(tmp_path, files))
    assert [spot.where for spot in seen.spots] == ["logs/a.log:1", "logs/b.log:1", "logs/c.log:2"]


def test_many_hits_are_counted_but_not_all_told(tmp_path: Path) -> None:
    seen = look("logs", "{logs: a.log, forbid: ERROR}", site(tmp_path, {"a.log": "ERROR x\n" * 500}))
    assert seen.got == "500 lines with ERROR"
    assert len(seen.spots) == 50


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{logs: a.log}", "it asks nothing of the logs"),
        ("{logs: a.log, forbid: ERROR, keys: [a]}", "only lines of JSON have keys"),
        ("{logs: a.log, must: [a], allow: [b]}", "allow: nothing is forbidden"),
        ("{logs: a.log, must: [a], tolerate: {b: c}}", "tolerate: nothing is forbidden"),
        ("{logs: a.log, forbid: ['/(/']}", "is no pattern"),
        ("{logs: a.log, forbid: ['conn.*refused']}", "looks like a pattern; write /conn.*refused/"),
        ("{logs: a.log, count: {a: many}}", "count"),
        ("{logs: a.log, count: {a: '< 3 ms'}}", "is no count"),
    ],
)
def test_mistakes(written: str, said: str) -> None:
    assert said in mistakes("logs", written)


@pytest.mark.parametrize(
    "line",
    [
        "\x1b[31mERROR\x1b[0m disk full",
        "\x1b[1;31mER\x1b[0mROR: disk full",
        "50 %\rERROR disk full\r100 %",
        "ERROR: certificate expired 2024-01-01 00:00:00",
        "error: nothing since 03/Jan/2024:10:00:00 +0000",
        "\0E\0R\0R\0O\0R disk full",
    ],
)
def test_no_dress_and_no_other_day_hides_a_level(tmp_path: Path, line: str) -> None:
    where = began(site(tmp_path, {"logs/app.log": f"INFO begins\n{line}\n"}))
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.got) == (Status.FAILED, "1 line with ERROR, Traceback")
    assert seen.spots[0].line == 2


def test_a_day_that_a_line_speaks_of_makes_nothing_older(tmp_path: Path) -> None:
    text = "restored the copy of 2024-01-01 00:00:00\nERROR disk full\n"
    seen = look("logs", f"{FORBID}}}", began(site(tmp_path, {"logs/app.log": text})))
    assert seen.status is Status.FAILED

    text = CLEAN + "2024-01-01 00:00:00,17,a row of a table\nERROR disk full\n"
    seen = look("logs", f"{FORBID}}}", began(site(tmp_path, {"logs/app.log": text})))
    assert seen.status is Status.FAILED


@pytest.mark.parametrize(
    "front", ["", "[", "INFO ", "[INFO] ", "[main] INFO ", "web-1  | ", "10.0.0.1 - - [", "<34>"]
)
def test_what_stands_in_front_of_a_lines_own_time(tmp_path: Path, front: str) -> None:
    text = f"{front}2026-11-20 09:00:00] ERROR: old\n" + CLEAN
    seen = look("logs", f"{FORBID}}}", began(site(tmp_path, {"logs/app.log": text})))
    assert seen.status is Status.PASSED
    assert "1 older line left out" in seen.got


def test_a_line_that_is_too_long_to_be_read_clears_nothing(tmp_path: Path) -> None:
    where = site(tmp_path, {"logs/app.log": "INFO " + "x" * 70_000 + " Traceback\n"})
    seen = look("logs", f"{FORBID}}}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.INCONCLUSIVE)
    assert seen.reason == "1 line of more than 64 KiB not read to the end"
    assert look("logs", "{logs: logs/, must: INFO}", where).status is Status.PASSED


def test_a_log_that_is_asked_for_by_its_name_must_be_there(tmp_path: Path) -> None:
    where = site(tmp_path, {"logs/app.log": CLEAN})
    seen = look("logs", "{logs: [logs/app.log, logs/web.log], forbid: ERROR}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    assert seen.reason.startswith("no file fits logs/web.log")
