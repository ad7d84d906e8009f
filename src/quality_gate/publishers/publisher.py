"""What an outlet is made of: a name in the configuration, and something that leaves a trace somewhere."""

from __future__ import annotations

from typing import Protocol

from quality_gate.model.report import Report
from quality_gate.world.world import World


class Publisher(Protocol):
    """A module, or a frozen dataclass where the outlet has settings: these are its fields.

    Where there is no such place (a job summary on a laptop) it does nothing. A GateError or an OSError
    says that there is one, and that it refused. Publishing twice does no harm.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802 (a constant of the module)

    def publish(self, report: Report, world: World) -> None: ...
