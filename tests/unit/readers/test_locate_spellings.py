"""Paths lead to their file however another system spells them, and never to a namesake next door."""

from __future__ import annotations

import unicodedata

import pytest

from quality_gate.readers.locate import Locator
from quality_gate.readers.next_door import Neighbours

COMPOSED = unicodedata.normalize("NFC", "lib/Café.py")
APART = unicodedata.normalize("NFD", "lib/Über.py")
TRACKED = (
    "Web/Src/App.ts",
    COMPOSED,
    APART,
    "src/b c.py",
    "日本/ファイル.py",
    "twins/Case.py",
    "twins/case.py",
    "setup.py",
    "go/pkg/pay.go",
)
LOCATOR = Locator(TRACKED, root="/Repo", modules=[("Example.com/M", "go")])


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("web/src/app.ts", "Web/Src/App.ts"),
        ("c:\\work\\web\\src\\APP.ts", "Web/Src/App.ts"),
        ("\\\\server\\share\\Web\\Src\\App.ts", "Web/Src/App.ts"),
        ("webpack://shop/./Web/Src/App.ts", "Web/Src/App.ts"),
        (unicodedata.normalize("NFD", COMPOSED), COMPOSED),
        (unicodedata.normalize("NFC", APART), APART),
        ("/Users/x/" + unicodedata.normalize("NFC", APART), APART),
        ("file:///app/src/b%20c.py", "src/b c.py"),
        ("/app/src/b c.py", "src/b c.py"),
        ("src/b%20c.py", None),  # only an address is written so
        ("/app/日本/ファイル.py", "日本/ファイル.py"),
        ("Setup.py", "setup.py"),
        ("/usr/share/Setup.py", None),
        ("/repo/setup.py", "setup.py"),
        ("/repo/Web/gone.ts", None),
        ("twins/case.py", "twins/case.py"),
        ("TWINS/CASE.PY", None),
        ("example.com/m/pkg/pay.go", "go/pkg/pay.go"),
        ("Example.com/M/other/pkg/pay.go", None),
        ("/etc/passwd", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_path_is_located(path: str, found: str | None) -> None:
    assert LOCATOR.locate(path).path == found


def test_two_files_that_differ_in_case_are_both_named() -> None:
    assert LOCATOR.locate("TWINS/CASE.PY").paths == ("twins/Case.py", "twins/case.py")


def test_a_root_in_another_case_is_the_same_folder() -> None:
    assert LOCATOR.locate("app.ts", ("d:\\work\\WEB\\src",)).path == "Web/Src/App.ts"


OURS = ("src/a.py", "src/own.py", "lib/b.py", "x/b.py")
THEIRS = ("services/ship/src/a.py", "services/ship/lib/b.py", "README.md", "own.py")
NEXT_DOOR = Locator(OURS, root="/repo/services/pay", neighbours=Neighbours("services/pay", THEIRS, OURS))


@pytest.mark.parametrize(
    ("path", "roots", "found"),
    [
        ("src/a.py", (), "src/a.py"),
        ("a.py", (), "src/a.py"),
        ("services/pay/src/a.py", (), "src/a.py"),
        ("/repo/services/pay/src/a.py", (), "src/a.py"),
        ("/app/src/a.py", (), "src/a.py"),
        ("/app/pay/src/a.py", (), "src/a.py"),
        ("services/ship/src/a.py", (), None),
        ("Services/SHIP/src/a.py", (), None),
        ("SERVICES\\PAY\\SRC\\A.PY", (), "src/a.py"),
        ("/repo/services/ship/src/a.py", (), None),
        ("/builds/ship/src/a.py", (), None),
        ("report!/services/ship/src/a.py", (), None),
        ("a.py", ("/repo/services/ship/src",), None),
        ("a.py", ("/repo/services/pay/src",), "src/a.py"),
        ("own.py", (), "src/own.py"),
        ("b.py", ("services/pay/lib", "services/pay/x"), None),
        ("nowhere.py", (), None),
    ],
)
def test_what_fits_the_folder_next_door_better_is_not_ours(
    path: str, roots: tuple[str, ...], found: str | None
) -> None:
    assert NEXT_DOOR.locate(path, roots).path == found


@pytest.mark.parametrize(
    ("path", "roots", "found"),
    [
        ("/repo/src/a.py", (), None),
        ("/Repo/SRC/A.py", (), None),
        ("src/a.py", ("/repo",), None),
        ("src/a.py", ("/repo", "/repo/pay"), None),
        ("../src/a.py", (), None),
        ("src/a.py", ("..",), None),
        ("../pay/src/a.py", (), "src/a.py"),
        ("../../src/a.py", (), "src/a.py"),
        ("/repo/pay/src/a.py", (), "src/a.py"),
        ("/elsewhere/src/a.py", (), "src/a.py"),
        ("src/a.py", (), "src/a.py"),
        ("src/a.py", ("/repo/pay",), "src/a.py"),
    ],
)
def test_what_this_very_checkout_has_above_the_folder_is_not_ours(
    path: str, roots: tuple[str, ...], found: str | None
) -> None:
    above = Neighbours("pay", ["src/a.py"], ["src/a.py"], "/repo/pay")

    assert Locator(["src/a.py"], "/repo/pay", neighbours=above).locate(path, roots).path == found


def test_of_two_candidates_the_one_that_fits_worse_than_a_neighbour_is_none() -> None:
    ours = ["lib/b.py", "m/lib/b.py"]
    locator = Locator(ours, neighbours=Neighbours("pay", ["ship/m/lib/b.py", "ship/c.py"], ours))

    assert locator.locate("m/lib/b.py").path == "m/lib/b.py"
    assert locator.locate("/z/lib/b.py").path == "lib/b.py"
    assert locator.locate("/z/ship/m/lib/b.py").paths == ()
