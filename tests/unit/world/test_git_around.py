"""What else a repository tracks around the folder of one gate, and where that folder lies in it."""

from __future__ import annotations

from pathlib import Path

from quality_gate.world.git import Git
from repository import Repository


def test_files_outside_the_folder_are_told_from_the_top(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.write({"pay/src/a.py": "", "pay more/b.py": "", "ship/src/Ü n.py": "", "top.py": ""}).commit()
    below = Git(site.root / "pay")

    assert (below.folder(), Git(site.root).folder()) == ("pay", "")
    assert sorted(below.around()) == [".gitignore", "pay more/b.py", "ship/src/Ü n.py", "top.py"]
    assert sorted(Git(site.root / "pay", at="HEAD").around()) == sorted(below.around())
    assert Git(site.root).around() == ()


def test_outside_of_any_repository_there_is_nothing_around(tmp_path: Path) -> None:
    git = Git(tmp_path, {"PATH": "/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})

    assert (git.folder(), git.around()) == ("", ())
