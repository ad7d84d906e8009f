"""Every format of test reports, by how a file of it begins; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader


def xml() -> tuple[Reader, ...]:
    from quality_gate.readers.tests import junit, nunit2, nunit3, trx, xunit

    return (
        junit,
        trx,
        nunit2,
        nunit3,
        xunit,
    )


def json() -> tuple[Reader, ...]:
    from quality_gate.readers.tests import chaos, ctrf, dart, go_test, mocha, pact

    return (
        ctrf,
        go_test,
        mocha,
        dart,
        chaos,
        pact,
    )


def text() -> tuple[Reader, ...]:
    """What a build prints may stand before the events of Go and Dart."""
    from quality_gate.readers.tests import dart, go_test, tap

    return (
        tap,
        go_test,
        dart,
    )
