"""Says which permission a token lacks, where GitHub only says that something is not accessible."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quality_gate.model.errors import NotAllowed
from quality_gate.model.subject import Subject
from quality_gate.world.github_answer import Refused

_HIDDEN = 404  # what must not even be known to be there


@contextmanager
def allowed(permission: str, what: str, subject: Subject) -> Iterator[None]:
    """`with allowed("pull-requests", "the comment was not posted", subject):`."""
    try:
        yield
    except Refused as refused:
        if not (refused.not_permitted or refused.status == _HIDDEN):
            raise
        if subject.fork:
            remedy = "the token of a pull request from a fork only reads; the job summary says it all"
        else:
            remedy = f"give the job `permissions: {{{permission}: write}}`; the job summary says it all"
        raise NotAllowed(f"{what}: this token lacks `{permission}: write`", remedy) from None
