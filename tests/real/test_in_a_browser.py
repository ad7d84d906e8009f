"""The comment in a real browser, as wide as a phone and as a desktop: nothing hides, nothing is asked for."""

from __future__ import annotations

import runpy
import struct
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, View, browser
from builders import counts, report, ruling, stage, stage_row
from hostile import NAMES
from pages import comment_page, terminal_page
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.report import Report
from quality_gate.model.rollup import ModuleRow, Rollup
from quality_gate.model.verdict import Decision, Spot
from quality_gate.renderers.comment import comment
from quality_gate.renderers.html import html
from quality_gate.renderers.marker import marker_of
from quality_gate.renderers.terminal import terminal
from small_picture import small

SAMPLES = Path(__file__).parents[1] / "samples" / "verdicts"
CASES = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "report.py").is_file())
PHONE, DESKTOP = 390, 900
FIRST_SCREEN = 600  # of a phone, below GitHub's own bars


@pytest.fixture(scope="module")
def shown() -> Browser:
    found = browser()
    if found is None:
        pytest.skip("no Chromium or Chrome is installed")
    return found


def sample(name: str) -> Report:
    loaded = runpy.run_path(str(SAMPLES / name / "report.py"))["REPORT"]
    assert isinstance(loaded, Report)
    return loaded


def crowded() -> Report:
    """Three hundred failing tests with hostile names, and forty stages of which two do not hold."""
    names = [f"{NAMES[at % len(NAMES)][:150]} case-{at}" for at in range(300)]
    failing = tuple(
        Case(Place(file=f"tests/{name}.py"), name, Outcome.FAILED, message=name * 3, text="line\n" * 30)
        for name in names
    )
    rows = [
        stage_row(f"integration-{at}", "failed exit 1 in 2/4 (os=linux)" if at % 20 == 7 else "passed exit 0")
        for at in range(40)
    ]
    spots = tuple(Spot(f"tests/{name}.py", 3, None, name) for name in names)
    return report(
        Decision.NOT_READY,
        [ruling("tests.pass-rate", "failed", title=names[0], got="94.9 %", spots=spots)],
        evidence=Evidence(stages=(stage("unit", Cases({}, failing)),)),
        rollup=Rollup(
            stages=tuple(rows),
            modules=tuple(ModuleRow(name=name, counts=counts("5/9")) for name in names[:40]),
        ),
    )


@pytest.fixture(scope="module")
def measures(shown: Browser) -> dict[tuple[str, int, bool], dict[str, Any]]:
    """Of every sample, as wide as a phone and a desktop, folded and unfolded."""
    reports = {name: sample(name) for name in CASES} | {"crowded": crowded()}
    views = {
        (name, width, opened): View(comment_page(comment(one, marker_of(one))), width, opened)
        for name, one in reports.items()
        for width in (PHONE, DESKTOP)
        for opened in (False, True)
    }
    return dict(zip(views, shown.measured(list(views.values())), strict=True))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("opened", [False, True], ids=["folded", "unfolded"])
@pytest.mark.parametrize("name", [*CASES, "crowded"])
def test_a_comment_fits_and_asks_for_nothing(
    measures: dict[tuple[str, int, bool], dict[str, Any]], name: str, width: int, opened: bool
) -> None:
    found = measures[name, width, opened]

    assert found["width"] <= width, "the page scrolls sideways"
    assert found["wide"] == []
    assert found["active"] == [], "the page runs or loads something"


@pytest.mark.parametrize("name", [name for name in CASES if name != "hostile"])
def test_a_phone_shows_the_answer_and_its_reason_at_once(
    measures: dict[tuple[str, int, bool], dict[str, Any]], name: str
) -> None:
    answer, *others = measures[name, PHONE, False]["top"]

    assert answer[0].startswith("H2 ") and str(sample(name).verdict.decision) in answer[0]
    assert {title for title, _ in others} <= {"H3 What blocks", "H3 What warns", "H3 Stages"}
    assert not others or answer[1] < others[0][1] < FIRST_SCREEN / 2


@pytest.fixture(scope="module")
def html_measures(shown: Browser) -> dict[tuple[str, int], dict[str, Any]]:
    reports = {name: sample(name) for name in CASES} | {"crowded": crowded()}
    views = {
        (name, width): View(html(one), width, opened=True)
        for name, one in reports.items()
        for width in (PHONE, DESKTOP)
    }
    return dict(zip(views, shown.measured(list(views.values())), strict=True))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("name", [*CASES, "crowded"])
def test_a_page_fits_and_asks_for_nothing(
    html_measures: dict[tuple[str, int], dict[str, Any]], name: str, width: int
) -> None:
    found = html_measures[name, width]

    assert found["width"] <= width, "the page scrolls sideways"
    assert set(found["wide"]) <= {"DIV"}, "only a table may scroll, in a box of its own"
    assert found["active"] == [], "the page runs or loads something"
    assert found["top"][0][0].startswith("H1 ")
    assert {title.split()[0] for title, _ in found["top"][1:]} <= {"H2"}


@pytest.mark.parametrize("name", ["not-ready", "hostile"])
def test_a_browser_has_nothing_to_complain_about(shown: Browser, name: str) -> None:
    assert shown.console(html(sample(name))) == []


def test_what_a_page_may_not_do_is_refused(shown: Browser) -> None:
    """The page's own rule stands in the way of whatever could still get in."""
    page = html(sample("ready"))
    said = shown.console(page.replace("<main>", "<main><img src='x.png'><script>alert(1)</script>"))

    assert len(said) == 2
    assert all("Content Security Policy" in line for line in said)


def test_the_measure_sees_what_is_too_wide_or_loads(shown: Browser) -> None:
    pages = ('<p style="white-space: nowrap">' + "wide " * 100 + "</p>", '<img src="x.png">', "fine")
    wide, active, fine = shown.measured([View(comment_page(one), PHONE) for one in pages])

    assert "P" in wide["wide"] and wide["width"] > PHONE
    assert active["active"] == ["IMG"]
    assert (fine["wide"], fine["active"], fine["width"]) == ([], [], PHONE)


def test_eighty_columns_fit_the_picture_of_a_terminal(shown: Browser) -> None:
    found = shown.measured([View(terminal_page(terminal(sample("not-ready"), 80, color=True)), 680)])

    assert found[0]["width"] <= 680


def test_a_picture_is_taken_and_made_small(shown: Browser, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    shown.picture(View(comment_page("## READY\n\n**All** rules hold."), PHONE), path, 200)
    taken = path.read_bytes()

    assert struct.unpack(">II", small(taken)[16:24]) == struct.unpack(">II", taken[16:24]) == (PHONE, 200)
    assert len(small(taken)) < len(taken)
