"""The ready command means exactly one test to a shell, whatever that test is called."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given

from builders import report, stage
from hostile import TEXTS
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.selectors import fits
from quality_gate.model.verdict import Decision
from quality_gate.renderers.escape import quiet
from quality_gate.renderers.terminal import terminal
from quality_gate.renderers.waive_command import waive_command

MESSAGE = "RuntimeError: generator didn't stop after athrow()"


def failed(name: str, message: str = MESSAGE, file: str = "tests/test_a.py", **parts: str) -> Case:
    return Case(Place(file=file), name, Outcome.FAILED, message=message, **parts)


def test_a_plain_one() -> None:
    assert waive_command(failed("test_b")) == (
        "quality-gate waive add tests/test_a.py::test_b "
        "--error='RuntimeError: generator didn'\"'\"'t stop after athrow()' --reason='…' --owner='@…'"
    )


@pytest.mark.parametrize(
    "name",
    [
        "test[a b]",
        "test; rm -rf ~",
        "$(id)",
        "`id`",
        "it's",
        '"quoted"',
        "a\\b",
        "!history",
        "x > y",
        "é 日本",
    ],
)
def test_names_that_a_shell_would_act_on(name: str) -> None:
    words = shlex.split(waive_command(failed(name)))

    assert words[:4] == ["quality-gate", "waive", "add", f"tests/test_a.py::{name}"]
    assert words[4] == f"--error={MESSAGE}"
    assert len(words) == 7


@pytest.mark.parametrize(
    "name", ["is READY", "READY", "NOT READY it's", "PASSED (quick)", "FAILED", "-FAILED"]
)
def test_words_of_a_verdict_come_through(name: str) -> None:
    """What is shown holds one verdict; a command that is copied from there must fit all the same."""
    message = f"status {name} is wrong"
    shown = quiet(waive_command(failed(name, message, file="")))
    words = shlex.split(shown)

    assert "READY" not in shown
    assert name in words
    assert f"--error={message}" in words


def test_what_the_terminal_shows_can_be_copied() -> None:
    cases = Cases({}, (failed("is READY", "expected status READY, got PENDING, and that for a long time"),))
    said = terminal(report(Decision.NOT_READY, evidence=Evidence(stages=(stage("unit", cases),))))
    command = said[said.index("  quality-gate waive add") :].partition("\n\n")[0].replace("\\\n", "")

    assert shlex.split(command)[3:5] == [
        "tests/test_a.py::is READY",
        "--error=expected status READY, got PENDING, and that for a long time",
    ]


def test_a_star_is_its_own() -> None:
    assert fits(shlex.split(waive_command(failed("test[2*3]")))[3], "tests/test_a.py::test[2*3]")


def test_a_name_that_looks_like_an_option_stands_last() -> None:
    words = shlex.split(waive_command(failed("--yes", file="")))

    assert words[-2:] == ["--", "--yes"]


@pytest.mark.parametrize(
    ("case", "error"),
    [
        (failed("a", "no route to host", kind="OSError"), "no route to host"),
        (failed("a", "OSError: no route", kind="OSError"), "OSError: no route"),
        (failed("a", "/etc/hosts/missing/"), "etc/hosts/missing"),
        (failed("a", "x" * 400), "x" * 160),
    ],
)
def test_the_error_is_one_that_the_report_holds(case: Case, error: str) -> None:
    assert shlex.split(waive_command(case))[4] == f"--error={error}"


@pytest.mark.parametrize(
    "case",
    [
        Case(Place(), "passes"),
        failed("waived", waived="waivers.1"),
        failed("silent", ""),
        failed("short", "boom"),
        failed("two\nlines"),
        failed("escape\x1b[31m"),
        failed("right-to-left \u202e"),
        failed("long" * 100),
        failed("a", "colours \x1b[31m everywhere"),
    ],
    ids=lambda case: case.name[:12],
)
def test_where_none_fits_there_is_none(case: Case) -> None:
    assert waive_command(case) == ""


@given(TEXTS, TEXTS)
def test_whatever_comes_it_is_one_line_of_whole_words(name: str, message: str) -> None:
    command = waive_command(failed(name, message, file=""))

    assert command.isprintable()
    if command:
        words = shlex.split(command)
        assert words[:3] == ["quality-gate", "waive", "add"]
        assert any(fits(word, name) for word in words[3:])
