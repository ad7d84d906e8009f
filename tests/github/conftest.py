"""The fake GitHub of each test, which must have nothing to complain about in the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from github.fake import FakeGitHub

_NOTES: set[str] = set()


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with FakeGitHub() as fake:
        _NOTES.add(fake.note)
        yield fake
    assert fake.wrong == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for note in sorted(_NOTES - {""}):
        terminalreporter.write_line(f"the fake GitHub had only its own checks: {note}")
