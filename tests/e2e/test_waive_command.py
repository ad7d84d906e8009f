"""`waive`: what the program offers can be typed, changes nothing else in the file, and can be undone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repository import SOURCES, Repository, junit

CONFIG = """\
# the gate of the shop
version: 1
stages:
  unit: {run: 'mkdir -p out; cp unit.xml.in out/unit.xml; exit 1', reports: out/unit.xml}

tests: {pass-rate: 100}   # all of them
"""
WHY = ("--reason", "the client is old", "--owner", "@me")


def day(offset: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(days=offset))


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    files = {"quality-gate.yml": CONFIG, "unit.xml.in": junit("a", "b!")}
    return Repository(tmp_path / "shop").write(files).commit()


def config(shop: Repository) -> str:
    return (shop.root / "quality-gate.yml").read_text(encoding="utf-8")


def waive(shop: Repository, *words: str) -> str:
    """Beside the record of the last run, which other commands of these tests begin without."""
    measuring = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "quality_gate", "waive", *words],
        cwd=shop.root,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "COLUMNS": "120", **measuring},
        check=False,
    )
    return done.stdout + done.stderr


def test_from_a_failing_test_to_a_waiver_and_back(shop: Repository) -> None:
    assert shop.gate("run").code == 1

    said = waive(shop, "add", "t::b", "--error", "broken", *WHY, "--issue", "x.example/1")
    assert said == f"quality-gate.yml: t::b is excused until {day(30)}\n"
    assert config(shop) == (
        f'{CONFIG}\nwaivers:\n  - tests: "t::b"\n    error: "broken"\n    reason: "the client is old"\n'
        f'    owner: "@me"\n    issue: "x.example/1"\n    added: {day(0)}\n    expires: {day(30)}\n'
    )
    ran = shop.gate("run")
    assert ran.record["verdict"]["decision"] == "READY WITH WARNINGS", ran.said
    assert waive(shop, "list").split("\n")[1].split() == [
        "t::b", "@me", "30", "days", "left", "used", "quality-gate.yml:9",
    ]  # fmt: skip
    assert waive(shop, "prune") == "nothing to prune\n"

    shop.write({"unit.xml.in": junit("a", "b"), "quality-gate.yml": config(shop).replace("exit 1", "exit 0")})
    assert shop.gate("run").record["waivers"][0]["state"] == "stale"
    assert waive(shop, "prune").endswith("1 waiver to delete: run again with --yes\n")
    assert waive(shop, "prune", "--yes").endswith("1 waiver deleted\n")
    assert config(shop) == CONFIG.replace("exit 1", "exit 0") + "\n"
    assert waive(shop, "list") == "no waivers\n"


def test_a_test_that_the_last_run_has_not_met_is_a_warning(shop: Repository) -> None:
    assert waive(shop, "add", "t::z", "--error", "broken", *WHY).count("\n") == 1  # no run, nobody knows
    shop.write({"quality-gate.yml": CONFIG, "unit.xml.in": junit("refund_twice", "pay*")})
    shop.gate("run", "--stage", "unit")

    told = waive(shop, "add", "t::refund_twise", "--error", "broken", *WHY)
    assert told.endswith(
        "warning: the last run (partial: unit) has no test that fits t::refund_twise; "
        "did you mean t::refund_twice?\n"
    )
    assert "t::refund_twise" in config(shop)
    far = waive(shop, "add", "zzz", "--error", "broken", *WHY)
    assert far.endswith("has no test that fits zzz\n")
    for known in ("t::refund_twice", "t::pay\\*", "t::**"):
        assert "warning" not in waive(shop, "add", known, "--error", "broken", "--max-matches", "9", *WHY)
    assert "warning" not in waive(shop, "add", "lock_p95", "--kind", "metrics", *WHY)


def test_a_file_of_their_own_is_the_one_that_is_written(shop: Repository) -> None:
    own = {"waivers.yml": "version: 1\n", "quality-gate.yml": f"{CONFIG}waivers: {{file: waivers.yml}}\n"}
    before = config(shop.write(own))

    waive(shop, "add", "t::b", "--error", "broken", *WHY, "--expires", day(9))
    waive(shop, "add", "lock_p95", "--kind", "metrics", *WHY, "--expires", day(3))
    assert config(shop) == before
    assert [line.split()[-1] for line in waive(shop, "list").splitlines()[1:]] == [
        "waivers.yml:4",
        "waivers.yml:10",
    ]
    text = (shop.root / "waivers.yml").read_text(encoding="utf-8")
    shop.write(
        {"waivers.yml": text.replace(day(9), day(-1)).replace(f"added: {day(0)}", f"added: {day(-2)}")}
    )
    assert "expired 1 day ago" in waive(shop, "prune", "--yes")
    assert "t::b" not in (shop.root / "waivers.yml").read_text(encoding="utf-8")
    assert "lock_p95" in waive(shop, "list")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add",), "no name is given"),
        (("add", "t::b", *WHY), "`error` is missing"),
        (("add", "t::b", "--error", "broken"), "`reason` is missing"),
        (("add", "t::b", "--error", "broken", "--reason", "", "--owner", "@me"), "`reason` is missing"),
        (("add", "t::b", "--error", "broken", "--reason", " " * 20, "--owner", "@me"), "the text is empty"),
        (("add", "t::b", "--error", "broken", *WHY, "--expires", day(-1)), "is over"),
        (("add", "t::b", "--error", "broken", "--reason", "…", "--owner", "@…"), "'…' is no reason"),
        (("add", "t::*", "--error", "broken", *WHY), "must say how many"),
        (("add", "t::b", "--error", "broken", *WHY, "--max-matches", "0"), "0 is less than 1"),
        (("add", "t::b", "--error", "broken", *WHY, "--expires", "soon"), "'soon' is no day"),
        (("add", "t::b", "--error", "broken", *WHY, "--expires", "2026-02-31"), "'2026-02-31' is no day"),
        (("add", "t::b", "--error", "broken", *WHY, "--expires", "2020-01-01"), "2020-01-01 is over"),
        (("add", "t::b", "--error", "broken", *WHY, "--expires", day(91)), "91 days after"),
        (("list", "t::b"), "list takes no name"),
    ],
)
def test_what_would_be_a_mistake_is_not_written(
    shop: Repository, words: tuple[str, ...], message: str
) -> None:
    ran = shop.gate("waive", *words)

    assert (ran.code, message in " ".join(ran.err.split())) == (2, True), ran.said
    assert config(shop) == CONFIG


def test_twice_the_same_is_refused(shop: Repository) -> None:
    assert shop.gate("waive", "add", "t::b", "--error", "broken", *WHY).code == 0
    again = shop.gate("waive", "add", "t::b", "--error", "broken", *WHY)

    assert again.code == 2
    assert "the same waiver as in line 9" in again.err


def test_without_a_configuration_there_is_nothing_to_write_to(tmp_path: Path) -> None:
    bare = Repository(tmp_path / "bare").commit()

    assert "run `quality-gate init`" in bare.gate("waive", "list").err


def test_through_a_link_the_file_itself_is_written(shop: Repository) -> None:
    (shop.root / "real.yml").write_text("version: 1\n", encoding="utf-8")
    (shop.root / "waivers.yml").symlink_to("real.yml")
    shop.write({"quality-gate.yml": f"{CONFIG}waivers: {{file: waivers.yml}}\n"})

    assert shop.gate("waive", "add", "t::b", "--error", "broken", *WHY).code == 0
    assert (shop.root / "waivers.yml").is_symlink()
    assert "t::b" in (shop.root / "real.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "record", ["", "[]", "{", '{"waivers": {}}', '{"waivers": [1, {"state": []}]}', "[" * 9999]
)
def test_a_strange_record_is_no_record(shop: Repository, record: str) -> None:
    waive(shop, "add", "t::b", "--error", "broken", *WHY)
    shop.write({"quality-gate/record.json": record})

    assert "not known" in waive(shop, "list")
