"""A change of certain files makes a stage required."""

from __future__ import annotations

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.context import Context
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.impact import impact_of
from quality_gate.model.verdict import Level
from quality_gate.plan.make import make_plan
from quality_gate.plan.wishes import Wishes

TEXT = """\
version: 1
stages:
  unit: {run: make}
  mcp: {run: make mcp, level: optional, required-for: [mcp_bridge/**, "!**/*.md"]}
"""


@pytest.mark.parametrize(
    ("touched", "level", "said"),
    [
        (("src/a.py",), Level.OPTIONAL, ()),
        ((), Level.OPTIONAL, ()),
        (("mcp_bridge/README.md",), Level.OPTIONAL, ()),
        (
            ("src/a.py", "mcp_bridge/tool.py"),
            Level.REQUIRED,
            ("stage mcp is required: this change touches mcp_bridge/tool.py",),
        ),
        (None, Level.REQUIRED, ("stage mcp is required: nobody knows what this change touches",)),
    ],
)
def test_what_this_change_makes_required(
    touched: tuple[str, ...] | None, level: Level, said: tuple[str, ...]
) -> None:
    context = Context(gate="api", config="quality-gate.yml")
    plan = make_plan(assemble(load(TEXT, "x"), "x"), context, Wishes(touched=touched), ())

    (rule,) = [rule for rule in plan.rules if rule.about.rule == "stages.mcp"]
    (job,) = [job for job in plan.jobs if job.stage == "mcp"]
    assert (rule.about.level, job.level) == (level, level)
    assert plan.notices == said


def test_a_required_stage_is_required_anyway() -> None:
    with pytest.raises(ConfigMistakes) as caught:
        assemble(load(TEXT.replace("level: optional, ", ""), "x"), "x")

    assert caught.value.mistakes[0].key == "stages.mcp.required-for"


def test_the_impact_of_a_change() -> None:
    names = {
        "requirements.txt": 2,
        "web/package.json": 0,
        "src/db/migrations/0004_add.py": 3,
        ".github/workflows/ci.yml": 1,
        "src/a.py": 2,
    }
    files = {name: ChangedFile(change=Change.EDITED, lines=lines) for name, lines in names.items()}

    folders = ".github/workflows, the top folder, src, src/db/migrations, web"
    assert impact_of(Changes(base="4f2a91c77", files=files)) == (
        f"this change reaches 5 files since 4f2a91c, in {folders}",
        "this change touches dependencies: requirements.txt (1 line added or edited), web/package.json",
        "this change touches database migrations: src/db/migrations/0004_add.py (2 lines added or edited)",
        "this change touches the pipeline and its secrets: .github/workflows/ci.yml (1 line added or edited)",
    )
    assert impact_of(Changes(base="x")) == ()
    plain = Changes(base="4f2a91c", files={"src/a.py": files["src/a.py"]})
    assert impact_of(plain) == ("this change reaches 1 file since 4f2a91c, in src",)
