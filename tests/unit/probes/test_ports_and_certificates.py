"""What TCP and TLS probes see, with real servers."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from looks import mistakes, seen, site
from quality_gate.model.verdict import Cause, Status
from quality_gate.probes.address import address_of
from quality_gate.world.clock import Clock
from serving import OPENSSL, certificate, closed_port, expired_certificate, serving, showing, silent


class AnHourLater(Clock):
    """The last day of a certificate made in this second has begun."""

    def now(self) -> str:
        return (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl to make a certificate with")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost:80", ("localhost", 80)),
        ("10.0.0.1:65535", ("10.0.0.1", 65535)),
        ("[::1]:443", ("::1", 443)),
        ("[fe80::1%eth0]:443", ("fe80::1%eth0", 443)),
        ("localhost", None),
        ("localhost:", None),
        ("localhost:0", None),
        ("localhost:65536", None),
        ("::1:80", None),
        ("http://x:80", None),
    ],
)
def test_addresses(text: str, address: tuple[str, int] | None) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize("kind", ["tcp", "tls"])
def test_an_address_without_a_port_is_a_mistake_unless_the_target_has_it(kind: str, tmp_path: Path) -> None:
    assert mistakes(f"{{{kind}: localhost}}") == [f"{kind}: 'localhost' is no host with a port"]
    assert mistakes(f'{{{kind}: "{{host}}:{{port}}"}}') == []
    found = seen(f'{{{kind}: "{{host}}:80x"}}', site(tmp_path))
    assert (found.status, found.cause) == (Status.UNKNOWN, Cause.ENVIRONMENT)
    assert found.reason == "'{host}:80x' is no host with a port"


def test_a_port_that_somebody_listens_at(tmp_path: Path) -> None:
    with serving(silent) as port:
        found = seen(f'{{tcp: "127.0.0.1:{port}"}}', site(tmp_path))

    assert (found.status, found.expected, found.got) == (Status.PASSED, "connected", "connected")


def test_a_port_of_ipv6(tmp_path: Path) -> None:
    with serving(silent, family=socket.AF_INET6) as port:
        assert seen(f'{{tcp: "[::1]:{port}"}}', site(tmp_path)).status is Status.PASSED


def test_ways_of_not_being_there_are_told_apart(tmp_path: Path) -> None:
    refused = seen(f'{{tcp: "127.0.0.1:{closed_port()}"}}', site(tmp_path))
    nobody = seen('{tcp: "nobody.invalid:80"}', site(tmp_path, timeout=Fraction(20)))

    assert (refused.status, refused.got) == (Status.FAILED, "connection refused")
    assert (nobody.status, nobody.got) == (Status.FAILED, "no such host")
    assert refused.next != nobody.next


def test_a_black_hole_takes_no_more_than_its_time(tmp_path: Path) -> None:
    # A full queue of waiting connections: the kernel leaves further ones without an answer.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        found = seen(f'{{tcp: "127.0.0.1:{port}"}}', site(tmp_path, timeout=Fraction(1, 2)))
        for one in waiting:
            one.close()

    assert (found.status, found.got) == (Status.FAILED, "timed out after 0.5 s")
    assert found.next == "see whether a firewall drops it, or raise `timeout:`"


@needs_openssl
@pytest.mark.parametrize(
    ("days", "limit", "status", "got", "distance"),
    [
        (90, "", Status.PASSED, "trusted, 89 days left", ""),
        (6, "", Status.WARNED, "trusted, 5 days left", "9 days short"),
        (6, ", days-left: 14", Status.FAILED, "trusted, 5 days left", "9 days short"),
        (
            6,
            ", days-left: {required: 3, recommended: 14}",
            Status.WARNED,
            "trusted, 5 days left",
            "9 days short",
        ),
        (
            6,
            ", days-left: {required: 6, recommended: 14}",
            Status.FAILED,
            "trusted, 5 days left",
            "1 day short",
        ),
        (6, ", days-left: 5", Status.PASSED, "trusted, 5 days left", ""),
    ],
)
def test_days_that_are_left(
    tmp_path: Path, days: int, limit: str, status: Status, got: str, distance: str
) -> None:
    file, where = certificate(tmp_path, days), site(tmp_path)
    later = replace(where, world=replace(where.world, clock=AnHourLater()))
    with serving(silent, showing(file)) as port:
        found = seen(f'{{tls: "127.0.0.1:{port}", ca: {file.name}{limit}}}', later)

    assert (found.status, found.got, found.distance) == (status, got, distance)
    assert (found.next == "renew the certificate") is (status is not Status.PASSED)


@needs_openssl
def test_a_certificate_that_is_not_trusted_is_of_another_host_or_is_none(tmp_path: Path) -> None:
    where, other = site(tmp_path, timeout=Fraction(2)), certificate(tmp_path, 90, "other.example")
    with serving(silent, showing(other)) as port:
        stranger = seen(f'{{tls: "127.0.0.1:{port}"}}', where)
        renamed = seen(f'{{tls: "127.0.0.1:{port}", ca: {other.name}}}', where)
    with serving(lambda connection, _: connection.sendall(b"hello"), None) as port:
        plain = seen(f'{{tls: "127.0.0.1:{port}"}}', where)

    assert stranger.got == "TLS trouble: self-signed certificate"
    assert renamed.got.startswith("TLS trouble: IP address mismatch")
    assert plain.got == "TLS trouble: wrong version number"
    assert stranger.next == "mend the certificate: its chain, its names, or its dates"
    assert stranger.expected == "trusted, recommended ≥ 14 days left"


@needs_openssl
def test_a_certificate_that_has_expired(tmp_path: Path) -> None:
    file = expired_certificate(tmp_path)
    with serving(silent, showing(file)) as port:
        found = seen(f'{{tls: "127.0.0.1:{port}", ca: {file.name}}}', site(tmp_path))

    assert (found.status, found.got) == (Status.FAILED, "TLS trouble: certificate has expired")


def test_tls_where_nobody_is_and_an_authority_that_is_not_there(tmp_path: Path) -> None:
    refused = seen(f'{{tls: "127.0.0.1:{closed_port()}", days-left: 3}}', site(tmp_path))
    missing = seen('{tls: "127.0.0.1:1", ca: none.pem}', site(tmp_path))

    assert (refused.got, refused.expected) == ("connection refused", "trusted, ≥ 3 days left")
    assert (missing.cause, missing.reason) == (Cause.ENVIRONMENT, "there is no file none.pem")
