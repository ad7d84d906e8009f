"""Everything that may go wrong, each with its exit code and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class GateError(Exception):
    """What happened, and what to do about it; never shown as a traceback."""

    exit_code: ClassVar[int] = 3

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class UsageError(GateError):
    """The command line asks for something that is not there."""

    exit_code = 2


class CannotWork(GateError):
    """The gate itself cannot work here: a folder that is not writable, no shell, a full disk."""

    exit_code = 3


class NotAllowed(CannotWork):
    """A place is closed to the token we were given: ordinary in a pull request from a fork."""


class OutletRefused(GateError):
    """An outlet marked as required could not publish."""

    exit_code = 4


class Interrupted(GateError):
    """Ctrl-C, or the runner cancelled the job."""

    exit_code = 130


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in the configuration: where, at which key, what is wrong, what to write instead."""

    line: int
    column: int
    key: str
    what: str
    remedy: str = ""


class ConfigMistakes(GateError):
    """All mistakes of one configuration file, told at once."""

    exit_code = 2

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        count = len(mistakes)
        super().__init__(f"{file}: {count} mistake{'' if count == 1 else 's'}")
        self.file = file
        self.mistakes = tuple(sorted(mistakes))
