"""What may be written for a probe of logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from quality_gate.bind.values import Paths, Verbatim, setting
from quality_gate.probes.log_levels import level_named
from quality_gate.probes.patterns import count_mistake, texts_mistake
from quality_gate.probes.settings import ProbeSettings


@dataclass(frozen=True, kw_only=True)
class LogsSettings(ProbeSettings):
    logs: Paths = setting(doc="The files to look at.", example="logs/*.log")
    forbid: tuple[str, ...] = setting(
        default=(),
        doc="Levels that no line may have (`ERROR` means worse ones, too), or texts, or `/patterns/`.",
        example="[ERROR, Traceback]",
    )
    allow: tuple[str, ...] = setting(
        default=(),
        doc="Texts of forbidden lines that are no matter; counted and shown.",
        example='["rate limit"]',
    )
    tolerate: Mapping[str, str] = setting(
        default_factory=dict,
        doc="Texts of forbidden lines that only warn, each with the reason.",
        example='{"429 Too Many": the free tier}',
    )
    must: tuple[str, ...] = setting(
        default=(), doc="Texts that must appear.", example='["listening on port"]'
    )
    count: Mapping[str, Verbatim] = setting(
        default_factory=dict, doc="How many lines must hold a text.", example='{"memory called": 1}'
    )
    format: Literal["text", "json"] = setting(
        default="text", doc="`json`: every line is a JSON object.", example="json"
    )
    keys: tuple[str, ...] = setting(
        default=(), doc="Keys that every line has, where each is JSON.", example="[level, message]"
    )
    since: Literal["run", "any"] = setting(
        default="run", doc="`any`: also lines, and files, from before this run.", example="any"
    )
    empty: bool = setting(
        default=False,
        doc="Whether no line at all from this run is fine, as in a log of errors.",
        example="true",
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not (self.forbid or self.must or self.count or self.format == "json"):
            yield "", "it asks nothing of the logs", "write `forbid:`, `must:`, `count:` or `format: json`"
        if self.keys and self.format != "json":
            yield "keys", "only lines of JSON have keys", "write `format: json`, too"
        if (self.allow or self.tolerate) and not self.forbid:
            yield "allow" if self.allow else "tolerate", "nothing is forbidden", "write `forbid:`, too"
        yield from texts_mistake("forbid", *(word for word in self.forbid if level_named(word) is None))
        for key in ("allow", "tolerate", "must", "count"):
            yield from texts_mistake(key, *getattr(self, key))
        for text in self.count.values():
            yield from count_mistake("count", text)
