"""Envelopes are found at any depth, and their reports are opened only as they were handed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quality_gate.envelopes.find import find_envelopes, search
from quality_gate.envelopes.open import open_report
from quality_gate.envelopes.write import envelope_json
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile
from quality_gate.model.verdict import Cause, Problem
from stage_site import Site

GOOD = Envelope(stage="unit", attempts=(Attempt(ended=Ended.EXITED, exit_code=0),))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_envelopes_are_found_at_any_depth(site: Site) -> None:
    for folder in ("x/quality-gate/envelopes/a", "x/node_modules/b", "x/c"):
        site.write(f"{folder}/envelope.json", envelope_json(replace(GOOD, stage=folder[-1])))
    site.write("elsewhere/envelope.json", envelope_json(GOOD))
    found = find_envelopes(["x"], site.world)

    assert sorted(envelope.stage for envelope in found) == ["a", "b", "c"]
    assert {envelope.folder for envelope in found} == {
        str(site.root / "x" / name) for name in ("quality-gate/envelopes/a", "node_modules/b", "c")
    }


def test_one_folder_given_twice_is_read_once(site: Site) -> None:
    path = site.write("x/envelope.json", envelope_json(GOOD))

    assert len(find_envelopes(["x", str(site.root / "x"), str(path)], site.world)) == 1


def test_what_cannot_be_read_is_told(site: Site) -> None:
    site.write("x/envelope.json", "{")
    (site.root / "y/envelope.json").mkdir(parents=True)
    site.write("z/envelope.json", envelope_json(GOOD))
    found = search([""], site.world)

    assert len(found.envelopes) == 1
    (problem,) = found.problems
    assert (problem.cause, problem.spots[0].path) == (Cause.UNREADABLE, str(site.root / "x/envelope.json"))
    find_envelopes([""], site.world)
    assert "x/envelope.json: it is not JSON that can be read" in site.told.getvalue()


def stored(site: Site, content: str = "<a/>", **more: object) -> tuple[Envelope, ReportFile]:
    envelope = site.one(f"printf '{content}' > a.xml", reports=("a.xml",))
    (report,) = envelope.reports
    return envelope, replace(report, **more)  # type: ignore[arg-type]


def test_a_stored_report_is_opened(site: Site) -> None:
    envelope, report = stored(site)
    opened = open_report(envelope, report, site.world.files)

    assert not isinstance(opened, Problem)
    with opened:
        assert opened.read() == b"<a/>"


def test_a_report_that_was_changed_afterwards_is_refused(site: Site) -> None:
    envelope, report = stored(site)
    site.write(f"{envelope.folder}/{report.stored}", "<b/>")
    problem = open_report(envelope, report, site.world.files)

    assert isinstance(problem, Problem)
    assert problem.reason == "a.xml is not what unit handed over: its SHA-256 differs"


def test_a_copy_that_is_gone(site: Site) -> None:
    envelope, report = stored(site)
    (site.root / envelope.folder / report.stored).unlink()
    problem = open_report(envelope, report, site.world.files)

    assert isinstance(problem, Problem)
    assert problem.cause is Cause.UNREADABLE


def test_a_copy_that_leads_outside(site: Site) -> None:
    envelope, report = stored(site)
    copy = site.root / envelope.folder / report.stored
    copy.unlink()
    copy.symlink_to(site.root / "a.xml")
    problem = open_report(envelope, report, site.world.files)

    assert isinstance(problem, Problem)
    assert "leads outside" in problem.reason
