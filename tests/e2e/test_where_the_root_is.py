"""The root is the folder where the configuration, or a link to it, stands; wherever the user stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import Repository, junit, leaves

RUN = leaves("out/u.xml", junit("a")).replace("\n", "\n      ")
GREEN = f"version: 1\nstages:\n  unit:\n    run: |\n      {RUN}\n    reports: out/u.xml\n"


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop")


def test_a_link_stands_where_it_stands(shop: Repository) -> None:
    shop.write({"shared/q.yml": GREEN, "services/api/a.py": ""})
    (shop.root / "quality-gate.yml").symlink_to("shared/q.yml")
    (shop.root / "services" / "api" / "quality-gate.yml").symlink_to("../../shared/q.yml")
    shop.commit()

    ran = shop.gate("run")
    assert ran.code == 0, ran.said
    assert ran.record["policy"]["config"] == "quality-gate.yml"
    assert ran.record["gate"] == "shop"
    assert not (shop.root / "shared" / "quality-gate").exists()

    assert shop.gate("run", "-C", "services/api").out.split()[1] == "api"
    assert (shop.root / "services" / "api" / "quality-gate" / "record.json").exists()


def test_the_github_folder_is_the_root_also_by_a_link(shop: Repository) -> None:
    shop.write({"shared/quality-gate.yml": GREEN}).commit()
    (shop.root / ".github").symlink_to("shared")

    for words in (
        [],
        ["--config", ".github/quality-gate.yml"],
        ["--config", ".github/../shared/../.github/quality-gate.yml"],
    ):
        ran = shop.gate("run", *words)

        assert ran.code == 0, ran.said
        assert ran.record["policy"]["config"] == ".github/quality-gate.yml"


def test_from_a_folder_below_the_repositorys_configuration_is_found(shop: Repository) -> None:
    shop.write({"quality-gate.yml": GREEN, "deep/down/a.py": ""}).commit()
    ran = shop.gate("run", "-C", "deep/down")

    assert ran.code == 0, ran.said
    assert (ran.record["gate"], ran.record["policy"]["config"]) == ("shop", "quality-gate.yml")
    assert (shop.root / "out" / "u.xml").exists()


def test_a_configuration_elsewhere_works_in_its_own_folder(shop: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other").write({"quality-gate.yml": GREEN}).commit()
    shop.commit()
    ran = shop.gate("run", "--config", "../other/quality-gate.yml")

    assert ran.code == 0, ran.said
    assert ran.out.split()[1] == "other"
    assert (other.root / "quality-gate" / "record.json").exists()
    assert not (shop.root / "quality-gate").exists()


def test_mistakes_name_the_file_as_seen_from_where_the_user_stands(shop: Repository, tmp_path: Path) -> None:
    shop.write({"services/api/quality-gate.yml": "version: 2\n", "quality-gate.yml": "version: 2\n"})
    (tmp_path / "bad.yml").write_text("version: 2\n", encoding="utf-8")

    assert "\n  services/api/quality-gate.yml:1:" in shop.gate("run", "-C", "services/api").err
    assert "\n  quality-gate.yml:1:" in shop.gate("run").err
    assert f"\n  {tmp_path}/bad.yml:1:" in shop.gate("run", "--config", "../bad.yml").err


def test_the_nearest_configuration_above_is_the_one_that_counts(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "mono").write(
        {"api/quality-gate.yml": "version: 1\nname: api\nstages: {unit: {run: 'false'}}", "api/src/a.py": ""}
    )
    repository.commit()

    ran = repository.gate("run", "-C", "api/src")
    assert (ran.code, ran.out.splitlines()[0].split("  ")[0]) == (1, "NOT READY")
    assert "api" in ran.out


def test_gates_further_down_are_not_overlooked(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "mono").write({"api/quality-gate.yml": "version: 1"}).commit()
    ran = repository.gate("run")

    assert ran.code == 2
    assert "further down there are: api/quality-gate.yml" in ran.err


def test_a_folder_named_like_the_configuration_is_no_configuration(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "odd").write({"quality-gate.yml/keep": ""}).commit()

    assert repository.gate("run").code == 2
