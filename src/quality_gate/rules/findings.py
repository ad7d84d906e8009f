"""Limits on what linters and scanners found; a scanner that could not look has not found nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.findings import Finding, Severity
from quality_gate.model.verdict import Level, Problem, Ruling, Spot, Status
from quality_gate.model.wording import plural
from quality_gate.rules.compared import base_of, counting, moved, new_findings
from quality_gate.rules.findings_read import Read, look
from quality_gate.rules.findings_settings import ANY, FindingsSettings
from quality_gate.rules.rule import MOST_SPOTS, About, NamedRow, unknown

_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsRule:
    about: About
    settings: FindingsSettings

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        """Two answers where new findings are limited, too: without a base only one of them is unknown."""
        least = self.settings.must_scan.min_files if self.settings.must_scan else 0
        found = look(evidence, self.settings.from_, least)
        required, recommended = self.settings.limits(new=False)
        fresh = self.settings.limits(new=True)
        if isinstance(found, Problem):
            about = _weighed(self.about, {**required, **fresh[0]} or least)
            seen = look(evidence, self.settings.from_, 0, trusting=True)
            expected = _expected(required, recommended, least)
            if isinstance(seen, Read):
                ruling = _ruled(about, counting(seen.findings), (required, recommended), expected)
                if ruling.status is Status.FAILED:  # what was found is too much, whatever was not looked at
                    yield replace(ruling, got=_counted(seen, ()), reason=found.reason)
                    return
            got = _counted(seen, ()) if isinstance(seen, Read) and seen.findings else ""
            yield unknown(about, found, expected=expected, got=got)
            return
        if required or recommended or least:
            about = _weighed(self.about, required or least)
            got = _counted(found, (*required, *recommended))
            expected = _expected(required, recommended, least)
            ruling = _ruled(about, counting(found.findings), (required, recommended), expected)
            yield replace(ruling, got=got)
        if any(fresh):
            yield self._new(evidence, found, *fresh)

    def _new(
        self, evidence: Evidence, found: Read, required: dict[str, int], recommended: dict[str, int]
    ) -> Ruling:
        own = replace(self.about, rule=f"{self.about.rule}.new", title=f"{self.about.title}, new")
        about = _weighed(own, required)
        expected = _expected(required, recommended, 0)
        base = base_of(evidence)
        before = base if isinstance(base, Problem) else look(base, self.settings.from_, 0, trusting=True)
        if isinstance(before, Problem):
            return unknown(about, before, expected=expected)
        new = new_findings(counting(found.findings), before.findings, moved(evidence))
        ruling = _ruled(about, new, (required, recommended), expected)
        return replace(ruling, got=_listed(new, required, recommended) if new else "nothing new")


def _weighed(about: About, required: object) -> About:
    """What is only recommended makes the whole rule a recommendation."""
    if required or about.level is not Level.REQUIRED:
        return about
    return replace(about, level=Level.RECOMMENDED)


def _ruled(
    about: About, findings: list[Finding], limits: tuple[dict[str, int], dict[str, int]], expected: str
) -> Ruling:
    over = [
        {name: many for name, most in limit.items() if (many := _count(findings, name) - most) > 0}
        for limit in limits
    ]
    words = dict.fromkeys([*over[0], *over[1]])
    named = [one for one in findings if any(_fits(one, name) for name in words)]
    return Ruling(
        rule=about.rule,
        title=about.title,
        level=about.level,
        status=Status.FAILED if over[0] else Status.WARNED if over[1] else Status.PASSED,
        expected=expected,
        distance=", ".join(f"{over[0].get(name) or over[1][name]:,} {_of(name)} too many" for name in words),
        spots=tuple(_spot(one) for one in sorted(named, key=_order)[:MOST_SPOTS]),
        next="mend what is listed, or have the tool suppress it with a reason" if words else "",
    )


def _count(findings: Iterable[Finding], name: str) -> int:
    return sum(_fits(one, name) for one in findings)


def _fits(one: Finding, name: str) -> bool:
    severity = name.removeprefix("new ")
    return severity in (ANY, one.severity)


def _order(one: Finding) -> tuple[Any, ...]:
    return _RANK[one.severity], one.path, one.line or 0, one.rule, one.message


def _spot(one: Finding) -> Spot:
    first = one.message.strip().partition("\n")[0]
    rule = f"{one.severity} {one.rule}".strip()
    return Spot(one.path, one.line if one.path else None, None, f"{rule}: {first}" if first else rule)


def _of(name: str) -> str:
    return name.replace(ANY, "in all")


def _expected(required: dict[str, int], recommended: dict[str, int], least: int) -> str:
    """`≤ 0 critical, ≤ 0 high, recommended ≤ 10 medium, ≥ 1 file scanned`."""
    parts = [f"≤ {most:,} {_of(name)}" for name, most in required.items()]
    parts += [f"recommended ≤ {most:,} {_of(name)}" for name, most in recommended.items()]
    if least:
        parts.append(f"≥ {plural(least, 'file')} scanned")
    return ", ".join(parts)


def _listed(findings: list[Finding], *limits: Iterable[str]) -> str:
    """`2 high, 0 medium`: what was found, and what a limit speaks of."""
    asked = {name.removeprefix("new ") for limit in limits for name in limit}
    numbers = {severity: _count(findings, severity) for severity in Severity}
    parts = [f"{number:,} {severity}" for severity, number in numbers.items() if number or severity in asked]
    return ", ".join([*parts, *([f"{len(findings):,} in all"] if ANY in asked else [])])


def _counted(found: Read, asked: Iterable[str]) -> str:
    open_ones = counting(found.findings)
    parts = [_listed(open_ones, asked) if open_ones else "no findings"]
    parts += [f"{found.suppressed:,} suppressed"] if found.suppressed else []
    parts += [f"{found.waived:,} waived"] if found.waived else []
    return ", ".join(parts)


ROW = NamedRow(
    section="findings",
    setting=FindingsSettings,
    doc="Limits on what linters and scanners found; one that could not look is unknown, never clean.",
    example="{sast: {from: out/semgrep.sarif, required: {critical: 0, high: 0}}}",
    make=lambda about, written, _scope: FindingsRule(about=about, settings=written),
)
