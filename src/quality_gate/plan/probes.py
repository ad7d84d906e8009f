"""Which probes a run looks through, in which environment, and why it leaves others out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quality_gate.config.placeholders import Placeholders, names_in
from quality_gate.config.settings import Profile, Settings
from quality_gate.model.errors import UsageError
from quality_gate.model.target import target_variables, variable_of
from quality_gate.plan.known import see_that_it_is_known
from quality_gate.plan.plan import LeftOut
from quality_gate.plan.wishes import Wishes
from quality_gate.probes.settings import Planned, ProbeSettings
from quality_gate.rules.probe import ProbeHolds
from quality_gate.rules.rule import About
from quality_gate.stages.settings import StageSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The probes of one run, with every placeholder filled in, and what they are looked at in."""

    target: str = ""
    words: Mapping[str, str]
    probes: tuple[Planned, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def variables(self) -> Mapping[str, str]:
        """What stages see of the target."""
        return target_variables(self.words)

    @property
    def rules(self) -> Iterator[ProbeHolds]:
        for probe in self.probes:
            name = f"probes.{probe.name}"
            about = About(rule=name, title=f"probe {probe.name}", level=probe.settings.level)
            yield ProbeHolds(about=about, probe=probe.name)


def choose_probes(
    settings: Settings, profile: Profile, wishes: Wishes, stages: Mapping[str, StageSettings]
) -> Chosen:
    """What the command line asks for and the profile holds; a usage error where that cannot be."""
    names = [probe.name for probe in settings.probes]
    for wanted in wishes.probes:
        see_that_it_is_known(wanted, names, "probe")
    why = {probe.name: _why_not(probe, profile, wishes, stages) for probe in settings.probes}
    some = tuple(probe for probe in settings.probes if not why[probe.name])
    target = _target(settings, profile, wishes)
    words = settings.targets.get(target, {})
    _see_that_it_is_enough(some, target, settings, _commands(settings, stages, wishes))
    return Chosen(
        target=target,
        words=words,
        probes=tuple(replace(probe, settings=_filled(probe, words)) for probe in some),
        left_out=tuple(LeftOut(name=f"probes.{name}", why=reason) for name, reason in why.items() if reason),
    )


def _why_not(probe: Planned, profile: Profile, wishes: Wishes, stages: Collection[str]) -> str:
    if not wishes.looks:
        return "probes are not asked for"
    if probe.name in wishes.probes:
        return ""
    if wishes.reports:
        return "reports were named on the command line"
    if wishes.partial:
        return "not asked for on the command line"
    if profile.probes is not None:
        return "" if probe.name in profile.probes else f"not in profile {wishes.profile}"
    missing = next((need for need in probe.settings.needs if need not in stages), "")
    return f"needs {missing}, which is not part of this run" if missing else ""


def _target(settings: Settings, profile: Profile, wishes: Wishes) -> str:
    names = list(settings.targets)
    if wishes.target:
        see_that_it_is_known(wishes.target, names, "target")
    given = wishes.target or profile.target
    if given or not names:
        return given
    if wishes.handed_target in names:
        return wishes.handed_target
    return names[0] if len(names) == 1 or wishes.any_target else ""


def _see_that_it_is_enough(
    probes: Sequence[Planned], target: str, settings: Settings, commands: Sequence[str]
) -> None:
    for probe in probes:
        for word in names_in(probe.settings):
            if word in probe.settings.PLACEHOLDERS:
                continue
            if not target:
                raise _undecided(f"probe {probe.name}", settings)
            if word not in settings.targets[target]:
                told = f"target {target} has no `{word}`, and probe {probe.name} asks for it"
                raise UsageError(told, f"add it below targets.{target}")
    if target:
        return
    variables = {variable_of(word) for words in settings.targets.values() for word in words}
    for command in commands:
        if used := next((name for name in sorted(variables) if name in command), ""):
            raise _undecided(f"a command that uses {used}", settings)


def _undecided(who: str, settings: Settings) -> UsageError:
    names = list(settings.targets)
    return UsageError(
        f"there are several targets ({', '.join(names)}), and {who} asks for one",
        f"write `--target {names[0]}`, or `target:` in a profile",
    )


def _commands(settings: Settings, stages: Mapping[str, StageSettings], wishes: Wishes) -> tuple[str, ...]:
    if wishes.collect_only or wishes.runs_nothing:
        return ()
    own = [text for one in stages.values() for text in (one.run, one.setup, one.teardown, *one.env.values())]
    return (settings.setup, settings.teardown, *own)


def _filled(probe: Planned, words: Mapping[str, str]) -> ProbeSettings:
    filled: ProbeSettings = Placeholders(words, probe.settings.PLACEHOLDERS).filled(probe.settings)
    return filled
