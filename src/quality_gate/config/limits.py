"""How much of a report is taken, as a configuration or a command line says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.values import Positive, Size, setting
from quality_gate.model.errors import UsageError
from quality_gate.model.wording import size_text
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits

_DEEPEST: Final = 10_000  # each open element takes room


def _limit(doc: str, example: str, name: str) -> Any:
    usual = getattr(DEFAULT_LIMITS, name)
    text = size_text(usual) if "bytes" in doc else str(usual)
    declared = setting(default=None, doc=f"{doc} Default: {text}.", example=example)
    return field(default=None, metadata={**declared.metadata, ReadLimits: name})


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    report_size: Size | None = _limit("The most bytes of one report, unpacked.", "2 GiB", "max_bytes")
    line: Size | None = _limit("The most bytes of one line, tag or comment.", "32 MiB", "max_token")
    lines: Positive | None = _limit(
        "The most lines of a report that is read line by line.", "50000000", "max_lines"
    )
    cases: Positive | None = _limit("The most test cases in one report.", "10000000", "max_cases")
    depth: Positive | None = _limit("The most XML elements within each other.", "2000", "max_depth")
    message: Positive | None = _limit(
        "The most characters that are kept of one failure.", "40000", "max_text"
    )
    suite_names: Positive | None = _limit(
        "The most characters of names of suites around others, once for each suite in them that has tests.",
        "200000000",
        "max_names",
    )
    repair: Size | None = _limit(
        "The most bytes of an XML report that is repaired where it is not well formed.",
        "64 MiB",
        "max_repair",
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if self.depth and self.depth > _DEEPEST:
            yield "depth", f"it is more than {_DEEPEST:,}", f"write a number up to {_DEEPEST}"

    @property
    def limits(self) -> ReadLimits:
        written = {one.metadata[ReadLimits]: getattr(self, one.name) for one in fields(self)}
        known = {name: getattr(DEFAULT_LIMITS, name) for name in ReadLimits.__slots__}
        return ReadLimits(
            **{**known, **{name: value for name, value in written.items() if value is not None}}
        )


def limits_from(texts: Sequence[str]) -> ReadLimits:
    """From `report-size=2GiB` and the like; the last of two with one key counts."""
    entries: dict[str, Node] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--limit {text} has no value", "write `--limit report-size=2GiB`")
        kind = Kind.INTEGER if value.isascii() and value.isdigit() else Kind.TEXT
        entries[key] = Node(kind=kind, text=value)
    written = tuple((Node(kind=Kind.TEXT, text=key), value) for key, value in entries.items())
    settings, mistakes = bind(Node(kind=Kind.MAPPING, entries=written), LimitSettings, "limits")
    if mistakes:
        first = mistakes[0]
        raise UsageError(f"--limit {first.key.removeprefix('limits.')}: {first.what}", first.remedy)
    limits: ReadLimits = settings.limits
    return limits
