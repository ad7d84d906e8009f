"""Secrets in logs and reports are told with their places, and never shown."""

from __future__ import annotations

from pathlib import Path

from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status

GITHUB = "ghp_" + "a1B2" * 9
JUNIT = (
    f'<testsuite><testcase name="a"><system-out>\nusing {GITHUB} now\n</system-out></testcase></testsuite>\n'
)


def test_a_planted_token_is_told_but_not_shown(tmp_path: Path) -> None:
    seen = look("secrets", "secrets: out/**", site(tmp_path, {"out/unit.xml": JUNIT, "out/b.txt": "words\n"}))

    assert (seen.status, seen.got) == (Status.FAILED, "1 × GitHub token")
    assert [(spot.where, spot.note) for spot in seen.spots] == [
        ("out/unit.xml:2", "GitHub token: using *** now")
    ]
    assert GITHUB not in repr(seen)


def test_a_value_of_the_environment_is_called_by_its_name(tmp_path: Path) -> None:
    env = {"DB_PASSWORD": "correct-horse-7", "HOME": "/home/somebody", "API_TOKEN": GITHUB}
    where = site(tmp_path, {"a.log": f"login correct-horse-7 of /home/somebody with {GITHUB}\n"}, env=env)
    seen = look("secrets", "secrets: a.log", where)

    assert seen.got in (
        "1 × value of $DB_PASSWORD, 1 × value of $API_TOKEN",
        "1 × value of $API_TOKEN, 1 × value of $DB_PASSWORD",
    )
    assert seen.spots[0].note.endswith("login *** of /home/somebody with ***")


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    where = site(tmp_path, {"logs/a.log": "password=***\ntoken expired\n"}, env={"DB_PASSWORD": "postgres"})
    seen = look("secrets", "secrets: logs", where)
    assert (seen.status, seen.got) == (Status.PASSED, "none in 2 lines in 1 file")


def test_what_only_looks_secret_is_allowed_but_stays_hidden(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.log": f"AKIAIOSFODNN7EXAMPLE\nAKIAIOSFODNN7EXAMPLE and {GITHUB}\n"})
    seen = look("secrets", "{secrets: a.log, allow: [/EXAMPLE$/]}", where)
    assert (seen.got, seen.spots[0].note) == ("1 × GitHub token", "GitHub token: *** and ***")


def test_many_secrets_are_counted(tmp_path: Path) -> None:
    seen = look("secrets", "secrets: a.log", site(tmp_path, {"a.log": f"{GITHUB}\n" * 60}))
    assert (seen.got, len(seen.spots)) == ("60 × GitHub token", 50)


def test_nothing_was_looked_through(tmp_path: Path) -> None:
    seen = look("secrets", "secrets: logs/**", site(tmp_path, {"log/a.log": ""}))
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    root = tmp_path / "gate"
    root.mkdir()
    (root / "a.log").symlink_to(tmp_path / "log" / "a.log")
    assert look("secrets", "secrets: a.log", site(root)).cause is Cause.UNREADABLE


def test_a_pattern_without_slashes_is_a_mistake() -> None:
    assert "looks like a pattern" in mistakes("secrets", "{secrets: a, allow: ['EXAMPLE$']}")


def test_a_line_that_is_too_long_to_be_read_clears_nothing(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.log": "x" * 70_000 + GITHUB + "\n"})
    seen = look("secrets", "secrets: a.log", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.INCONCLUSIVE)


def test_a_file_that_is_asked_for_by_its_name_must_be_there(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.log": "x\n"})
    assert look("secrets", "secrets: [a.log, b.log]", where).cause is Cause.NO_MATCH
