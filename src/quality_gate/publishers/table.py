"""Every outlet there is. A new one is one file and one row here."""

from collections.abc import Mapping
from typing import Final

from quality_gate.publishers import annotations, console, outputs, record, summary
from quality_gate.publishers.publisher import Publisher

_ALL: Final[tuple[Publisher, ...]] = (
    console,
    summary,
    annotations,
    outputs,
    record,
)
PUBLISHERS: Final[Mapping[str, Publisher]] = {publisher.NAME: publisher for publisher in _ALL}
