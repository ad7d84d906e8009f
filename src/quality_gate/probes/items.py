"""The list that an inventory goes through: written out, of a file, of names of files, or found in sources."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from quality_gate.bind.document import NotADocument, find
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.values import Paths, setting
from quality_gate.model.verdict import Cause, Problem
from quality_gate.probes.answers import cut
from quality_gate.probes.documents import tree_of
from quality_gate.probes.files import known_paths, no_files, sources_of
from quality_gate.probes.formats import Format, form_of, form_of_output
from quality_gate.probes.patterns import pattern_mistake
from quality_gate.probes.probe import Site
from quality_gate.probes.source_settings import SourceSettings
from quality_gate.probes.sources import missing_key, text_of

_SOURCES: Final = ("items", "file", "command", "http", "glob", "code")
_MOST: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class ItemsSettings:
    """Where the items come from."""

    SHORTHAND: ClassVar[str] = "items"

    items: tuple[str, ...] = setting(default=(), doc="The items themselves.", example="[buy, sell, exchange]")
    file: str = setting(
        default="", doc="A file with one on each line, or a list in YAML, JSON or TOML.", example="tools.txt"
    )
    command: str = setting(
        default="", doc="A command that prints one on each line, or a list.", example="app tools"
    )
    http: str = setting(
        default="", doc="An address that answers with a list.", example='"http://{host}/tools"'
    )
    glob: Paths = setting(
        default=(), doc="Files, each by its name without folder and ending.", example="src/handlers/*.py"
    )
    code: Paths = setting(default=(), doc="Sources in which `regex` finds them.", example="src/**")
    regex: str = setting(
        default="",
        doc="A pattern whose first group is an item, wherever it fits.",
        example="'getenv\\(\"(\\w+)\"'",
    )
    key: str = setting(default="", doc="Where the list stands in a file.", example="server.tools")
    format: Format | None = setting(
        default=None, doc="How it is written, where the file's name does not tell.", example="yaml"
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        given = [key for key in _SOURCES if getattr(self, key)]
        if len(given) != 1:
            what = f"`{given[0]}` is the source already" if given else "it has no source"
            yield (
                (given[1] if given else ""),
                what,
                f"write one of {', '.join(f'`{key}:`' for key in _SOURCES)}",
            )
        if self.code and not self.regex:
            yield "code", "nothing says what is an item in it", "write `regex:`, too"
        if self.key and self.regex:
            yield "regex", "`key` says already where the items stand", "keep one of the two"
        if self.regex:
            yield from pattern_mistake("regex", self.regex)


def items_of(settings: ItemsSettings, site: Site) -> list[str] | Problem:
    """Each item once, in the order in which they stand there; never an empty list."""
    found = _found(settings, site)
    if isinstance(found, Problem):
        return found
    items = list(dict.fromkeys(item.strip() for item in found if item.strip()))
    if not items:
        return Problem(
            Cause.NO_MATCH, "the list of items is empty", "correct where `inventory:` takes it from"
        )
    if len(items) > _MOST:
        return Problem(Cause.UNREADABLE, f"more than {_MOST:,} items", "correct where it takes them from")
    return items


def _found(settings: ItemsSettings, site: Site) -> Sequence[str] | Problem:
    if settings.items:
        return settings.items
    if settings.glob or settings.code:
        return _of_files(settings, site)
    source = SourceSettings(file=settings.file, command=settings.command, http=settings.http)
    text = text_of(source, site)
    if isinstance(text, Problem):
        return text
    return _searched(settings.regex, text) if settings.regex else _of_text(settings, source, text)


def _of_text(settings: ItemsSettings, source: SourceSettings, text: str) -> Sequence[str] | Problem:
    form = settings.format or (form_of(settings.file) if settings.file else form_of_output(text))
    if form == "text":
        return [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    try:
        tree = tree_of(text, form)
    except NotADocument as problem:
        return Problem(Cause.UNREADABLE, f"{source.label} cannot be read: {problem.reason}", "mend it")
    node = find(tree, settings.key)
    return missing_key(settings.key, tree, source.label) if node is None else _listed(node, source.label)


def _of_files(settings: ItemsSettings, site: Site) -> list[str] | Problem:
    patterns = settings.glob or settings.code
    paths = sources_of(patterns, site)
    if not paths:
        return no_files(patterns, known_paths(site))
    if settings.glob and settings.regex:
        return [item for path in paths for item in _searched(settings.regex, path)]
    if settings.glob:
        return [posixpath.basename(path).partition(".")[0] for path in paths]
    return [item for path in paths for item in _searched(settings.regex, site.world.files.text(path) or "")]


def _searched(regex: str, text: str) -> list[str]:
    pattern = re.compile(regex, re.MULTILINE)
    return [(match[1] or "") if pattern.groups else match[0] for match in pattern.finditer(text)]


def _listed(node: Node, label: str) -> list[str] | Problem:
    """The texts of a list, the names of its objects, or the keys of a mapping."""
    if node.kind is Kind.MAPPING:
        return [key.text for key, _ in node.entries]
    if node.kind is not Kind.LIST:
        return Problem(Cause.UNREADABLE, f"{label}: {cut(node.text, 80)} is no list", "name it with `key:`")
    named = [find(item, "name") if item.kind is Kind.MAPPING else item for item in node.items]
    if any(one is None or not one.scalar for one in named):
        return Problem(
            Cause.UNREADABLE, f"{label}: not every item has a name", "list texts, or objects with a `name`"
        )
    return [one.text for one in named if one is not None]
