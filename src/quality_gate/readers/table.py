"""Every format that can be read; a file that begins as XML need not load the readers of all others."""

from __future__ import annotations

from typing import Final, Protocol

from quality_gate.readers.coverage import table as coverage
from quality_gate.readers.findings import table as findings
from quality_gate.readers.metrics import table as metrics
from quality_gate.readers.reader import Head, Reader
from quality_gate.readers.tests import table as tests


class Wing(Protocol):
    """The table of one kind of evidence; each function loads what it gives, and nothing else."""

    def xml(self) -> tuple[Reader, ...]: ...

    def json(self) -> tuple[Reader, ...]: ...

    def text(self) -> tuple[Reader, ...]: ...


_WINGS: Final[tuple[Wing, ...]] = (tests, coverage, metrics, findings)


def readers_of(head: Head) -> tuple[Reader, ...]:
    """Those that may recognise this head; loading them all takes longer than reading most reports."""
    if head.root:
        return tuple(reader for wing in _WINGS for reader in wing.xml())
    if head.is_json:
        return tuple(reader for wing in _WINGS for reader in wing.json())
    return tuple(reader for wing in _WINGS for reader in wing.text())


def readers_in(wing: Wing) -> tuple[Reader, ...]:
    """Each once, whatever a file of it may begin with."""
    return tuple(dict.fromkeys((*wing.xml(), *wing.json(), *wing.text())))


def all_readers() -> tuple[Reader, ...]:
    return tuple(reader for wing in _WINGS for reader in readers_in(wing))
