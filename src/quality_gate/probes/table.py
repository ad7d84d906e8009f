"""Every kind of probe there is. A new one is one file and one row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quality_gate.probes import (
    boxes,
    changed,
    changelog,
    code,
    command,
    equal,
    expect,
    generated,
    http,
    inventory,
    logs,
    same,
    secrets,
    tcp,
    tls,
)
from quality_gate.probes.probe import Probe

_ALL: Final[tuple[Probe, ...]] = (
    http,
    tcp,
    tls,
    command,
    same,
    expect,
    equal,
    logs,
    code,
    inventory,
    changed,
    generated,
    changelog,
    secrets,
    boxes,
)
PROBES: Final[Mapping[str, Probe]] = {probe.NAME: probe for probe in _ALL}
