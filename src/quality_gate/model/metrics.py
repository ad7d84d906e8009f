"""Named measurements: what a benchmark or a load test says, exactly as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number. `name` is the benchmark's, `value` says which of its numbers it is (mean, p95, ops)."""

    name: str
    value: str
    number: Fraction
    unit: str = ""  # as the format defines it: "s", "ms", "ops/s", "B", "%", "" for a bare number
    samples: int | None = None  # how many measurements stand behind it
    parameters: tuple[tuple[str, str], ...] = ()  # part of its identity: (("n", "10"), ("payload", "big"))

    @property
    def key(self) -> str:
        """`test_checkout mean`, `sort(n=10) p95`."""
        inside = ", ".join(f"{name}={text}" for name, text in self.parameters)
        return f"{self.name}({inside}) {self.value}" if inside else f"{self.name} {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """All measurements of one report, and what the tool said went wrong while it measured."""

    metrics: tuple[Metric, ...] = ()
    failures: tuple[str, ...] = ()  # "benchmark x: exit code 2": the tool itself says that it failed
    notes: tuple[str, ...] = ()  # "debug build", "one sample: no spread"
    machine: tuple[tuple[str, str], ...] = ()  # what tells machines apart: cpu, cores, system
    thresholds: tuple[tuple[str, bool], ...] = field(default=())  # the tool's own verdicts: name, holds

    @property
    def crossed(self) -> tuple[str, ...]:
        """Limits that the tool was given, and did not keep."""
        return tuple(name for name, holds in self.thresholds if not holds)
