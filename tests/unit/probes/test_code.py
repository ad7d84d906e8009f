"""A pattern in sources is counted, and every place of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status
from repository import Repository

COMMIT = r"{code: src/routes/**, pattern: '\.commit\(\)'}"
PINS = r"{code: requirements.txt, pattern: '^[A-Za-z][\w.\[\]-]*\s*(?:$|#|[<>~!]|==[^;#\n]*\*)'}"


def test_a_call_that_nobody_may_make_is_told_with_its_line(tmp_path: Path) -> None:
    files = {
        "src/routes/a.py": "session.flush()\n",
        "src/routes/b.py": "x = 1\n    session.commit()  # why\n",
    }
    where = site(tmp_path, files)
    seen = look("code", COMMIT, where)

    assert (seen.status, seen.expected, seen.got) == (Status.FAILED, r"= 0 × \.commit\(\)", "1 in 2 files")
    assert [(spot.where, spot.note) for spot in seen.spots] == [
        ("src/routes/b.py:2", "session.commit() # why")
    ]

    (tmp_path / "src/routes/b.py").write_text("x = 1\n")
    assert look("code", COMMIT, where).status is Status.PASSED


@pytest.mark.parametrize(
    ("count", "status"),
    [("3", Status.PASSED), (">= 4", Status.FAILED), ("<= 3", Status.PASSED), ("0", Status.FAILED)],
)
def test_a_pattern_is_counted_wherever_it_fits(tmp_path: Path, count: str, status: Status) -> None:
    where = site(tmp_path, {"a.py": "@route @route\n@route"})
    assert look("code", f"{{code: '*.py', pattern: '@route', count: '{count}'}}", where).status is status


def test_no_file_is_no_proof(tmp_path: Path) -> None:
    seen = look("code", COMMIT, site(tmp_path, {"src/route/a.py": ""}))
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
    assert "src/route/**" in seen.reason


def test_what_git_ignores_is_no_source_unless_it_is_named(tmp_path: Path) -> None:
    repository = Repository(tmp_path).write({"src/a.py": "bad()\n", "src/out/b.py": "bad()\n"}).commit()
    seen = look("code", r"{code: src/**, pattern: 'bad\('}", site(repository.root))
    assert [spot.where for spot in seen.spots] == ["src/a.py:1"]
    assert look("code", r"{code: src/out/**, pattern: 'bad\('}", site(repository.root)).got == "1 in 1 file"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    root = tmp_path / "gate"
    root.mkdir()
    (tmp_path / "real.py").write_text("x")
    (root / "a.py").symlink_to(tmp_path / "real.py")
    seen = look("code", "{code: a.py, pattern: x}", site(root))
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.UNREADABLE)


def test_a_repository_that_git_cannot_read(tmp_path: Path) -> None:
    where = site(tmp_path, {"src/routes/a.py": "x.commit()\n", ".git": "broken"})
    assert look("code", COMMIT, where).got == "1 in 1 file"


def test_dependencies_that_are_not_pinned(tmp_path: Path) -> None:
    text = "requests==2.31.0\nrich>=13\nflask\n# words\nyaml==6.*\nx[y]==1.0.0\nz==1.0 ; os_name > '3'\n"
    seen = look("code", PINS, site(tmp_path, {"requirements.txt": text}))
    assert [spot.note for spot in seen.spots] == ["rich>=13", "flask", "yaml==6.*"]


def test_two_heads_of_migrations_fail(tmp_path: Path) -> None:
    for heads, status in (("1a2b (head)", Status.PASSED), ("1a2b (head)\\n3c4d (head)", Status.FAILED)):
        written = f"{{command: 'printf \"{heads}\"', count: {{(head): 1}}}}"
        assert look("command", written, site(tmp_path)).status is status


@pytest.mark.parametrize("written", ["{code: a, pattern: '('}", "{code: a, pattern: b, count: few}"])
def test_mistakes(written: str) -> None:
    assert mistakes("code", written)


def test_sources_of_windows_are_read_as_they_are_written(tmp_path: Path) -> None:
    where = site(tmp_path, {"src/routes/a.py": "session.commit()\n".encode("utf-16")})
    assert look("code", COMMIT, where).status is Status.FAILED


def test_a_file_that_is_asked_for_by_its_name_must_be_there(tmp_path: Path) -> None:
    where = site(tmp_path, {"src/routes/a.py": "x\n"})
    seen = look("code", "{code: [src/routes, src/models.py], pattern: commit}", where)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)
