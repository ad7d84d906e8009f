"""What only shows where several keys are seen together: a word that takes another one's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from quality_gate.model.verdict import Level
from quality_gate.policy import values
from quality_gate.policy.weakening import Trees, Weakening

_ALL: Final = 100  # percent, of stages whose tests no rule looks at
_GENERAL: Final = frozenset({"tests.pass-rate", "tests.modules"})
_FEWEST: Final = 10  # samples, where a limit against the base asks for no other number


def across(before: Any, now: Any, trees: Trees) -> Iterator[Weakening]:
    yield from _lower_rates(before.tests, now.tests)
    for name, old in before.stages.items():
        if (new := now.stages.get(name)) is not None:
            yield from _stage(f"stages.{name}", old, new, trees)
    for name, old in before.metrics.items():
        if (new := now.metrics.get(name)) is not None:
            yield from _samples(f"metrics.{name}.samples", old, new)


def _lower_rates(before: Any, now: Any) -> Iterator[Weakening]:
    """Stages without a rule of their own must pass entirely, so a rule that asks for less excuses tests."""
    known = {} if before is None else dict(_rates("tests", before))
    if not _GENERAL.isdisjoint(known) or now is None:
        return  # every test was looked at, by a limit that is compared on its own
    old_groups = [] if before is None else list(before.groups.values())
    renamed = {f"tests.groups.{name}" for name, group in now.groups.items() if group in old_groups}
    for key, limit in _rates("tests", now):
        if key in known or key.rpartition(".")[0] in renamed:
            continue
        if limit.required is None or limit.required < _ALL:
            asked = "only a recommendation" if limit.required is None else values.number(limit.required)
            yield Weakening(key, f"was {_ALL} for want of a rule, and is now {asked}")


def _rates(key: str, tests: Any) -> Iterator[tuple[str, Any]]:
    for name, word in (("pass_rate", "pass-rate"), ("modules", "modules")):
        if (limit := getattr(tests, name, None)) is not None:
            yield f"{key}.{word}", limit
    for name, group in getattr(tests, "groups", {}).items():
        yield from _rates(f"{key}.groups.{name}", group)


def _stage(key: str, old: Any, new: Any, trees: Trees) -> Iterator[Weakening]:
    if old.required_for and new.level is not Level.REQUIRED:
        compare = values.selected_files if new.required_for else values.fewer
        yield from compare(f"{key}.required-for", old.required_for, new.required_for, trees)
    if old.run and new.run and not old.reports:
        # Nothing but its exit code speaks for it: its command is all that it asks for.
        yield from values.changed(f"{key}.run", old.run, new.run, trees)


def _samples(key: str, old: Any, new: Any) -> Iterator[Weakening]:
    relative = any(limit.against_base for limit in old.limits)
    if relative and old.samples is None and (new.samples or _FEWEST) < _FEWEST:
        yield Weakening(key, f"lowered from {_FEWEST} to {new.samples}")
