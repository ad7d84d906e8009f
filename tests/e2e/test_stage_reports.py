"""Which reports a stage has really written: fresh, missing, stale, tracked, unreadable."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from quality_gate.model.envelope import Ended, Envelope, Freshness
from quality_gate.model.job import Job
from stage_site import Site

FRESH, MISSING, STALE = Freshness.FRESH, Freshness.MISSING, Freshness.STALE


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def found(envelope: Envelope) -> dict[str, Freshness]:
    return {report.path: report.freshness for report in envelope.reports}


def test_a_report_that_the_stage_writes_is_copied(site: Site) -> None:
    envelope = site.one("mkdir out; printf '<a/>' > out/unit.xml", reports=("out/unit.xml",))
    (report,) = envelope.reports

    assert (report.path, report.freshness, report.size) == ("out/unit.xml", FRESH, 4)
    assert report.sha256 == hashlib.sha256(b"<a/>").hexdigest()
    assert site.read(f"{envelope.folder}/{report.stored}") == "<a/>"


def test_a_report_that_is_not_written(site: Site) -> None:
    assert found(site.one("true", reports=("out/unit.xml",))) == {"out/unit.xml": MISSING}


def test_yesterdays_report_is_stale(site: Site) -> None:
    site.write("unit.xml", "<a/>")

    assert found(site.one("true", reports=("unit.xml",))) == {"unit.xml": STALE}


def test_a_report_written_again_with_the_same_content_is_fresh(site: Site) -> None:
    site.write("unit.xml", "<a/>")

    assert found(site.one("printf '<a/>' > unit.xml", reports=("unit.xml",))) == {"unit.xml": FRESH}


def test_a_report_that_setup_wrote_is_not_the_stages(site: Site) -> None:
    assert found(site.one("true", setup="touch unit.xml", reports=("unit.xml",))) == {"unit.xml": STALE}


def test_each_file_of_a_glob_counts(site: Site) -> None:
    site.write("out/old.xml", "<a/>")
    envelope = site.one("echo x > out/new.xml; echo x > out/not.txt", reports=("out/*.xml",))

    assert found(envelope) == {"out/new.xml": FRESH, "out/old.xml": STALE}


def test_a_glob_that_matches_nothing(site: Site) -> None:
    envelope = site.one("mkdir out; echo > out/a.txt", reports=("out/**/*.xml",))

    assert found(envelope) == {"out/**/*.xml": MISSING}


def test_exceptions_of_a_glob(site: Site) -> None:
    reports = ("out/*.xml", "!out/skip*.xml")
    envelope = site.one("mkdir out; echo > out/a.xml; echo > out/skipped.xml", reports=reports)

    assert found(envelope) == {"out/a.xml": FRESH}


def test_a_tracked_file_is_never_evidence(site: Site) -> None:
    site.git("init", "-q")
    site.write("out/unit.xml", "<a/>")
    site.git("add", "out/unit.xml")
    names = ("./out/unit.xml", "out/../out/unit.xml", "out/*.xml")

    assert set(found(site.one("echo > out/unit.xml", reports=names)).values()) == {Freshness.TRACKED}


def test_what_is_no_regular_file_cannot_be_read(site: Site) -> None:
    outside = site.root.parent / f"{site.root.name}-outside.xml"
    outside.write_text("<a/>")
    command = f"mkdir folder.xml; mkfifo pipe.xml; ln -s {outside} outside.xml; ln -s nowhere dangling.xml"
    names = ("folder.xml", "pipe.xml", "outside.xml", "dangling.xml")
    envelope = site.one(command, reports=names)

    assert found(envelope) == dict.fromkeys(names, Freshness.UNREADABLE)
    assert all(report.note for report in envelope.reports)
    assert not any((site.root / envelope.folder).glob("reports/*"))


def test_shards_on_one_machine_write_the_same_file_in_turn(site: Site) -> None:
    command = 'test "$QG_SHARD" = 2 || echo "<a/>" > out.xml'
    jobs = [
        Job(stage="e2e", run=command, shard=number, shards=3, reports=("out.xml",)) for number in (1, 2, 3)
    ]
    envelopes = site.run(*jobs, jobs_at_once=3)

    assert [found(envelope)["out.xml"] for envelope in envelopes] == [FRESH, STALE, FRESH]
    assert envelopes[1].reports[0].note == "e2e 1/3 wrote it, not this one"


def test_two_stages_may_share_a_folder(site: Site) -> None:
    jobs = [
        Job(stage=name, run=f"mkdir -p out; echo > out/{name}.xml", reports=("out/*.xml",))
        for name in ("a", "b")
    ]
    first, second = site.run(*jobs, jobs_at_once=2)

    assert found(first) == {"out/a.xml": FRESH}
    assert found(second) == {"out/b.xml": FRESH}


def test_a_collected_report_must_be_newer_than_the_commit(site: Site) -> None:
    site.write("README", "")
    site.git("init", "-q")
    site.git("add", "README")
    site.git("commit", "-q", "-m", "first")
    os.utime(site.write("old.sarif", "{}"), (1_600_000_000, 1_600_000_000))
    site.write("new.sarif", "{}")
    (envelope,) = site.run(Job(stage="lint", reports=("new.sarif", "old.sarif", "README", "none.sarif")))

    assert envelope.last.ended is Ended.COLLECTED
    assert found(envelope) == {
        "new.sarif": FRESH,
        "old.sarif": STALE,
        "README": Freshness.TRACKED,
        "none.sarif": MISSING,
    }


def test_outside_a_repository_no_age_is_asked(site: Site) -> None:
    os.utime(site.write("old.sarif", "{}"), (1_600_000_000, 1_600_000_000))
    (envelope,) = site.run(Job(stage="lint", reports=("old.sarif",)))

    assert found(envelope) == {"old.sarif": FRESH}


def test_copies_of_an_earlier_run_are_gone(site: Site) -> None:
    first = site.one("echo > a.xml", reports=("a.xml",))
    site.one("rm a.xml", reports=("a.xml",))

    assert not (site.root / first.folder / first.reports[0].stored).exists()


def test_odd_names_get_plain_copies(site: Site) -> None:
    envelope = site.one("echo > 'a:b\"?\n.xml'", reports=("*.xml",))

    assert [report.stored for report in envelope.reports] == ["reports/1-a_b___.xml"]
