"""What a command probe sees, with real commands."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from lifeline import HELD, Lifeline
from looks import mistakes, seen, site
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status


def look(tmp_path: Path, command: str, more: str = "", **parts: object) -> Sighting:
    return seen(f"command: {command}\n{more}", site(tmp_path, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("command", "more", "status", "got"),
    [
        ("echo 3 answers", "match: 3 answers", Status.PASSED, "exit 0"),
        ("echo 0 answers", "match: 3 answers", Status.FAILED, "exit 0, '3 answers' is not in it"),
        ("echo Traceback >&2", "forbid: Traceback", Status.FAILED, "exit 0, 'Traceback' is in it"),
        ("exit 3", "", Status.FAILED, "exit 3"),
        ("exit 3", "exit-code: 3", Status.PASSED, "exit 3"),
        ("printf 'a\\na\\nb\\n'", 'count: {a: 2, "/^[ab]$/": ">= 3", c: 0}', Status.PASSED, "exit 0"),
        ("echo a", "count: {a: 3}", Status.FAILED, "exit 0, 'a' is in it 1 times, expected 3"),
        ("false | true", "", Status.FAILED, "exit 1"),
    ],
)
def test_how_it_ends_and_what_it_says(
    tmp_path: Path, command: str, more: str, status: Status, got: str
) -> None:
    found = look(tmp_path, command, more)

    assert (found.status, found.got) == (status, got)


def test_what_is_expected_and_what_it_said_last_is_told(tmp_path: Path) -> None:
    found = look(tmp_path, "echo oh no; exit 1", 'match: a\nforbid: b\ncount: {c: ">= 3"}')

    assert found.expected == "exit 0, 'a', no 'b', 'c' >= 3 times"
    assert found.reason.endswith("it said last: oh no")
    assert found.next == "run `echo oh no; exit 1` by hand"


def test_a_command_that_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    with closing(Lifeline(tmp_path)) as lifeline:
        found = look(tmp_path, f"{HELD}; sleep 60 & sleep 60", timeout=Fraction(1, 2))

        assert (found.status, found.got) == (Status.FAILED, "the command did not end within 0.5 s")
        assert lifeline.ended()


def test_a_pattern_that_cannot_be_searched_everywhere_proves_nothing(tmp_path: Path) -> None:
    says = "seq 200000; echo ERROR"
    forbidden = look(tmp_path, says, "forbid: /ERROR/")
    counted = look(tmp_path, says, "count: {/ERROR/: 0}")
    plain = look(tmp_path, says, "forbid: ERROR")

    assert forbidden.got == counted.got == "exit 0, it is longer than the 1 MiB that patterns are searched in"
    assert plain.got == "exit 0, 'ERROR' is in it"


def test_a_command_that_is_not_there_says_nothing_about_the_system(tmp_path: Path) -> None:
    found = look(tmp_path, "no-such-program-at-all")

    assert (found.status, found.cause) == (Status.UNKNOWN, Cause.ENVIRONMENT)


def test_nothing_is_run_where_nothing_may_be(tmp_path: Path) -> None:
    found = look(tmp_path, "touch there", may_run=False)

    assert (found.status, found.cause, found.next) == (
        Status.UNKNOWN,
        Cause.NOT_RUN,
        "use `quality-gate run`",
    )
    assert not (tmp_path / "there").exists()


def test_it_sees_the_target_but_no_token(tmp_path: Path) -> None:
    variables = {"GITHUB_TOKEN": "secret", "PLAIN": "x"}
    where = site(tmp_path, variables, target={"host": "there", "grpc-port": "1"})
    found = seen('command: echo "<$QG_HOST $QG_GRPC_PORT $GITHUB_TOKEN $PLAIN>"\nmatch: <there 1  x>', where)

    assert (found.status, found.got) == (Status.PASSED, "exit 0")


def test_mistakes_are_told_before_anything_runs() -> None:
    assert mistakes('{command: x, match: "/(/", forbid: "/[/", count: {a: many, "/)/": 1}}') == [
        "match: '(' is no pattern: missing ), unterminated subpattern at position 0",
        "forbid: '[' is no pattern: unterminated character set at position 0",
        "count.a: 'many' is no expectation",
        "count./)/: ')' is no pattern: unbalanced parenthesis at position 0",
    ]
