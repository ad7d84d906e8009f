"""What the command line asks for in other words than stages: a level, and words for one stage's command."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace

from quality_gate.config.settings import Settings
from quality_gate.model.errors import UsageError
from quality_gate.model.job import with_words
from quality_gate.model.verdict import Level
from quality_gate.plan.wishes import Wishes


def narrowed(settings: Settings, wishes: Wishes) -> tuple[Settings, Wishes]:
    """The same wishes with every level told by its stages, and the one stage with its longer command."""
    if wishes.levels:
        stages = dict.fromkeys((*wishes.stages, *_of_levels(settings, wishes)))
        wishes = replace(wishes, stages=tuple(stages))
    return (_with_words(settings, wishes), wishes) if wishes.words else (settings, wishes)


def _of_levels(settings: Settings, wishes: Wishes) -> Iterator[str]:
    """A word that is no level is taken as a stage's name."""
    for word in wishes.levels:
        if word not in list(Level):
            yield word
            continue
        found = [name for name, stage in settings.stages.items() if stage.level == word]
        if not found:
            known = dict.fromkeys(str(stage.level) for stage in settings.stages.values())
            raise UsageError(f"no stage is {word}", f"the stages are {', '.join(known) or 'none'}")
        yield from found


def _with_words(settings: Settings, wishes: Wishes) -> Settings:
    said = shlex.join(wishes.words)
    remedy = f"write `quality-gate run --stage NAME -- {said}`"
    if len(wishes.stages) != 1:
        raise UsageError(f"nothing says which stage's command `{said}` is meant for", remedy)
    (name,) = wishes.stages
    stage = settings.stages.get(name)
    if stage is None:
        return settings  # told where all names are looked at
    if not stage.run:
        raise UsageError(f"stage {name} runs nothing that `{said}` could be added to", remedy)
    return replace(
        settings, stages={**settings.stages, name: replace(stage, run=with_words(stage.run, said))}
    )
