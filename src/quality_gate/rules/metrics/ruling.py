"""What is said of a number that was found: how it rules, in words that fit its limits."""

from __future__ import annotations

from quality_gate.model.expectation import Expectation
from quality_gate.model.verdict import Ruling, Status
from quality_gate.model.wording import listed, plural
from quality_gate.rules.metrics.change import Change
from quality_gate.rules.metrics.measured import Measured
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.rule import About


def ruled(about: About, settings: MetricSettings, found: Measured, moved: Change | None) -> Ruling:
    status, reasons = Status.PASSED, list[str]()
    if settings.plausible is not None and not settings.plausible.holds(found.quantity):
        status = Status.WARNED
        reasons.append(f"suspicious: plausible is {settings.plausible.text}")
    missed = [limit for limit in settings.limits if not _holds(limit, found, moved)]
    if missed:
        status = Status.FAILED if missed[0] is settings.required else Status.WARNED
    if found.failures:
        status = Status.FAILED
        reasons.insert(0, f"the tool itself says that it failed: {listed(found.failures)}")
    short = [limit for limit in missed if not limit.against_base]
    return Ruling(
        rule=about.rule,
        title=about.title,
        level=about.level,
        status=status,
        expected=expected_text(settings),
        got=got_text(settings, found, moved),
        distance=short[0].distance(found.quantity) if short else "",
        reason="; ".join(reasons),
        next=_next(about.rule, settings, found) if status is not Status.PASSED else "",
    )


def expected_text(settings: MetricSettings) -> str:
    """`> 100 ops/s, recommended ≥ 150 ops/s`."""
    parts = [_said(settings.required)] if settings.required is not None else []
    parts += [f"recommended {_said(settings.recommended)}"] if settings.recommended is not None else []
    return ", ".join(parts)


def got_text(settings: MetricSettings, found: Measured, moved: Change | None) -> str:
    """`12.5 ms, +25 % (base 10 ms)`; `70 %, 1,000 samples` where their number matters."""
    plain = [limit for one in settings.all_limits if not one.against_base for limit in one.limits]
    same = found.quantity.scale.measures
    text = found.quantity.text(*(limit for limit in plain if limit.scale.measures == same))
    text += " per sample" if settings.growth else ""
    if found.samples is not None and (settings.samples or settings.growth):
        text += f", {plural(found.samples, 'sample')}"
    if moved is None:
        return text
    return f"{text}, {moved.text(one for one in settings.limits if one.signed)}"


def _said(limit: Expectation) -> str:
    return f"{limit.text} against the base" if limit.signed else limit.text


def _holds(limit: Expectation, found: Measured, moved: Change | None) -> bool:
    if not limit.against_base:
        return limit.holds(found.quantity)
    return moved is not None and moved.holds(limit) is True


def _next(rule: str, settings: MetricSettings, found: Measured) -> str:
    if settings.help:
        return settings.help
    if found.failures:
        return "see what the tool says"
    return f"make it better, or change the limit at {rule}"
