"""Which reports a stage has really written: fresh, missing, stale, tracked, unreadable."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from quality_gate.model.envelope import Ended, Envelope, Freshness
from quality_gate.model.job import Job, Retry
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


def hours_ago(path: Path, hours: int) -> None:
    then = path.stat().st_mtime - hours * 3600
    os.utime(path, (then, then))


@pytest.mark.parametrize("repository", [False, True])
def test_where_no_commit_tells_an_age_a_day_is_too_old(site: Site, repository: bool) -> None:
    if repository:
        site.git("init", "-q")
    hours_ago(site.write("new.sarif", "{}"), 23)
    hours_ago(site.write("old.sarif", "{}"), 25)
    (envelope,) = site.run(Job(stage="lint", reports=("new.sarif", "old.sarif")))

    assert found(envelope) == {"new.sarif": FRESH, "old.sarif": STALE}
    assert envelope.reports[1].note == "it is older than 24 hours"
    where = "no commit yet" if repository else "no git repository"
    assert envelope.notes == (f"{where}: a collected report's age is not known",)


def test_a_file_speaks_for_one_collected_job(site: Site) -> None:
    site.write("out/a.xml", "<a/>")
    (site.root / "link").symlink_to("out")
    jobs = [
        Job(stage="a", reports=("out/a.xml", "./out/a.xml", "out/*.xml")),
        *(Job(stage=name, reports=(pattern,)) for name, pattern in (("b", "out/*.xml"), ("c", "link/a.xml"))),
    ]
    first, *others = site.run(*jobs, jobs_at_once=3)

    assert found(first) == {"out/a.xml": FRESH}
    assert [(one.reports[0].freshness, one.reports[0].note) for one in others] == [
        (Freshness.TAKEN, "out/a.xml already spoke for a"),
        (Freshness.TAKEN, "link/a.xml already spoke for a"),
    ]


def test_a_file_that_was_written_again_may_speak_again(site: Site) -> None:
    site.write("a.xml", "<a/>")
    first, _, third = site.run(
        Job(stage="before", reports=("a.xml",)),
        Job(stage="write", run="echo '<b/>' > a.xml", needs=("before",)),
        Job(stage="after", reports=("a.xml",), needs=("write",)),
    )

    assert found(first) == found(third) == {"a.xml": FRESH}


def test_reports_of_every_attempt_are_kept(site: Site) -> None:
    command = (
        "echo x >> tries; n=$(wc -l < tries); printf $n > a.xml; ln -sf a.xml b.xml; "
        "rm -f p.xml; mkfifo p.xml; test $n = 3"
    )
    envelope = site.one(command, retry=Retry(times=2), reports=("*.xml",))
    kept = [
        {report.path: (report.freshness, report.size) for report in one.reports} for one in envelope.attempts
    ]

    unreadable = (Freshness.UNREADABLE, 0)
    assert kept[0] == kept[1]
    assert kept[0]["a.xml"] == kept[0]["b.xml"] == (FRESH, 1)
    assert kept[0]["p.xml"] == unreadable
    assert kept[2] == {}
    assert [site.read(f"{envelope.folder}/{one.reports[0].stored}") for one in envelope.attempts[:2]] == [
        "1",
        "2",
    ]
    assert found(envelope)["a.xml"] is FRESH
    assert envelope.notes == ("passed only on attempt 3; attempt 1: exit 1; attempt 2: exit 1",)


def test_copies_of_an_earlier_run_are_gone(site: Site) -> None:
    first = site.one("echo > a.xml", reports=("a.xml",))
    site.one("rm a.xml", reports=("a.xml",))

    assert not (site.root / first.folder / first.reports[0].stored).exists()


def test_odd_names_get_plain_copies(site: Site) -> None:
    envelope = site.one("echo > 'a:b\"?\n.xml'", reports=("*.xml",))

    assert [report.stored for report in envelope.reports] == ["reports/1-a_b___.xml"]
