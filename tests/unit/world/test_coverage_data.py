"""Coverage data files, as a real coverage.py writes them in a temporary folder."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import coverage
import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import State
from quality_gate.world.coverage_data import CoverageData

SOURCE = """\
def sign(number):
    if number < 0:
        return -1
    return 1


def unused():  # pragma: no cover
    return 0
"""


def measure(project: Path, call: str, name: str, *options: str) -> str:
    """Runs coverage.py over one call and returns the data file that it leaves."""
    (project / "src").mkdir(parents=True, exist_ok=True)
    (project / "src" / "sign.py").write_text(SOURCE, encoding="utf-8")
    (project / "main.py").write_text(f"from src.sign import sign\n{call}\n", encoding="utf-8")
    data = project / name
    command = [sys.executable, "-m", "coverage", "run", "--include=src/*", f"--data-file={data}", *options]
    subprocess.run([*command, "main.py"], cwd=project, check=True)
    return str(data)


def lines(paths: list[str], root: Path) -> tuple[Ratio | None, Ratio | None]:
    found = CoverageData().read(paths, str(root))
    assert found.state is State.OK, found.note
    assert found.coverage is not None
    assert list(found.coverage.files) == ["src/sign.py"]
    return found.coverage.ratio(Unit.LINES), found.coverage.ratio(Unit.BRANCHES)


def test_shards_combine_and_stay_where_they_are(tmp_path: Path) -> None:
    one = measure(tmp_path, "sign(1)", "one.coverage", "--branch")
    two = measure(tmp_path, "sign(-1)", "two.coverage", "--branch")
    before = [Path(path).read_bytes() for path in (one, two)]

    assert lines([one], tmp_path) == (Ratio(3, 4), Ratio(1, 2))
    assert lines([one, two], tmp_path) == (Ratio(4, 4), Ratio(2, 2))
    assert lines([two, one], tmp_path) == lines([one, two, one], tmp_path)
    assert [Path(path).read_bytes() for path in (one, two)] == before


def test_lines_alone(tmp_path: Path) -> None:
    assert lines([measure(tmp_path, "sign(1)", "one.coverage")], tmp_path) == (Ratio(3, 4), None)


def test_a_shard_of_another_machine_finds_its_sources_here(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    one = measure(here, "sign(1)", "one.coverage", "--branch")
    two = measure(there, "sign(-1)", "two.coverage", "--branch")
    shutil.rmtree(there / "src")

    assert lines([one, two], here) == (Ratio(4, 4), Ratio(2, 2))


def test_settings_of_the_project_are_not_read(tmp_path: Path) -> None:
    one = measure(tmp_path, "sign(1)", "one.coverage")
    (tmp_path / ".coveragerc").write_text("[run]\nplugins = not_there\n[report]\nexclude_also = return\n")

    assert lines([one], tmp_path) == (Ratio(3, 4), None)


def test_a_source_outside_the_root_keeps_its_own_path(tmp_path: Path) -> None:
    one = measure(tmp_path / "elsewhere", "sign(1)", "one.coverage")
    (tmp_path / "root").mkdir()

    found = CoverageData().read([one], str(tmp_path / "root"))

    assert found.coverage is not None
    assert list(found.coverage.files) == [(tmp_path / "elsewhere/src/sign.py").as_posix()]


def test_a_namesake_above_the_gate_s_folder_is_another_file(tmp_path: Path) -> None:
    above = measure(tmp_path / "shop", "sign(1)", "above.coverage")
    measure(tmp_path / "shop/pay", "sign(1)", "own.coverage")
    (tmp_path / "shop/.git").mkdir()

    found = CoverageData().read([above], str(tmp_path / "shop/pay")).coverage

    assert found is not None
    assert list(found.files) == [(tmp_path / "shop/src/sign.py").as_posix()]


def test_what_was_installed_from_our_sources_is_ours(tmp_path: Path) -> None:
    installed = measure(tmp_path / "shop/.venv/site-packages", "sign(1)", "one.coverage")
    measure(tmp_path / "shop/pay", "sign(1)", "own.coverage")
    (tmp_path / "shop/.git").mkdir()

    found = CoverageData().read([installed], str(tmp_path / "shop/pay")).coverage

    assert found is not None
    assert list(found.files) == ["src/sign.py"]


def test_a_missing_source_is_a_matter_of_the_environment(tmp_path: Path) -> None:
    one = measure(tmp_path, "sign(1)", "one.coverage")
    (tmp_path / "src" / "sign.py").unlink()

    found = CoverageData().read([one], str(tmp_path))

    assert found.state is State.INVALID
    assert found.note.startswith("environment: not every measured source is here: ")
    assert found.note.endswith("add `coverage json` to the stage")


def test_a_source_that_does_not_parse_is_a_matter_of_the_environment(tmp_path: Path) -> None:
    one = measure(tmp_path, "sign(1)", "one.coverage")
    (tmp_path / "src" / "sign.py").write_text("def sign(:\n", encoding="utf-8")

    found = CoverageData().read([one], str(tmp_path))

    assert found.state is State.INVALID
    assert found.note.startswith("environment: the sources cannot be analysed with this Python: ")


def test_a_plugin_is_a_matter_of_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "one.coverage"
    names = [str(tmp_path / f"{number}.html") for number in range(3)]
    data = coverage.CoverageData(basename=str(path))
    data.add_lines({name: [1] for name in names})
    data.add_file_tracers({name: f"plugin{number}" for number, name in enumerate(names)})
    data.close()

    found = CoverageData().read([str(path)], str(tmp_path))

    assert found.state is State.INVALID
    assert found.note.startswith("environment: measured with the plugin plugin0, plugin1 and 1 more")


def test_branches_and_lines_do_not_mix(tmp_path: Path) -> None:
    one = measure(tmp_path, "sign(1)", "one.coverage", "--branch")
    two = measure(tmp_path, "sign(1)", "two.coverage")

    found = CoverageData().read([one, two], str(tmp_path))

    assert (found.state, found.note[:41]) == (State.INVALID, "some shards measured branches and some di")


def test_an_empty_shard_is_told(tmp_path: Path) -> None:
    full = measure(tmp_path, "sign(1)", "one.coverage")
    nothing = str(tmp_path / "nothing.coverage")
    data = coverage.CoverageData(basename=nothing)
    data.add_lines({})
    data.write()
    data.close()
    shutil.copyfile(full, tmp_path / "copy.coverage")

    alone = CoverageData().read([nothing], str(tmp_path))
    among = CoverageData().read([full, nothing], str(tmp_path))

    assert (alone.state, alone.note) == (State.EMPTY, "no file was measured")
    assert (among.state, among.note) == (State.SUSPECT, f"nothing was measured in {nothing}")


def test_files_without_statements_are_empty(tmp_path: Path) -> None:
    (tmp_path / "blank.py").write_text("")
    path = str(tmp_path / "one.coverage")
    data = coverage.CoverageData(basename=path)
    data.add_lines({str(tmp_path / "blank.py"): []})
    data.close()

    found = CoverageData().read([path], str(tmp_path))

    assert (found.state, found.note, found.producer) == (State.EMPTY, "no line was measured", "")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 4096, b"words"])
def test_whatever_is_no_data_file_is_invalid_or_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one.coverage"
    path.write_bytes(content)

    found = CoverageData().read([str(path)], str(tmp_path))

    assert found.state in (State.INVALID, State.EMPTY)
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_invalid(tmp_path: Path) -> None:
    assert CoverageData().read([str(tmp_path / "none")], str(tmp_path)).state is State.INVALID


def test_the_magic_words_of_the_database_are_recognised(tmp_path: Path) -> None:
    path = measure(tmp_path, "sign(1)", "one.coverage")

    assert CoverageData().recognises(Path(path).read_bytes())
    assert not CoverageData().recognises(b"SF:a.c\n")


def test_branches_of_a_pragma_count_as_coverage_py_counts_them(tmp_path: Path) -> None:
    source = "def first(found):\n    if found:  # pragma: no branch\n        return found\n    return 0\n"
    (tmp_path / "first.py").write_text(source + "first(1)\n", encoding="utf-8")
    data = tmp_path / "one.coverage"
    command = [sys.executable, "-m", "coverage", "run", "--branch", f"--data-file={data}", "first.py"]
    subprocess.run(command, cwd=tmp_path, check=True)

    found = CoverageData().read([str(data)], str(tmp_path))

    assert found.coverage is not None
    assert found.coverage.ratio(Unit.BRANCHES) == found.declared[Unit.BRANCHES] == Ratio(2, 2)


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (f"DROP TABLE file; CREATE VIEW file AS {ENDLESS} SELECT x AS id, 'f' || x AS path FROM c", "tables"),
        ("ALTER TABLE file ADD COLUMN more AS (hex(zeroblob(400000000)))", "more than tables"),
        ("UPDATE line_bits SET numbits = randomblob(1100000)", "take more than 1 MiB"),
        ("DROP TABLE line_bits", "no such table: line_bits"),
        ("DELETE FROM line_bits; INSERT INTO line_bits VALUES (1, 1, x'02')", ""),
        ("DELETE FROM line_bits", ""),
    ],
)
def test_what_is_no_table_of_a_few_lines_is_refused(tmp_path: Path, changes: str, why: str) -> None:
    data = measure(tmp_path, "sign(1)", "one.coverage")
    with closing(sqlite3.connect(data)) as tables:
        tables.executescript(changes)

    found = CoverageData().read([data], str(tmp_path))

    assert (found.state is State.INVALID) == bool(why)
    assert why in found.note


def test_pages_that_lead_to_each_other_are_damage(tmp_path: Path) -> None:
    data = Path(measure(tmp_path, "sign(1)", "one.coverage"))
    with closing(sqlite3.connect(data)) as tables:
        roots = dict(tables.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
        (size,) = tables.execute("PRAGMA page_size").fetchone()
    raw = bytearray(data.read_bytes())
    pages = [(roots[name] - 1) * size for name in ("file", "context")]
    raw[pages[1] : pages[1] + size] = raw[pages[0] : pages[0] + size]
    raw[pages[1]] = 5  # no leaf, but a page that leads to others
    data.write_bytes(raw)

    found = CoverageData().read([str(data)], str(tmp_path))

    assert (found.state, found.note) == (State.INVALID, "cannot be read: it is damaged")


def test_what_the_system_shows_as_a_file_is_no_source(tmp_path: Path) -> None:
    data = measure(tmp_path, "sign(1)", "one.coverage")
    with closing(sqlite3.connect(data)) as tables, tables:
        tables.execute("UPDATE file SET path = '/proc/version'")

    found = CoverageData().read([data], str(tmp_path))

    assert found.note.startswith("environment: not every measured source is here: /proc/version")
