"""Plans what a run is compared with: asking git costs time, so only where a rule or a probe wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.model.comparison import Comparison
from quality_gate.plan.plan import LeftOut
from quality_gate.plan.wishes import Wishes
from quality_gate.probes.settings import Planned
from quality_gate.rules.rule import Row

_STAGE = "stages."


def comparison_of(
    settings: Settings,
    profile: Profile,
    wishes: Wishes,
    probes: Iterable[Planned],
    left_out: Sequence[LeftOut],
    *,
    guarded: bool,  # the gate itself is compared with its base
) -> Comparison:
    touching = any(probe.settings.reads_changes for probe in probes)
    judged = [one for one in settings.rules if profile.rules is None or one.row.section in profile.rules]
    return Comparison(
        base=wishes.base,
        rules=tuple(rule.key for rule in judged if _by_base(rule)),
        artifact=wishes.artifact,
        ref=wishes.base_ref,
        required=settings.base_required,
        by_changes=guarded or touching or any(map(_by_changes, judged)),
        left_out=tuple(one.name.removeprefix(_STAGE) for one in left_out if one.name.startswith(_STAGE)),
    )


def _by_base(rule: WrittenRule) -> bool:
    """A section in which each name is a rule leaves it to what is written there."""
    by_base = rule.row.by_base if isinstance(rule.row, Row) else getattr(rule.value, "by_base", False)
    return bool(by_base)


def _by_changes(rule: WrittenRule) -> bool:
    return isinstance(rule.row, Row) and (rule.row.by_changes or bool(rule.scope.only))
