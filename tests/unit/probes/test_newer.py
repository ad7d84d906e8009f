"""A version must be greater than at the base: number by number, never as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import bound, look, mistakes, site
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.probes.newer import greater, numbers_of
from repository import Repository

PLACES = "[{file: VERSION, regex: '(.+)'}, {env: APP_VERSION}]"
WRITTEN = f"{{same: {PLACES}, newer-than-base: true}}"


def seen(tmp_path: Path, before: str, now: str, written: str = WRITTEN, moved: str = "") -> Sighting:
    """A repository whose base says one version, and whose files say another."""
    repository = Repository(tmp_path).write({moved or "VERSION": before}).commit()
    base = repository.git("rev-parse", "HEAD")
    files = {"VERSION": ChangedFile(change=Change.RENAMED, before=moved)} if moved else {}
    where = site(
        tmp_path, {"VERSION": now}, env={"APP_VERSION": now.strip()}, changes=Changes(base=base, files=files)
    )
    return look("same", written, where)


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [
        ("1.9\n", "1.10\n", Status.PASSED),
        ("1.6.0.34\n", "1.6.0.35\n", Status.PASSED),
        ("v1.4\n", "1.4.1\n", Status.PASSED),
        ("1.1.0\n", "1.1.0\n", Status.FAILED),
        ("1.4.0\n", "1.4\n", Status.FAILED),
        ("2.0\n", "1.99\n", Status.FAILED),
    ],
)
def test_numbers_between_dots_are_compared(tmp_path: Path, before: str, now: str, status: Status) -> None:
    found = seen(tmp_path, before, now)

    assert found.status is status
    assert found.got == f"{now.strip()}, {before.strip()} at the base"
    assert found.expected == "the same in 2 places, greater than at the base"
    assert [spot.path for spot in found.spots] == (["VERSION"] if status is Status.FAILED else [])


def test_a_file_that_was_renamed_is_found_under_its_old_name(tmp_path: Path) -> None:
    assert seen(tmp_path, "1.1\n", "1.2\n", moved="version.txt").status is Status.PASSED


@pytest.mark.parametrize(
    ("before", "now", "cause", "said"),
    [
        ("1.1\n", "1.2rc1\n", Cause.INCONCLUSIVE, "1.2rc1 is not made of numbers and dots"),
        ("next\n", "1.2\n", Cause.INCONCLUSIVE, "next is not made of numbers and dots"),
        ("", "1.2\n", Cause.NO_BASE, "at the base VERSION holds nothing that fits (.+)"),
    ],
)
def test_what_cannot_be_compared_is_unknown(
    tmp_path: Path, before: str, now: str, cause: Cause, said: str
) -> None:
    found = seen(tmp_path, before, now)

    assert (found.status, found.cause, found.reason) == (Status.UNKNOWN, cause, said)


def test_a_key_of_a_document_is_compared_too(tmp_path: Path) -> None:
    written = "{same: [{file: VERSION, format: yaml, key: a}, {env: A}], newer-than-base: true}"
    repository = Repository(tmp_path).write({"VERSION": "a: '1.1'"}).commit()
    base = Changes(base=repository.git("rev-parse", "HEAD"))
    for now, status in (("1.2", Status.PASSED), ("1.1", Status.FAILED)):
        where = site(tmp_path, {"VERSION": f"a: '{now}'"}, env={"A": now}, changes=base)
        assert look("same", written, where).status is status


@pytest.mark.parametrize("before", ["b: 1", "a: ["])
def test_a_document_of_the_base_without_the_key_is_no_base(tmp_path: Path, before: str) -> None:
    written = "{same: [{file: VERSION, format: yaml, key: a}, {env: A}], newer-than-base: true}"
    repository = Repository(tmp_path).write({"VERSION": before}).commit()
    base = Changes(base=repository.git("rev-parse", "HEAD"))
    found = look("same", written, site(tmp_path, {"VERSION": "a: '1.2'"}, env={"A": "1.2"}, changes=base))

    assert found.cause is Cause.NO_BASE


def test_without_a_base_it_is_unknown(tmp_path: Path) -> None:
    found = look("same", WRITTEN, site(tmp_path, {"VERSION": "1.2"}, env={"APP_VERSION": "1.2"}))
    assert (found.cause, found.reason) == (Cause.NO_BASE, "what this commit is compared with is not known")

    repository = Repository(tmp_path / "new").commit()
    base = Changes(base=repository.git("rev-parse", "HEAD"))
    where = site(repository.root, {"VERSION": "1.2"}, env={"APP_VERSION": "1.2"}, changes=base)
    found = look("same", WRITTEN, where)
    assert found.cause is Cause.NO_BASE
    assert found.reason == f"there is no VERSION at the base, {base.base[:7]}"


def test_places_that_differ_are_told_first(tmp_path: Path) -> None:
    found = look("same", WRITTEN, site(tmp_path, {"VERSION": "1.2"}, env={"APP_VERSION": "1.3"}))
    assert found.got == "2 different values: 1.2, 1.3"


def test_only_a_file_has_a_base() -> None:
    said = mistakes("same", "{same: [{env: A}, {env: B}], newer-than-base: true}")
    assert said == "newer-than-base: no place is a file, and only files have a base; add a `file:`"


def test_numbers() -> None:
    assert numbers_of("v1.6.0.35") == (1, 6, 0, 35)
    assert numbers_of("1.") == numbers_of("") == numbers_of("9" * 19) == ()
    assert not greater((1, 4), (1, 4, 0))


def test_only_such_a_probe_asks_what_has_changed() -> None:
    asks, _ = bound("same", WRITTEN)
    plain, _ = bound("same", f"{{same: {PLACES}}}")

    assert (asks.reads_changes, plain.reads_changes) == (True, False)
