"""What may be written for one set of findings: which reports, how many of what, what must be scanned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import ClassVar, Final

from quality_gate.bind.values import Count, Paths, Positive, level_setting, setting
from quality_gate.model.verdict import Level

ANY: Final = "any"


@dataclass(frozen=True, kw_only=True)
class SeverityLimits:
    any_: Count | None = setting(
        default=None, key=ANY, doc="The most findings of any severity together.", example="20"
    )
    critical: Count | None = setting(default=None, doc="The most critical findings.", example="0")
    high: Count | None = setting(default=None, doc="The most findings of high severity.", example="0")
    medium: Count | None = setting(default=None, doc="The most findings of medium severity.", example="10")
    low: Count | None = setting(default=None, doc="The most findings of low severity.", example="50")
    note: Count | None = setting(default=None, doc="The most mere notes.", example="100")

    @property
    def most(self) -> dict[str, int]:
        written = {one.name.rstrip("_"): getattr(self, one.name) for one in fields(SeverityLimits)}
        return {name: number for name, number in written.items() if number is not None}


@dataclass(frozen=True, kw_only=True)
class FindingsLimits(SeverityLimits):
    new: SeverityLimits | None = setting(
        default=None, doc="The most that the base does not have.", example="{medium: 0}"
    )


@dataclass(frozen=True, kw_only=True)
class MustScanSettings:
    SHORTHAND: ClassVar[str] = "min_files"

    min_files: Positive = setting(
        doc="The least number of files or dependencies that must have been looked at.", example="1"
    )


@dataclass(frozen=True, kw_only=True)
class FindingsSettings:
    from_: Paths = setting(
        key="from", doc="The reports to judge, of those that stages declare.", example="out/semgrep.sarif"
    )
    required: FindingsLimits | None = setting(
        default=None, doc="More than this blocks.", example="{critical: 0, high: 0, new: {medium: 0}}"
    )
    recommended: FindingsLimits | None = setting(
        default=None, doc="More than this warns.", example="{medium: 10}"
    )
    must_scan: MustScanSettings | None = setting(
        default=None, doc="What must have been looked at.", example="{min-files: 1}"
    )
    level: Level = level_setting()

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not (self._most("required") or self._most("recommended") or self.must_scan):
            yield "", "there is no limit", "write one, such as `required: {any: 0}`"
        for new in (False, True):
            wanted = self._most("required", new=new)
            for name, number in self._most("recommended", new=new).items():
                if number > wanted.get(name, number):
                    yield (
                        "recommended",
                        f"`{name}` is easier to reach than under `required`",
                        "swap them, or leave `recommended` out",
                    )

    @property
    def by_base(self) -> bool:
        return any(self.limits(new=True))

    def _most(self, word: str, *, new: bool | None = None) -> dict[str, int]:
        limits: FindingsLimits | None = getattr(self, word)
        if limits is None:
            return {}
        fresh = {f"new {name}": number for name, number in (limits.new.most if limits.new else {}).items()}
        return {**limits.most, **fresh} if new is None else fresh if new else limits.most

    def limits(self, *, new: bool) -> tuple[dict[str, int], dict[str, int]]:
        """The required and the recommended ones, by what they count: `high`, `new high`."""
        return self._most("required", new=new), self._most("recommended", new=new)
