"""The gate deletes and writes in its own folder only, wherever a link would lead it."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import Repository, junit, leaves

RUN = leaves("out/u.xml", junit("a")).replace("\n", "\n      ")
GREEN = f"version: 1\nstages:\n  unit:\n    run: |\n      {RUN}\n    reports: out/u.xml\n"
COMMANDS = (["run"], ["check"], ["conclude"], ["stage", "unit"], ["run", "--no-verdict"])


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    for kept in ("envelopes/unit/kept.txt", "unit/kept.txt", "kept.txt"):
        (tmp_path / "victim" / kept).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "victim" / kept).write_text("kept", encoding="utf-8")
    return Repository(tmp_path / "shop").write({"quality-gate.yml": GREEN})


def files(shop: Repository) -> list[str]:
    victim = shop.root.parent / "victim"
    return sorted(path.relative_to(victim).as_posix() for path in victim.rglob("*"))


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("link", ["quality-gate", "quality-gate/envelopes", "quality-gate/.gitignore"])
def test_a_link_is_refused_before_anything_is_deleted(shop: Repository, words: list[str], link: str) -> None:
    target = shop.root.parent / "victim" / ("new.txt" if link.endswith("ignore") else "")
    (shop.root / link).parent.mkdir(exist_ok=True)
    (shop.root / link).symlink_to(target)
    (shop.root / "quality-gate" / "envelopes").mkdir(exist_ok=True)
    before = files(shop)
    ran = shop.gate(*words)

    assert ran.code == 3, ran.said
    assert f"{link} is a link" in ran.err
    assert "Traceback" not in ran.said
    assert files(shop) == before


@pytest.mark.parametrize("link", ["unit", "unit/log.txt"])
def test_a_link_among_the_envelopes_is_refused_where_they_are_kept(shop: Repository, link: str) -> None:
    before = files(shop)
    path = shop.root / "quality-gate" / "envelopes" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(shop.root.parent / "victim" / link)
    ran = shop.gate("stage", "unit")

    assert ran.code == 3, ran.said
    assert files(shop) == before


def test_a_run_clears_links_among_old_envelopes_and_follows_none(shop: Repository) -> None:
    before = files(shop)
    (shop.root / "quality-gate" / "envelopes").mkdir(parents=True)
    (shop.root / "quality-gate" / "envelopes" / "unit").symlink_to(shop.root.parent / "victim" / "unit")

    assert shop.commit().gate("run").code == 0
    assert files(shop) == before
