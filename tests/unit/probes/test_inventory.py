"""Every item of a list has its test, its file, or its mention."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import builders
from probe_site import look, mistakes, site
from quality_gate.model.verdict import Cause, Status

TWELVE = [f"function_{letter}" for letter in "abcdefghijkl"]
NAMES = 'names: "*{item}*"'


def covered(tmp_path: Path, written: str, cases: str = "", files: dict[str, str] | None = None) -> Any:
    stages = (builders.stage("unit", builders.cases("t.T", cases)), builders.stage("lint")) if cases else ()
    return look("inventory", written, site(tmp_path, files, stages=stages))


def test_six_of_twelve_names_the_missing_ones(tmp_path: Path) -> None:
    tests = " ".join(f"test_{name}_works" for name in TWELVE[:6])
    seen = covered(
        tmp_path, f"{{inventory: {{file: list.txt}}, {NAMES}}}", tests, {"list.txt": "\n".join(TWELVE)}
    )

    assert seen.status is Status.FAILED
    assert seen.got == "6/12: missing " + ", ".join(TWELVE[6:])
    assert seen.distance == "6 short"


def test_sixty_of_sixty(tmp_path: Path) -> None:
    items = [f"route_{number:02}" for number in range(60)]
    tests = " ".join(f"test_{item}" for item in items)
    written = f"{{inventory: {{command: cat list}}, {NAMES}}}"
    seen = covered(tmp_path, written, tests, {"list": "# routes\n" + "\n".join(items)})
    assert (seen.status, seen.got) == (Status.PASSED, "60/60")


def test_a_test_that_was_skipped_or_failed_counts_as_missing(tmp_path: Path) -> None:
    written = f"{{inventory: [buy, sell, swap, pay, hold], {NAMES}}}"
    seen = covered(tmp_path, written, "test_buy test_sell? test_swap! test_pay~")
    assert seen.got == "2/5: missing sell (its test skipped), swap (its test failed), hold"


def test_one_passed_test_is_enough_and_an_item_is_no_pattern(tmp_path: Path) -> None:
    written = f"{{inventory: ['a*', 'b'], {NAMES}}}"
    assert covered(tmp_path, written, "test_abc test_b! test_b_again").got == "1/2: missing a*"


@pytest.mark.parametrize(
    ("source", "files"),
    [
        ("{file: t.yml}", {"t.yml": "- buy\n- sell\n"}),
        ("{file: t.yml, key: server.tools}", {"t.yml": "server: {tools: {buy: 1, sell: 2}}\n"}),
        ("{file: t.json}", {"t.json": '[{"name": "buy"}, {"name": "sell"}]'}),
        ("{file: t.toml, key: tools}", {"t.toml": 'tools = ["buy", "sell", "buy"]'}),
        ("{file: t.txt, regex: 'tool (\\w+)'}", {"t.txt": "tool buy\ntool sell"}),
        ('{command: \'echo "[\\"buy\\", \\"sell\\"]"\'}', {}),
        ("{glob: src/*.py}", {"src/buy.py": "", "src/sell.py": ""}),
        ("{glob: src/**, regex: 'src/(\\w+)/'}", {"src/buy/a.py": "", "src/sell/b.py": ""}),
        ("{code: src/**, regex: '^def (\\w+)'}", {"src/a.py": "def buy():\n  pass\ndef sell(): ..."}),
        ("{items: [buy, sell]}", {}),
    ],
)
def test_where_a_list_comes_from(tmp_path: Path, source: str, files: dict[str, str]) -> None:
    assert (
        covered(tmp_path, f"{{inventory: {source}, {NAMES}}}", "test_buy", files).got == "1/2: missing sell"
    )


@pytest.mark.parametrize(
    ("source", "files", "cause", "said"),
    [
        (
            "{file: tools.txt}",
            {"tool.txt": "a"},
            Cause.NO_MATCH,
            "there is no file tools.txt; nearest: tool.txt",
        ),
        ("{file: t.txt}", {"t.txt": "# none\n"}, Cause.NO_MATCH, "the list of items is empty"),
        ("{file: t.json}", {"t.json": "["}, Cause.UNREADABLE, "t.json cannot be read: not JSON"),
        ("{file: t.json, key: tols}", {"t.json": '{"tools": []}'}, Cause.NO_MATCH, "nearest: tools"),
        ("{file: t.json}", {"t.json": '"x"'}, Cause.UNREADABLE, "x is no list"),
        ("{file: t.json}", {"t.json": "[[1]]"}, Cause.UNREADABLE, "not every item has a name"),
        (
            "{file: t.txt}",
            {"t.txt": "\n".join(map(str, range(10_001)))},
            Cause.UNREADABLE,
            "more than 10,000 items",
        ),
        ("{glob: src/*.py}", {"sources/a.py": ""}, Cause.NO_MATCH, "no file fits src/*.py"),
        ("{command: exit 1}", {}, Cause.UNREADABLE, "ended with exit 1"),
    ],
)
def test_a_list_that_is_none(
    tmp_path: Path, source: str, files: dict[str, str], cause: Cause, said: str
) -> None:
    seen = covered(tmp_path, f"{{inventory: {source}, {NAMES}}}", "test_a", files)
    assert (seen.status, seen.cause) == (Status.UNKNOWN, cause)
    assert said in seen.reason


def test_without_any_test_nothing_can_be_said(tmp_path: Path) -> None:
    seen = covered(tmp_path, f"{{inventory: [a], {NAMES}}}")
    assert (seen.status, seen.reason) == (Status.UNKNOWN, "no stage has left a test")
    where = site(tmp_path, stages=(builders.stage("unit"),))
    assert look("inventory", f"{{inventory: [a], {NAMES}}}", where).reason == "no test in any report of unit"


def test_a_file_for_each_item(tmp_path: Path) -> None:
    written = '{inventory: {glob: src/*.py}, files: "tests/**/test_{item}.py"}'
    files = {"src/a.py": "", "src/b.py": "", "tests/x/y/test_a.py": ""}
    assert covered(tmp_path, written, "", files).got == "1/2: missing b"


def test_either_a_test_or_a_file(tmp_path: Path) -> None:
    written = f'{{inventory: [a, b, c], {NAMES}, files: "docs/{{item}}.md"}}'
    assert covered(tmp_path, written, "test_a", {"docs/b.md": ""}).got == "2/3: missing c"
    assert covered(tmp_path, written, "", {"docs/b.md": ""}).got == "1/3: missing a, c"


def test_names_in_code_are_listed_in_the_env_example(tmp_path: Path) -> None:
    written = "{inventory: {code: src/**, regex: 'getenv\\(\"(\\w+)\"'}, listed-in: .env.example}"
    files = {"src/a.py": 'getenv("A")\ngetenv("B", "x")', ".env.example": "A=1\n# B=2\n"}
    seen = covered(tmp_path, written, "", files)
    assert (seen.status, seen.got) == (Status.FAILED, "1/2: missing B")

    files[".env.example"] = "A=1\nB=\n"
    assert covered(tmp_path, written, "", files).status is Status.PASSED

    files[".env.example"] = "A=1\nB\n"
    assert covered(tmp_path, written, "", files).reason == ".env.example:2: not of the form NAME=value"


def test_a_mention_is_a_whole_word(tmp_path: Path) -> None:
    written = "{inventory: [buy, sell], listed-in: docs/**}"
    assert covered(tmp_path, written, "", {"docs/a.md": "`buy`, seller"}).got == "1/2: missing sell"
    seen = covered(tmp_path, "{inventory: [buy], listed-in: doc/**}")
    assert (seen.status, seen.cause) == (Status.UNKNOWN, Cause.NO_MATCH)


def test_a_list_of_mentions_that_cannot_be_read(tmp_path: Path) -> None:
    root = tmp_path / "gate"
    root.mkdir()
    (tmp_path / "real").write_text("a")
    (root / "a.txt").symlink_to(tmp_path / "real")
    assert look("inventory", "{inventory: [a], listed-in: a.txt}", site(root)).cause is Cause.UNREADABLE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{inventory: [a]}", "nothing is asked for each item"),
        ("{inventory: [a], names: x}", "is the same for every item"),
        ("{inventory: {key: a}, names: '{item}'}", "it has no source"),
        ("{inventory: {file: a, glob: b}, names: '{item}'}", "`file` is the source already"),
        ("{inventory: {code: a}, names: '{item}'}", "nothing says what is an item in it"),
        ("{inventory: {file: a, key: b, regex: c}, names: '{item}'}", "`key` says already"),
        ("{inventory: {code: a, regex: '('}, names: '{item}'}", "is no pattern"),
    ],
)
def test_mistakes(written: str, said: str) -> None:
    assert said in mistakes("inventory", written)
