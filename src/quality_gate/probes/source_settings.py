"""Where a value is taken from, as it is written: a file, a command, a server or the environment (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quality_gate.bind.values import EnvName, setting
from quality_gate.probes.answers import cut
from quality_gate.probes.formats import Format, form_of
from quality_gate.probes.patterns import pattern_mistake


@dataclass(frozen=True, kw_only=True)
class SourceSettings:
    """One text: of a file, of a command, of a server, or of the environment."""

    file: str = setting(default="", doc="A file, relative to the root.", example="pyproject.toml")
    command: str = setting(default="", doc="A command whose output is taken.", example="redis-cli info")
    http: str = setting(
        default="", doc="An address whose answer is taken.", example='"http://{host}:{http}/status"'
    )
    env: tuple[EnvName, ...] = setting(default=(), doc="Environment variables.", example="APP_VERSION")
    format: Format | None = setting(
        default=None,
        doc="How the text is written, where the file's name does not tell.",
        example="yaml",
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        given = [key for key in ("file", "command", "http", "env") if getattr(self, key)]
        if not given:
            yield "", "it has no source", "write `file:`, `command:`, `http:` or `env:`"
        elif len(given) > 1:
            yield given[1], f"`{given[0]}` is the source already", "keep one of the two"

    @property
    def label(self) -> str:
        """What people call it: its path, its address, or the command itself."""
        if self.file or self.http:
            return self.file or self.http
        return cut(f"`{self.command}`", 100) if self.command else "$" + ", $".join(self.env)


@dataclass(frozen=True, kw_only=True)
class ValueSettings(SourceSettings):
    """One value: what stands at a key, or what a pattern finds, or all of the text."""

    key: str = setting(
        default="",
        doc="Where the value stands: `a.b`, `a.0.b`, or a pointer `/a/b`.",
        example="project.version",
    )
    regex: str = setting(
        default="", doc="A pattern whose first group is the value.", example="'__version__ = \"(.+)\"'"
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        yield from super().mistakes()
        if self.regex:
            yield from pattern_mistake("regex", self.regex)
        if self.key and self.regex:
            yield "regex", "`key` says already where the value stands", "keep one of the two"
        if len(self.env) > 1:
            yield "env", "one value comes from one variable", "name one"
        if (
            self.file
            and not (self.key or self.regex or self.format == "text")
            and form_of(self.file) != "text"
        ):
            yield "", "it does not say which value of the file is meant", "write `key:` or `regex:`"
