"""unittest: run as it is; it writes no report, and the configuration says what to add."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.python_signs import other_runner, why_pytest
from quality_gate.init.repository import Repository

_TEST_FILE: Final = re.compile(r"(?:^|/)test[^/]*\.py\Z")
_COMMENTS: Final = (
    "unittest writes no report, so only the exit code is judged here. pytest runs the",
    "same tests and writes one: pip install pytest, then",
    "  run: pytest --junitxml=out/unit.xml",
    "  reports: out/unit.xml",
)


def find(repository: Repository) -> Proposal | None:
    tests = [path for path in repository.paths if _TEST_FILE.search(path)]
    if not tests or why_pytest(repository) or other_runner(repository):
        return None
    top = next((top for top in ("tests", "test") if any(path.startswith(f"{top}/") for path in tests)), "")
    where = f" -s {top}" if top else ""
    where += " -t ." if top and repository.has(f"{top}/__init__.py") else ""
    run = f"python -m unittest discover{where}"
    return Proposal(found=f"unittest ({tests[0]})", stages=(Stage(name="unit", run=run, comments=_COMMENTS),))
