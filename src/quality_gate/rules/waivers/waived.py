"""What the waivers of a run have met: values that pass from the evidence to the rulings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Spot
from quality_gate.model.waivers import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When and why the gate runs, as far as waivers ask."""

    today: date
    pull_request: bool = False  # also a merge queue: nobody's change must wait for somebody else's date
    release: bool = False  # then nothing stale may be left
    complete: bool = True  # every stage of the configuration is part of the run
    config: str = ""  # the configuration's path


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What one waiver has met. Its state is not decided here."""

    waiver: Waiver
    applies: bool = True  # False: it has expired
    excused: tuple[Spot, ...] = ()
    names: tuple[str, ...] = ()  # what is excused, each once
    surplus: tuple[str, ...] = ()  # fits as well, and is more than it may excuse
    otherwise: tuple[str, ...] = ()  # failed with another error
    holding: tuple[str, ...] = ()  # passed, or was not executed
    refused: str = ""  # why nothing of what it fits can be excused
    optional: bool = False  # nothing that it met can change the verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """The evidence with its known failures marked, and what each waiver has met in it."""

    evidence: Evidence
    occasion: Occasion
    met: tuple[Met, ...] = ()  # in the order of the configuration; of rulings nothing is known yet
    sound: bool = True  # every stage came to its end: what matched nothing is not there
