"""Plans what a run is compared with: asking git costs time, so only where a rule or a probe wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quality_gate.config.settings import Profile, Settings
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
    return Comparison(
        base=wishes.base,
        ref=wishes.base_ref,
        required=settings.base_required,
        # Beside a base, changes tell which files were renamed.
        by_changes=bool(wishes.base) or guarded or touching or _by_changes(settings, profile),
        left_out=tuple(one.name.removeprefix(_STAGE) for one in left_out if one.name.startswith(_STAGE)),
    )


def _by_changes(settings: Settings, profile: Profile) -> bool:
    return any(
        isinstance(rule.row, Row) and (rule.row.by_changes or rule.scope.only)
        for rule in settings.rules
        if profile.rules is None or rule.row.section in profile.rules
    )
