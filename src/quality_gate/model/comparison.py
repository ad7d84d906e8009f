"""What a run is to be compared with, as the configuration and the command line want it."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.output import ARTIFACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    base: str = ""  # the record of an earlier run; empty where it is to be found
    rules: tuple[str, ...] = ()  # that compare with a base; for none of them nobody looks for one
    artifact: str = ARTIFACT  # what runs of this gate have kept their records as
    scope: str = ""  # of this run: what another part of the gate has found is no base of it
    ref: str = ""  # the commit that a person wants this one compared with
    required: bool = False  # a rule that finds no base blocks
    by_changes: bool = False  # somebody asks what this commit changes
    left_out: tuple[str, ...] = ()  # stages of the configuration that are not part of this run
