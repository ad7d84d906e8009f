"""What another run of a workflow on GitHub has left as an artifact."""

from __future__ import annotations

from typing import Any, Final

from quality_gate.model.errors import CannotWork, NotAllowed
from quality_gate.model.wording import size_text
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import Refused, known

MOST: Final = 64 << 20  # bytes, packed
_REFUSED: Final = (401, 403, 404)


def artifact_of(github: GitHub, run: int, name: str) -> bytes:
    """The newest of this name: a run that was started again leaves one for each attempt."""
    try:
        found = list(github.pages(f"actions/runs/{run}/artifacts", "artifacts", name=name))
        fitting = [one for one in found if _usable(one, name)]
        if not fitting:
            remedy = (
                f"let the run upload the folder quality-gate/ as the artifact `{name}`, also when it fails"
            )
            raise CannotWork(f"run {run} left no artifact `{name}`", remedy)
        newest = max(fitting, key=lambda one: known(one, "id", int))
        size = newest.get("size_in_bytes")
        if isinstance(size, int) and size > MOST:
            raise CannotWork(f"the artifact `{name}` of run {run} is larger than {size_text(MOST)}")
        return github.download(f"actions/artifacts/{newest['id']}/zip", MOST)
    except Refused as refused:
        if refused.status not in _REFUSED:
            raise
        what = f"the artifact of run {run} cannot be had: this token lacks `actions: read`"
        raise NotAllowed(what, "give the job `permissions: {actions: read}`") from None


def _usable(one: Any, name: str) -> bool:
    return isinstance(one, dict) and one.get("name") == name and one.get("expired") is not True
