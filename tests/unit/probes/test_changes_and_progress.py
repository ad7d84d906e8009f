"""Paths that change together, generated files, the changelog, and boxes to tick."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import look, mistakes, site
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.probes.changelog import latest_day
from repository import Repository

TOGETHER = "{changed: src/**, with: [docs/**, CHANGELOG.md]}"
FILES = {"src/a.py": "", "docs/a.md": "", "tests/a.py": ""}


def changed(tmp_path: Path, *paths: str, written: str = TOGETHER) -> Sighting:
    files = {path: ChangedFile(change=Change.EDITED) for path in paths}
    return look("changed", written, site(tmp_path, FILES, changes=Changes(base="b" * 40, files=files)))


def test_sources_that_change_without_their_docs_fail(tmp_path: Path) -> None:
    seen = changed(tmp_path, "src/a.py", "tests/a.py")
    assert seen.status is Status.FAILED
    assert [spot.path for spot in seen.spots] == ["src/a.py"]
    assert seen.next == "change docs/**, CHANGELOG.md, too"


def test_sources_that_change_with_their_docs_pass(tmp_path: Path) -> None:
    seen = changed(tmp_path, "src/a.py", "CHANGELOG.md")
    assert (seen.status, seen.got) == (Status.PASSED, "1 file changed, with 1 file of docs/**, CHANGELOG.md")


def test_where_nothing_of_it_changed_there_is_nothing_to_judge(tmp_path: Path) -> None:
    assert changed(tmp_path, "tests/a.py").status is Status.SKIPPED


def test_a_file_that_moved_away_was_touched(tmp_path: Path) -> None:
    files = {"lib/a.py": ChangedFile(change=Change.RENAMED, before="src/a.py")}
    where = site(tmp_path, FILES, changes=Changes(base="b" * 40, files=files))
    assert look("changed", TOGETHER, where).status is Status.FAILED


def test_without_a_base_nothing_is_known(tmp_path: Path) -> None:
    seen = look("changed", TOGETHER, site(tmp_path, FILES))
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_BASE)


@pytest.mark.parametrize("written", ["{changed: sorc/**, with: docs/**}", "{changed: src/**, with: doc/**}"])
def test_a_pattern_that_fits_nothing_would_never_be_heard(tmp_path: Path, written: str) -> None:
    seen = changed(tmp_path, "src/a.py", written=written)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    files = {"api.proto": "v2\n", "src/api_pb2.py": "v1\n", "src/a.py": "x\n"}
    return Repository(tmp_path).write(files).commit()


GENERATED = "{generated: cp api.proto src/api_pb2.py, paths: 'src/**/*_pb2.py'}"


def test_a_stub_that_is_out_of_date_fails_and_stays_as_it_was_written(repository: Repository) -> None:
    seen = look("generated", GENERATED, site(repository.root))
    assert (seen.status, seen.got) == (Status.FAILED, "1 file out of date")
    assert [spot.path for spot in seen.spots] == ["src/api_pb2.py"]
    assert (repository.root / "src/api_pb2.py").read_text() == "v2\n"


def test_stubs_that_are_up_to_date_pass(repository: Repository) -> None:
    repository.write({"src/api_pb2.py": "v2\n", "other.txt": "not committed\n"}).commit()
    repository.write({"src/a.py": "edited by hand\n"})
    for written in (GENERATED, "generated: cp api.proto src/api_pb2.py"):
        assert look("generated", written, site(repository.root)).status is Status.PASSED


def test_a_stage_that_ran_the_generator_first_hides_nothing(repository: Repository) -> None:
    repository.write({"src/api_pb2.py": "v2\n"})
    assert look("generated", GENERATED, site(repository.root, env={"CI": "true"})).status is Status.FAILED
    assert (
        look("generated", GENERATED, site(repository.root)).status is Status.PASSED
    )  # on a laptop, before a commit


def test_files_that_come_and_go_are_differences(repository: Repository) -> None:
    seen = look("generated", "generated: rm src/a.py; echo > src/new.py", site(repository.root))
    assert [spot.path for spot in seen.spots] == ["src/a.py", "src/new.py"]


@pytest.mark.parametrize(
    ("written", "status", "cause", "said"),
    [
        ("generated: exit 3", Status.FAILED, None, "exit 3"),
        ("generated: no-such-generator", Status.UNKNOWN, Cause.ENVIRONMENT, "exit 127"),
        ("{generated: 'true', paths: 'lib/**'}", Status.UNKNOWN, Cause.NO_MATCH, "no file fits lib/**"),
        ("generated: rm -rf .git", Status.UNKNOWN, Cause.ENVIRONMENT, "there is no commit to compare with"),
    ],
)
def test_a_generator_that_cannot_tell(
    repository: Repository, written: str, status: Status, cause: Cause | None, said: str
) -> None:
    seen = look("generated", written, site(repository.root))
    assert (seen.status, seen.cause) == (status, cause)
    assert said in seen.reason


def test_outside_a_repository_nothing_can_be_compared(tmp_path: Path) -> None:
    assert look("generated", "generated: 'true'", site(tmp_path)).cause is Cause.ENVIRONMENT
    (tmp_path / ".git").write_text("broken")
    assert "git cannot compare" in look("generated", "generated: 'true'", site(tmp_path)).reason


def changelog(tmp_path: Path, text: str, more: str = "", **env: str) -> Sighting:
    files = {"CHANGELOG.md": text, "pyproject.toml": '[project]\nversion = "1.1.0"\n'}
    written = f"{{changelog: CHANGELOG.md, version: {{file: pyproject.toml, key: project.version}}{more}}}"
    return look("changelog", written, site(tmp_path, files, env=env))


@pytest.mark.parametrize(
    "text",
    [
        "# News\n## [Unreleased]\n\n## [1.1.0] - 2025-11-18\n### Added\n- x\n\n## [1.0.0] - 2025-01-01\n",
        "## v1.1.0 (2025-11-18)\n\n* x\n",
        "# 1.1.0 — 2025-11-18\nWords.\n",
        "## Version 1.1.0, 2025-11-18\nWords.\n",
        "Changelog\n=========\n\n1.1.0 (2025-11-18)\n------------------\n\n- x\n\n1.0.0\n-----\n",
        "```\n## [9.9.9] - 2025-11-18\n```\n## 1.1.0: 2025-11-18\nx\n",
    ],
)
def test_the_newest_entry_is_about_this_version(tmp_path: Path, text: str) -> None:
    seen = changelog(tmp_path, text)
    assert (seen.status, seen.got) == (Status.PASSED, "1.1.0 2025-11-18")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## [1.0.0] - 2025-11-18\n- x\n", "the newest entry is about 1.0.0, the version is 1.1.0"),
        ("## [1.1.0] - 2999-01-01\n- x\n", "2999-01-01 is in the future"),
        ("## [1.1.0] - 2025-11-18\n### Added\n\n## [1.0.0] - 2025-01-01\n- x\n", "it says nothing"),
        ("## [1.1.0] - 2025-11-18\n[1.1.0]: https://example.com\n<!-- x -->\n---\n", "it says nothing"),
        ("## [1.1.0] - 2025-02-30\n- x\n", "2025-02-30 is no date such as 2027-01-15"),
        ("## [1.1.0] - 18.11.2025\n- x\n", "18.11.2025 is no date such as 2027-01-15"),
        ("## [1.1.0]\n- x\n", "it has no date"),
    ],
)
def test_an_entry_that_is_not_as_it_should_be(tmp_path: Path, text: str, said: str) -> None:
    seen = changelog(tmp_path, text)
    assert (seen.status, seen.reason) == (Status.FAILED, said)
    assert seen.spots[0].where == "CHANGELOG.md:1"


def test_what_is_not_asked_for_is_not_judged(tmp_path: Path) -> None:
    assert changelog(tmp_path, "## 1.1.0\n- x\n", ", dated: false").status is Status.PASSED
    where = site(tmp_path, {"CHANGELOG.md": "## 7.0\n- x\n"})
    assert look("changelog", "{changelog: CHANGELOG.md, dated: false}", where).got == "7.0"


def test_a_tag_is_written_as_agreed_on(tmp_path: Path) -> None:
    text, more = "## [1.1.0] - 2025-11-18\n- x\n", ', tag: "v{version}"'
    assert changelog(tmp_path, text, more).status is Status.PASSED
    for tag, said in (
        ("v1.1.0", ""),
        ("v1.5.0", "the tag is v1.5.0, not v1.1.0"),
        ("1.1.0", "the tag is 1.1.0, not v1.1.0"),
    ):
        seen = changelog(tmp_path, text, more, GITHUB_REF_TYPE="tag", GITHUB_REF_NAME=tag)
        assert (seen.status, seen.reason) == (Status.FAILED if said else Status.PASSED, said)
    assert "the tag does not name the version" in mistakes("changelog", "{changelog: a, tag: v1}")


def test_a_changelog_without_an_entry(tmp_path: Path) -> None:
    assert changelog(tmp_path, "# Changelog\n\nNothing yet.\n").cause is Cause.NO_MATCH
    assert look("changelog", "changelog: CHANGES.md", site(tmp_path)).cause is Cause.NO_MATCH
    written = "{changelog: CHANGELOG.md, version: {file: setup.cfg, key: a}}"
    assert look("changelog", written, site(tmp_path, {"CHANGELOG.md": "## 1.0\n"})).cause is Cause.NO_MATCH
    (tmp_path / "FOLDER.md").mkdir()
    assert look("changelog", "changelog: FOLDER.md", site(tmp_path)).cause is Cause.UNREADABLE


def test_today_has_begun_earlier_elsewhere() -> None:
    assert latest_day("2026-11-20T09:59:00Z").isoformat() == "2026-11-20"
    assert latest_day("2026-11-20T10:00:00Z").isoformat() == "2026-11-21"


TASKS = (
    "# Phases\n- [x] one\n1. [X] two\n  * [ ] three\n```\n- [ ] an example\n```\n- [] no box\n+ [x] four\n"
)


def test_a_box_that_is_not_ticked_is_told_with_its_line(tmp_path: Path) -> None:
    seen = look("boxes", "boxes: tasks.md", site(tmp_path, {"tasks.md": TASKS}))
    assert (seen.status, seen.got, seen.distance) == (Status.FAILED, "3/4 ticked", "1 left")
    assert [(spot.where, spot.note) for spot in seen.spots] == [("tasks.md:4", "three")]


def test_all_boxes_ticked(tmp_path: Path) -> None:
    seen = look("boxes", "boxes: '*.md'", site(tmp_path, {"a.md": "- [x] a\n", "b.md": "words\n"}))
    assert (seen.status, seen.got) == (Status.PASSED, "1/1 ticked")


def test_no_box_is_no_progress(tmp_path: Path) -> None:
    where = site(tmp_path, {"a.md": "words\n"})
    for written in ("boxes: a.md", "boxes: b.md"):
        seen = look("boxes", written, where)
        assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


def test_boxes_that_cannot_be_read(tmp_path: Path) -> None:
    root = tmp_path / "gate"
    root.mkdir()
    (tmp_path / "real.md").write_text("- [x] a\n")
    (root / "a.md").symlink_to(tmp_path / "real.md")
    assert look("boxes", "boxes: a.md", site(root)).cause is Cause.UNREADABLE
