"""Every outlet there is. A new one is one file and one row here."""

from collections.abc import Mapping
from typing import Final

from quality_gate.publishers import annotations, cobertura, console, junit, metrics, outputs, record, summary
from quality_gate.publishers.publisher import Publisher

_ALL: Final[tuple[tuple[Publisher, bool], ...]] = (  # the outlet, and whether it is used unasked
    (console, True),
    (summary, True),
    (annotations, True),
    (outputs, True),
    (record, True),
    (junit, False),
    (cobertura, False),
    (metrics, False),
)
PUBLISHERS: Final[Mapping[str, Publisher]] = {publisher.NAME: publisher for publisher, _ in _ALL}
DEFAULT: Final[tuple[str, ...]] = tuple(publisher.NAME for publisher, unasked in _ALL if unasked)
