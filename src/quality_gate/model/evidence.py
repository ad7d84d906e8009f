"""What was found, all of it; `None` means that nothing was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quality_gate.model.cases import Cases
from quality_gate.model.changes import Changes
from quality_gate.model.coverage import Coverage
from quality_gate.model.envelope import Envelope
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.metrics import Metric
from quality_gate.model.policy import Policy
from quality_gate.model.probes import ProbeEvidence
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Level, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """One report of one stage, and what it said."""

    path: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEvidence:
    """One stage with all its shards and variants."""

    name: str
    level: Level = Level.REQUIRED
    command: str = ""
    environment: str = ""  # where it ran, as the configuration says: "mock", "staging"
    envelopes: tuple[Envelope, ...] = ()
    failing: tuple[int, ...] = ()  # failing tests of each envelope: one shard does not explain another
    reports: tuple[ReadReport, ...] = ()
    cases: Cases | None = None
    problems: tuple[Problem, ...] = ()  # why it is unknown, in the order met
    not_run: str = ""  # the reason, where it did not run at all
    notes: tuple[str, ...] = ()  # what a reader should know and no rule judges


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    stages: tuple[StageEvidence, ...] = ()
    coverage: Coverage | None = None
    coverage_problems: tuple[Problem, ...] = ()  # paths that fit nowhere, or in two places
    elapsed: Fraction | None = None  # seconds that the stages took; None where nothing ran
    known: tuple[str, ...] = ()  # the repository's files, tracked or not, but not ignored
    probes: tuple[ProbeEvidence, ...] = ()
    lookups: Mapping[Lookup, Found] = field(default_factory=dict)
    numbers: Mapping[str, Metric] = field(default_factory=dict)  # of a base: what its metrics were, by name
    changes: Changes | None = None  # None: what this commit is compared with is not known
    changes_problem: Problem | None = None  # why it is not
    unchanged: frozenset[str] = (
        frozenset()
    )  # files that are known to be as they were where the base was found
    policy: Policy | None = None  # how the gate itself has changed; None where nobody asked
    base: Evidence | None = None  # what another run found, to compare with
    base_problem: Problem | None = None  # why there is none, or why it cannot be read

    def stage(self, name: str) -> StageEvidence | None:
        return next((stage for stage in self.stages if stage.name == name), None)
