"""Sees whether somebody listens at a port."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import setting
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem
from quality_gate.probes.address import address_mistakes, address_of
from quality_gate.probes.answers import passed, unknown
from quality_gate.probes.patterns import Mistakes
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.unanswered import unanswered
from quality_gate.world.sockets import connect
from quality_gate.world.unreachable import Unreachable

NAME: Final = "tcp"


@dataclass(frozen=True, kw_only=True)
class TcpSettings(LiveSettings):
    tcp: str = setting(doc="A host and its port; IPv6 in brackets.", example='"localhost:50051"')

    def mistakes(self) -> Mistakes:
        yield from address_mistakes("tcp", self.tcp)


SETTINGS: Final = TcpSettings


def look(settings: TcpSettings, site: Site) -> Sighting:
    address = address_of(settings.tcp)
    if address is None:
        reason = f"{settings.tcp!r} is no host with a port"
        return unknown(Problem(Cause.ENVIRONMENT, reason, "correct the target"), "connected")
    try:
        connect(*address, float(site.timeout))
    except Unreachable as problem:
        return unanswered("connected", settings.tcp, problem, site)
    return passed("connected", "connected")
