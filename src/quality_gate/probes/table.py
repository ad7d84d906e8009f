"""Every kind of probe there is. A new one is one file and one row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quality_gate.probes.probe import Probe

_ALL: Final[tuple[Probe, ...]] = ()
PROBES: Final[Mapping[str, Probe]] = {probe.NAME: probe for probe in _ALL}
