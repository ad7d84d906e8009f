"""What may be written for a probe: one record for each kind, told apart by the kind's own word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

from quality_gate.bind.vocabulary import KindKeys
from quality_gate.probes.settings import Planned, ProbeSettings


def _kinds() -> Iterator[tuple[str, type]]:
    from quality_gate.probes.table import PROBES  # imported late: most configurations have no probe

    return ((name, kind.SETTINGS) for name, kind in PROBES.items())


WrittenProbe: Final = Annotated[Any, KindKeys(_kinds)]


def planned(name: str, settings: ProbeSettings) -> Planned:
    from quality_gate.probes.table import PROBES

    kind = next(word for word, one in PROBES.items() if one.SETTINGS is type(settings))
    return Planned(name, kind, settings)
