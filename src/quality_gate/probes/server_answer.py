"""What a server answers, as text, for a probe that compares values."""

from __future__ import annotations

from quality_gate.model.verdict import Cause, Problem
from quality_gate.probes.probe import Site
from quality_gate.world.http import MOST, Question, ask
from quality_gate.world.unreachable import Unreachable


def answer_of(address: str, site: Site) -> str | Problem:
    """Only a whole answer that says that all is well is one."""
    try:
        answer = ask(Question(url=address, timeout=float(site.timeout), redirects=True, most=MOST))
    except Unreachable as problem:
        return Problem(Cause.MISSING, f"{address}: {problem}", "see whether the server is up, and reachable")
    if not 200 <= answer.status < 300:
        return Problem(Cause.UNREADABLE, f"{address} answered {answer.status}", "see the server's log")
    if answer.cut:
        return Problem(Cause.UNREADABLE, f"{address} answered more than is read", "ask for less")
    return answer.body.decode("utf-8-sig", "replace")
