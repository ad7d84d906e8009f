"""What may be written for a probe that asks an HTTP server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from quality_gate.bind.node import Kind, Node
from quality_gate.bind.values import EnvName, setting
from quality_gate.probes.patterns import Mistakes
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.texts import text_mistakes

_ADDRESS: Final = re.compile(r"https?://[^\s/]|\{")


@dataclass(frozen=True, kw_only=True)
class HeaderSettings:
    SHORTHAND: ClassVar[str] = "text"

    text: str = setting(default="", doc="The value itself.", example="application/json")
    env: EnvName | None = setting(
        default=None, doc="The variable that holds the value; it is never printed.", example="API_TOKEN"
    )
    prefix: str = setting(default="", doc="What stands before the variable's value.", example="Bearer")

    def mistakes(self) -> Mistakes:
        if bool(self.text) == bool(self.env):
            yield "", "it needs a value, and only one", "write the value, or `{env: API_TOKEN}`"


@dataclass(frozen=True, kw_only=True)
class HttpSettings(LiveSettings):
    http: str = setting(doc="The address to ask.", example='"http://localhost:8080/health"')
    status: tuple[int, ...] = setting(
        default=(200,), doc="The status, or several that will do; default: 200.", example="[200, 204]"
    )
    headers: Mapping[str, HeaderSettings] = setting(
        default_factory=dict,
        doc="Headers to send.",
        example="{Accept: application/json, Authorization: {env: API_TOKEN, prefix: Bearer}}",
    )
    expect_headers: Mapping[str, str] = setting(
        default_factory=dict,
        doc="Headers of the answer: a value, or a pattern between slashes.",
        example="{Cache-Control: no-store, Server: /^nginx/}",
    )
    content_type: str = setting(
        default="", doc="The media type of the answer, without parameters.", example="application/json"
    )
    json: Mapping[str, Node] = setting(
        default_factory=dict,
        doc="Values in the JSON answer, by path; a list names what must be there.",
        example="{status: ok, components.db: ok, services: [api, worker]}",
    )
    has: tuple[str, ...] = setting(
        default=(), doc="Paths that the JSON answer must have, whatever stands there.", example="[version]"
    )
    match: tuple[str, ...] = setting(
        default=(), doc="Texts, or patterns between slashes, that the answer must hold.", example="healthy"
    )
    forbid: tuple[str, ...] = setting(
        default=(), doc="Texts, or patterns between slashes, that it must not hold.", example="/error/"
    )
    redirects: bool = setting(default=False, doc="Whether to follow where the answer leads.", example="true")
    ca: str = setting(
        default="", doc="A file of certificates to trust instead of the system's.", example="certs/ca.pem"
    )

    def mistakes(self) -> Mistakes:
        if not _ADDRESS.match(self.http):
            yield "http", f"{self.http[:60]!r} is no address", "begin it with http:// or https://"
        for status in self.status:
            if not 100 <= status <= 599:
                yield "status", f"{status} is no status", "write a number from 100 to 599"
        for path, value in self.json.items():
            if value.kind is Kind.NULL and not value.text:
                yield f"json.{path}", "it has no value", "write one, or name the path in `has:`"
        yield from text_mistakes("match", self.match)
        yield from text_mistakes("forbid", self.forbid)
        for name, header in self.expect_headers.items():
            yield from text_mistakes(f"expect-headers.{name}", (header,))
