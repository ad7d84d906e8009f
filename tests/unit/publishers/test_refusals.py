"""An outlet's trouble is told in one line, and stays its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from outlet_site import NOT_READY, told, world
from quality_gate.model.errors import CannotWork
from quality_gate.model.outlet import Outlet
from quality_gate.model.report import Report
from quality_gate.publishers.publish import publish
from quality_gate.publishers.publisher import Publisher
from quality_gate.world.world import World


class Refusing:
    """An outlet that fails in a way of the test's choosing."""

    NAME = "refusing"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def publish(self, report: Report, world: World) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotWork("no\nroom", "make some"), r"warning: refusing: no\nroom; make some"),
        (
            OSError(28, "No space left on device", "/x"),
            "warning: refusing: /x: No space left on device; check that the place exists and can be written",
        ),
        (OSError("odd"), "warning: refusing: odd; check that the place exists and can be written"),
        (CannotWork("::error::x"), "warning: refusing: ::error::x"),
        (
            ValueError("bug"),
            "warning: refusing: ValueError: bug; this is a bug in Quality Gate: please report it",
        ),
    ],
)
def test_refusals_in_one_line(error: Exception, words: str, tmp_path: Path) -> None:
    table: dict[str, Publisher] = {"refusing": Refusing(error)}
    where = world(tmp_path)

    assert publish(NOT_READY, [Outlet("refusing"), Outlet("refusing", required=True)], where, table) == (
        "refusing",
    )
    assert told(where) == f"{words}\n" * 2


def test_an_unknown_outlet_refuses(tmp_path: Path) -> None:
    where = world(tmp_path)

    assert publish(NOT_READY, [Outlet("fax", required=True)], where) == ("fax",)
    assert told(where).startswith("warning: fax: there is no such outlet; choose among console, summary")
