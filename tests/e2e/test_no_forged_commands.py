"""Whatever a report says, nothing that is printed is a command for the workflow's runner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repository import Repository, leaves

FORGED = (
    "x&#10;::error file=README.md::forged&#10;  ::set-output name=ready::true&#10;##[error]forged"
    "&#10;say ##[add-mask]a&#10;#\u200b#\u0301[error]hidden&#10;PASSED\u00a0(quick)&#10;FAILED  (x)"
)
REPORT = (
    '<testsuite name="##[group]s"><testcase classname="t" name="##[error]a">'
    f'<failure message="{FORGED}">{FORGED}</failure></testcase></testsuite>'
)
CONFIG = f"""\
version: 1
stages:
  unit:
    run: |
      {leaves("out/u.xml", REPORT)}; printf '::error::x\\n##[error]y\\nPASSED\\302\\240(quick)\\n'; exit 1
    reports: out/u.xml
"""


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    config = CONFIG.replace("\n" + REPORT, "\n      " + REPORT).replace("\nEND", "\n      END\n      ")
    return Repository(tmp_path / "shop").write({"quality-gate.yml": config.replace("      ; ", "      ")})


def commands(text: str) -> list[str]:
    """What the runner would act upon, in any line; our own groups and annotations aside."""
    ours = ("::group::", "::endgroup::", "::error title=", "::error file=t.py")
    found = []
    for line in text.splitlines():
        seen = "".join(char for char in line if char.isascii()).strip()
        if "##[" in seen or (seen.startswith("::") and not seen.startswith(ours)):
            found.append(line)
    return found


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_no_format_of_a_run_forges_a_command(shop: Repository, form: str) -> None:
    ran = shop.commit().gate("run", "--format", form, env={"GITHUB_ACTIONS": "true"})

    assert ran.code == 1, ran.said
    assert "[error]a" in ran.out
    assert commands(ran.said) == []


def test_reading_forges_none(shop: Repository) -> None:
    shop.write({"u.xml": REPORT, "##[error]b.xml": "<no"})
    for form in ("text", "json"):
        ran = shop.gate("read", "--format", form, "u.xml", "##[error]b.xml")

        assert ran.code == 1
        assert commands(ran.said) == []


def test_in_json_the_values_are_the_same(shop: Repository) -> None:
    ran = shop.commit().gate("run", "--format", "json")
    cases: list[dict[str, Any]] = json.loads(ran.out)["tests"]["stages"][0]["others"]

    assert json.loads(ran.out) == ran.record
    assert [case["name"] for case in cases] == ["##[error]a"]
    (line,) = shop.gate("read", "--format", "json", "##[error]b.xml").out.splitlines()
    assert json.loads(line)["path"] == "##[error]b.xml"


def test_a_wrong_command_line_forges_none(shop: Repository) -> None:
    for words in (["run", "--x\n::error::y"], ["##[error]x"], ["run", "--config", "::error::x"]):
        ran = shop.gate(*words)

        assert ran.code == 2
        assert commands(ran.said) == []


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_there_is_no_second_verdict(shop: Repository, form: str) -> None:
    out = " ".join(shop.commit().gate("run", "--format", form).out.split())

    assert "Passed (quick)" in out
    assert "PASSED (" not in out and "FAILED (" not in out
