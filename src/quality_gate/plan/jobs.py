"""A stage becomes jobs: one for each shard of each variant."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from quality_gate.model.errors import UsageError
from quality_gate.model.job import Job, Retry
from quality_gate.model.wording import plural
from quality_gate.plan.wishes import Wishes
from quality_gate.stages.settings import StageSettings

_SYSTEMS = {"ubuntu": "linux", "linux": "linux", "debian": "linux", "macos": "macos", "windows": "windows"}


def jobs_of(name: str, stage: StageSettings, wishes: Wishes, variables: Mapping[str, str]) -> Iterator[Job]:
    """`variables` are the target's; what the stage itself says comes before them."""
    stage = replace(stage, env={**variables, **stage.env})
    shards = range(1, stage.shards + 1)
    if wishes.shard:
        part, parts = wishes.shard
        if parts != stage.shards:
            raise UsageError(
                f"stage {name} has {plural(stage.shards, 'shard')}, not {parts}",
                f"write --shard {min(part, stage.shards)}/{stage.shards}, or configure `shards: {parts}`",
            )
        shards = range(part, part + 1)
    for variant in variants(stage):
        if any(variant.get(key) != value for key, value in wishes.variant.items()) or elsewhere(
            variant, wishes
        ):
            continue
        for shard in shards:
            yield _job(name, stage, variant, shard, wishes)


def elsewhere(variant: dict[str, str], wishes: Wishes) -> bool:
    """A variant that names another operating system than this machine's."""
    named = _SYSTEMS.get(variant.get("os", "").casefold().partition("-")[0])
    return bool(wishes.system and named) and named != wishes.system


def variants(stage: StageSettings) -> list[dict[str, str]]:
    """Every combination of the matrix; one empty variant where there is none."""
    return [dict(zip(stage.matrix, values, strict=True)) for values in product(*stage.matrix.values())]


def _job(name: str, stage: StageSettings, variant: dict[str, str], shard: int, wishes: Wishes) -> Job:
    runs = not wishes.collect_only
    retry = stage.retry
    return Job(
        stage=name,
        level=stage.level,
        run=stage.run if runs else "",
        needs=stage.needs if runs else (),
        reports=stage.reports,
        timeout=stage.timeout,
        idle_timeout=stage.idle_timeout,
        retry=Retry(
            times=retry.times,
            exit_codes=retry.exit_codes,
            signals=retry.signals,
            wait=retry.wait or Retry().wait,
        )
        if retry
        else Retry(),
        env=stage.env,
        env_file=stage.env_file,
        ports=stage.ports,
        mutex=stage.mutex,
        working_directory=stage.working_directory,
        setup=stage.setup if runs else "",
        teardown=stage.teardown if runs else "",
        environment=stage.environment,
        filtered=shlex.join(wishes.words),
        shard=shard,
        shards=stage.shards,
        variant=variant,
    )
