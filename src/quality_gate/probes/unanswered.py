"""What a probe says of something that does not answer, with a hint for each way of it."""

from __future__ import annotations

from typing import Final

from quality_gate.model.probes import Sighting
from quality_gate.model.wording import duration_text
from quality_gate.probes.answers import Shortfall, failed
from quality_gate.probes.probe import Site
from quality_gate.world.unreachable import Trouble, Unreachable

_HINTS: Final = {
    Trouble.REFUSED: "see whether the server is up, and whether it listens at this port",
    Trouble.TIMED_OUT: "see whether a firewall drops it, or raise `timeout:`",
    Trouble.NO_SUCH_HOST: "correct the name of the host, or see whether its DNS entry is there",
    Trouble.TLS: "see its certificate: a `tls` probe tells chain, host and days left",
    Trouble.UNREACHABLE: "see whether this machine has a way to that network",
    Trouble.BROKEN: "see the server's log",
}


def unanswered(expected: str, what: str, problem: Unreachable, site: Site, hint: str = "") -> Sighting:
    """`hint` comes before the usual one where TLS is the trouble."""
    timed_out = problem.trouble is Trouble.TIMED_OUT
    got = f"timed out after {duration_text(site.timeout)}" if timed_out else str(problem)
    following = (hint if problem.trouble is Trouble.TLS else "") or _HINTS[problem.trouble]
    return failed(expected, got, Shortfall(reason=f"{what}: {got}", next=following))
