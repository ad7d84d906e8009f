"""Looks through the probes of a plan: while the stages' services still run, or when all is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quality_gate.compare import compared
from quality_gate.envelopes.sightings import Sightings, merge_sightings, write_sightings
from quality_gate.gather import gather
from quality_gate.model.envelope import Envelope
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.probes import ProbeEvidence, Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.plan.plan import Plan
from quality_gate.probes.settings import Planned
from quality_gate.sources import sources_of
from quality_gate.stages.listener import Listener
from quality_gate.stages.outcome import succeeded
from quality_gate.world.world import World


@dataclass(slots=True)
class Lookout:
    """Looks once, when the stages are over, and hands over what was seen."""

    plan: Plan
    world: World
    listener: Listener
    seen: dict[str, Sighting] = field(default_factory=dict)
    handed: Sightings | None = None  # as it was written

    def look(self, envelopes: tuple[Envelope, ...], failure: str, halted: Callable[[], bool]) -> None:
        plan, context = self.plan, self.plan.context
        if failure:  # nothing was started, so there is nothing to look at
            not_set_up = Sighting(status=Status.UNKNOWN, cause=Cause.ENVIRONMENT, reason=failure)
            self.seen = {probe.name: not_set_up for probe in plan.probes}
        else:
            self.listener.looking([probe.name for probe in plan.probes])
            evidence = self._evidence(envelopes)
            self.seen = _looked(plan, plan.probes, evidence, self.world, halted)
        self.handed = Sightings(
            gate=context.gate,
            commit=context.commit,
            run=context.run,
            attempt=context.attempt,
            config=context.config_digest,
            target=context.target,
            started=context.started,
            seen=self.seen,
        )
        write_sightings(self.handed, self.world)

    def _evidence(self, envelopes: tuple[Envelope, ...]) -> Evidence:
        """Reports are read here only where a probe looks at what they say."""
        evidence = self._read(envelopes)
        if any(probe.settings.reads_changes for probe in self.plan.probes):
            # The base is looked for when all is judged: where stages run there may be no token.
            wanted = replace(self.plan.comparison, rules=())
            evidence = compared(wanted, self.plan.context, self.world).added_to(evidence)
        return evidence

    def _read(self, envelopes: tuple[Envelope, ...]) -> Evidence:
        if any(probe.settings.READS_REPORTS for probe in self.plan.probes):
            return gather(sources_of(self.plan), envelopes, self.world)
        by_stage: dict[str, list[Envelope]] = {}
        for envelope in envelopes:
            by_stage.setdefault(envelope.stage, []).append(envelope)
        stages = (
            StageEvidence(name=name, command=some[0].command, envelopes=tuple(some))
            for name, some in by_stage.items()
        )
        return Evidence(stages=tuple(stages))


def handed_over(plan: Plan, found: Sequence[Sightings]) -> dict[str, Sighting]:
    """What other steps or jobs have seen, probe by probe; those that nobody looked at are missing."""
    names = [probe.name for probe in plan.probes]
    return merge_sightings(found, sources_of(plan).expected, plan.context.target, names)


def probe_evidence(
    plan: Plan, seen: Mapping[str, Sighting], evidence: Evidence, world: World
) -> tuple[ProbeEvidence, ...]:
    """What was seen; probes that nobody has looked at yet are looked at now, but nothing is run."""
    missing = [probe for probe in plan.probes if probe.name not in seen]
    now = _looked(plan, missing, evidence, world, None) if missing else {}
    return tuple(
        ProbeEvidence(
            name=probe.name,
            kind=probe.kind,
            level=probe.settings.level,
            sighting=seen.get(probe.name) or now.get(probe.name),
            help=probe.settings.help,
        )
        for probe in plan.probes
    )


def _looked(
    plan: Plan,
    probes: Sequence[Planned],
    evidence: Evidence,
    world: World,
    halted: Callable[[], bool] | None,  # None: the stages are long over, and nothing is run
) -> dict[str, Sighting]:
    # Imported late: most runs have no probe.
    from quality_gate.probes.look import TIMEOUT, look_at
    from quality_gate.probes.probe import Site

    reasons = {probe.name: _unmet(probe, evidence.stages) for probe in probes}
    site = Site(
        world=world,
        timeout=TIMEOUT,
        target=plan.target,
        stages=evidence.stages,
        changes=evidence.changes,
        since=plan.context.started,
        may_run=halted is not None and not plan.collect_only,
        halted=halted or _never,
    )
    seen = look_at([probe for probe in probes if not reasons[probe.name]], site)
    return {probe.name: seen.get(probe.name) or _not_looked(reasons[probe.name]) for probe in probes}


def _unmet(probe: Planned, stages: Sequence[StageEvidence]) -> str:
    """Why nobody looks; a need that is not among the stages is the business of another run."""
    for need in probe.settings.needs:
        stage = next((one for one in stages if one.name == need), None)
        if stage is None:
            continue
        if stage.not_run or stage.problems or not all(map(succeeded, stage.envelopes)):
            return f"it needs {need}, which did not pass"
    return ""


def _not_looked(reason: str) -> Sighting:
    return Sighting(status=Status.UNKNOWN, cause=Cause.NOT_RUN, reason=reason)


def _never() -> bool:
    return False
