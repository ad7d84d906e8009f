"""Every format of test reports; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader
from quality_gate.readers.tests import (
    chaos,
    ctrf,
    dart,
    go_test,
    junit,
    mocha,
    nunit2,
    nunit3,
    pact,
    tap,
    trx,
    xunit,
)

READERS: tuple[Reader, ...] = (
    junit,
    trx,
    nunit2,
    nunit3,
    xunit,
    ctrf,
    tap,
    go_test,
    mocha,
    dart,
    chaos,
    pact,
)
