"""tox and nox: run as they are, where nothing else is known about the tests."""

from __future__ import annotations

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.python_signs import other_runner, why_pytest
from quality_gate.init.repository import Repository

_TOOLS = {"tox": "tox -- --junitxml=out/unit.xml", "nox": "nox -- --junitxml=out/unit.xml"}


def find(repository: Repository) -> Proposal | None:
    tool = other_runner(repository)
    if not tool:
        return None
    if why_pytest(repository):
        return Proposal(found=f"{tool} (left out: it would run the same tests again)")
    comments = (
        f"If {tool} hands its arguments on to pytest, a report can be had:",
        f"  run: {_TOOLS[tool]}",
        "  reports: out/unit.xml",
    )
    return Proposal(found=tool, stages=(Stage(name="unit", run=tool, comments=comments),))
