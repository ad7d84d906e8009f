"""What differs from a commit, asked of real repositories: files, lines, and what has no lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality_gate.model.changes import Change, ChangedFile
from quality_gate.model.coverage import bits_of, lines_of
from quality_gate.world.git import Git
from quality_gate.world.git_diff import CannotCompare, Diff, generated
from repository import Repository

LONG = "".join(f"line {number}\n" for number in range(1, 21))


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


def diff(repo: Repository, to: str = "HEAD", base: str = "HEAD~1", root: str = "") -> dict[str, ChangedFile]:
    return Diff(Git(repo.root / root), repo.git("rev-parse", base), to).files()


def lines(file: ChangedFile) -> list[int]:
    return list(lines_of(file.lines))


def test_added_edited_and_deleted(repo: Repository) -> None:
    repo.write({"a.py": LONG, "gone.py": LONG[:60], "cut.py": LONG}).commit()
    (repo.root / "gone.py").unlink()
    edited = LONG.replace("line 3\n", "other\nmore\n").replace("line 20\n", "end")
    repo.write({"a.py": edited, "new.py": "x\ny\n", "empty.py": "", "cut.py": LONG[14:]}).commit()

    found = diff(repo)

    assert {path: file.change for path, file in found.items()} == {
        "a.py": Change.EDITED,
        "cut.py": Change.EDITED,
        "empty.py": Change.ADDED,
        "gone.py": Change.DELETED,
        "new.py": Change.ADDED,
    }
    assert lines(found["a.py"]) == [3, 4, 21]
    assert lines(found["new.py"]) == [1, 2]
    assert [found[path].lines for path in ("gone.py", "empty.py", "cut.py")] == [0, 0, 0]


def test_a_renamed_file_keeps_its_lines(repo: Repository) -> None:
    repo.write({"old name.py": LONG}).commit()
    repo.git("mv", "old name.py", "new name.py")
    repo.write({"new name.py": LONG + "more\n"}).commit()

    (item,) = diff(repo).items()

    assert item == (
        "new name.py",
        ChangedFile(change=Change.RENAMED, before="old name.py", lines=bits_of([21])),
    )


def test_names_that_need_quotes(repo: Repository) -> None:
    names = [
        "tab\tbed.py",
        "new\nline.py",
        'quo"te.py',
        "back\\slash.py",
        "ümläut.py",
        "b/ x.py",
        "+++ b",
        "-x",
    ]
    repo.commit().write({name: f"{name!r}\n" for name in names}).commit()

    found = diff(repo)

    assert sorted(found) == sorted(names)
    assert all(lines(file) == [1] for file in found.values())


def test_content_that_looks_like_a_diff_is_content(repo: Repository) -> None:
    forged = "++ b/other.py\ndiff --git a/x b/x\n@@ -1 +1,500 @@\n-- a/y\n"
    repo.write({"other.py": "x\n", "a.txt": forged}).commit()
    repo.write({"a.txt": forged.replace("++ b", "++ b/c") + forged, "other.py": "y\n"}).commit()

    found = diff(repo)

    assert sorted(found) == ["a.txt", "other.py"]
    assert lines(found["a.txt"]) == [1, 2, 3, 4]
    assert lines(found["other.py"]) == [1]


def test_binary_files_links_and_submodules_have_no_lines(repo: Repository) -> None:
    repo.write({"x.txt": "x\n", "was.txt": "a\nb\n"}).commit()
    (repo.root / "image.bin").write_bytes(b"\0\1\2" * 100)
    (repo.root / "link").symlink_to("x.txt")
    (repo.root / "was.txt").unlink()
    (repo.root / "was.txt").symlink_to("x.txt")
    head = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    repo.git("add", "image.bin", "link", "was.txt")
    repo.git("commit", "-qm", "x")

    found = diff(repo)

    assert sorted(found) == ["image.bin", "link", "module", "was.txt"]
    assert not any(file.lines for file in found.values())
    assert [path for path, file in found.items() if file.binary] == ["image.bin"]


def test_paths_start_at_the_gate_s_root(repo: Repository) -> None:
    repo.write({"api/src/a.py": LONG, "web/b.ts": LONG}).commit()
    repo.write({"api/src/a.py": LONG + "x\n", "web/b.ts": LONG + "x\n"}).commit()

    assert {path: lines(file) for path, file in diff(repo, root="api").items()} == {"src/a.py": [21]}


def test_what_people_configure_does_not_matter(repo: Repository) -> None:
    repo.write({"a.py": LONG, ".gitattributes": "*.py diff=odd\n"}).commit()
    repo.write({"a.py": LONG + "x\n"}).commit()
    plain = diff(repo)
    for key, value in (
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.external", "false"),
        ("diff.odd.textconv", "tac"),
        ("diff.odd.command", "false"),
        ("color.ui", "always"),
        ("core.quotePath", "false"),
        ("diff.context", "5"),
        ("diff.renames", "false"),
        ("diff.relative", "false"),
    ):
        repo.git("config", key, value)

    assert diff(repo) == plain
    assert lines(plain["a.py"]) == [21]


def test_the_files_as_they_lie_there(repo: Repository) -> None:
    repo.write({"a.py": LONG}).commit().write({"a.py": LONG + "x\n"})

    assert lines(diff(repo, to="", base="HEAD")["a.py"]) == [21]
    assert diff(repo, to="HEAD", base="HEAD") == {}


def test_many_runs_of_lines_far_down_are_quick(repo: Repository) -> None:
    many = [f"{number}\n" for number in range(100_000)]
    repo.write({"a.txt": "".join(many)}).commit()
    repo.write({"a.txt": "".join("x\n" if number % 2 else line for number, line in enumerate(many))}).commit()

    assert diff(repo)["a.txt"].lines.bit_count() == 50_000


def test_a_base_that_is_not_there_is_an_answer(repo: Repository) -> None:
    repo.commit()

    with pytest.raises(CannotCompare, match="bad object"):
        Diff(Git(repo.root), "0" * 39 + "1", "HEAD").files()


def test_generated_files(repo: Repository) -> None:
    attributes = (
        "gen/** linguist-generated\n*.pb.go linguist-generated=true\ngen/own.py -linguist-generated\n"
    )
    repo.write({".gitattributes": attributes + "x.py linguist-generated=false\n"}).commit()
    paths = ["gen/a.py", "gen/own.py", "a.pb.go", "x.py", "ä b.py"]

    assert generated(Git(repo.root), paths) == {"gen/a.py", "a.pb.go"}
    assert generated(Git(repo.root), []) == set()


def test_a_text_that_is_called_binary_keeps_its_lines(repo: Repository) -> None:
    repo.write({"a.py": LONG, "[b].py": LONG}).commit()
    (repo.root / "c.bin").write_bytes(b"\0\1")
    attributes = "*.py binary\n*.bin binary\n"
    repo.write({".gitattributes": attributes, "a.py": LONG + "more\n", "[b].py": "new\n"}).commit()

    found = diff(repo)

    assert (lines(found["a.py"]), found["a.py"].binary) == ([21], False)
    assert lines(found["[b].py"]) == [1]
    assert (found["c.bin"].lines, found["c.bin"].binary) == (0, True)

    (repo.root / "a.py").unlink()
    assert lines(diff(repo)["a.py"]) == [21]
