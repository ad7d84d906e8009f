"""Sees whether a server's certificate is trusted, is for its host, and lasts for some more days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from quality_gate.bind.values import AtLeastCount, setting
from quality_gate.model.probes import Sighting
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Problem, Status
from quality_gate.model.wording import plural
from quality_gate.probes.address import address_mistakes, address_of
from quality_gate.probes.answers import unknown
from quality_gate.probes.patterns import Mistakes
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.unanswered import unanswered
from quality_gate.world.sockets import certificate_of
from quality_gate.world.unreachable import Unreachable

NAME: Final = "tls"
_DAY: Final = 86_400


@dataclass(frozen=True, kw_only=True)
class TlsSettings(LiveSettings):
    tls: str = setting(doc="A host and its port; IPv6 in brackets.", example='"example.com:443"')
    days_left: AtLeastCount = setting(
        default=Limit(recommended=Fraction(14)),
        doc="How many days the certificate must still last; default: 14 are recommended.",
        example="{required: 3, recommended: 14}",
    )
    ca: str = setting(
        default="", doc="A file of certificates to trust instead of the system's.", example="certs/ca.pem"
    )

    def mistakes(self) -> Mistakes:
        yield from address_mistakes("tls", self.tls)


SETTINGS: Final = TlsSettings


def look(settings: TlsSettings, site: Site) -> Sighting:
    expected = _expected(settings.days_left)
    address = address_of(settings.tls)
    if address is None:
        reason = f"{settings.tls!r} is no host with a port"
        return unknown(Problem(Cause.ENVIRONMENT, reason, "correct the target"), expected)
    if settings.ca and not site.world.files.exists(settings.ca):
        return unknown(
            Problem(Cause.ENVIRONMENT, f"there is no file {settings.ca}", "correct `ca:`"), expected
        )
    authorities = str(site.world.files.path(settings.ca)) if settings.ca else ""
    try:
        certificate = certificate_of(*address, float(site.timeout), authorities)
    except Unreachable as problem:
        return unanswered(
            expected, settings.tls, problem, site, "mend the certificate: its chain, its names, or its dates"
        )
    now = int(datetime.fromisoformat(site.world.clock.now()).timestamp())
    return _judged(settings, (certificate.expires - now) // _DAY, expected)


def _judged(settings: TlsSettings, days: int, expected: str) -> Sighting:
    limit, status, short = settings.days_left, Status.PASSED, Fraction(0)
    if limit.recommended is not None and days < limit.recommended:
        status, short = Status.WARNED, limit.recommended - days
    if limit.required is not None and days < limit.required:
        status, short = Status.FAILED, limit.required - days
    good = status is Status.PASSED
    return Sighting(
        status=status,
        expected=expected,
        got=f"trusted, {plural(days, 'day')} left",
        distance="" if good else f"{plural(int(short), 'day')} short",
        reason=""
        if good
        else f"the certificate of {settings.tls} lasts for {plural(days, 'more day', 'more days')}",
        next="" if good else "renew the certificate",
    )


def _expected(limit: Limit) -> str:
    parts = ["trusted"]
    parts += [f"≥ {plural(int(limit.required), 'day')} left"] if limit.required is not None else []
    if limit.recommended is not None:
        parts.append(f"recommended ≥ {plural(int(limit.recommended), 'day')} left")
    return ", ".join(parts)
