"""Takes a text, a document or a single value from where the settings say that it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.document import NotADocument, find, keys, shown
from quality_gate.bind.node import Kind, Node
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.probes.answers import cut, no_match
from quality_gate.probes.command_output import said_by
from quality_gate.probes.documents import tree_of
from quality_gate.probes.files import known_paths
from quality_gate.probes.formats import form_of, form_of_output
from quality_gate.probes.probe import Site
from quality_gate.probes.server_answer import answer_of
from quality_gate.probes.source_settings import SourceSettings, ValueSettings

_MOST: Final = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value, what people call its source, and where it stands if that is in a file."""

    label: str
    node: Node
    spot: Spot | None = None

    @property
    def text(self) -> str:
        return shown(self.node).strip()


def text_of(source: SourceSettings, site: Site) -> str | Problem:
    """The whole text of a source."""
    if source.file:
        return _file_text(source.file, site)
    if source.http:
        return answer_of(source.http, site)
    if source.env:
        variables = _variables(source.env, site)
        if isinstance(variables, Problem):
            return variables
        return "\n".join(value.text for _, value in variables.entries)
    return _output(source, site)


def document_of(source: SourceSettings, site: Site) -> Node | Problem:
    """The text of a source as a tree of values."""
    if source.env:
        return _variables(source.env, site)
    text = text_of(source, site)
    if isinstance(text, Problem):
        return text
    return _tree(source, text)


def _tree(source: SourceSettings, text: str) -> Node | Problem:
    form = source.format or (form_of(source.file) if source.file else form_of_output(text))
    try:
        return tree_of(text, form)
    except NotADocument as problem:
        where = f" (line {problem.line})" if problem.line else ""
        spots = (Spot(source.file, problem.line or None, None, problem.reason),) if source.file else ()
        reason = f"{source.label} cannot be read{where}: {problem.reason}"
        return Problem(Cause.UNREADABLE, reason, "mend it, or name its `format:`", spots)


def value_of(source: ValueSettings, site: Site) -> Value | Problem:
    if source.regex:
        text = text_of(source, site)
        return text if isinstance(text, Problem) else _searched(source, text)
    document = document_of(source, site)
    return document if isinstance(document, Problem) else _found(source, document)


def value_in(source: ValueSettings, text: str) -> Value | Problem:
    """The same value in a text that its source had at another time."""
    if source.regex:
        return _searched(source, text)
    document = _tree(source, text)
    return document if isinstance(document, Problem) else _found(source, document)


def _found(source: ValueSettings, document: Node) -> Value | Problem:
    key = source.key or next(iter(source.env), "")
    node = find(document, key)
    if node is None:
        return missing_key(key, document, source.label)
    return Value(label=source.label, node=node, spot=spot_of(source, node))


def missing_key(key: str, document: Node, label: str) -> Problem:
    return no_match(f"{label} has no {key}", key, keys(document), "correct `key:`")


def spot_of(source: SourceSettings, node: Node) -> Spot | None:
    return Spot(source.file, node.line or None, None, cut(shown(node), 200)) if source.file else None


def _searched(source: ValueSettings, text: str) -> Value | Problem:
    found = re.search(source.regex, text, re.MULTILINE)
    if found is None:
        return Problem(
            Cause.NO_MATCH, f"{source.label} holds nothing that fits {source.regex}", "correct `regex:`"
        )
    group = 1 if found.re.groups else 0
    value = found[group] if found[group] is not None else found[0]
    line = text.count("\n", 0, found.start(group if found[group] is not None else 0)) + 1
    node = Node(kind=Kind.TEXT, text=value, line=line)
    return Value(label=source.label, node=node, spot=spot_of(source, node))


def _output(source: SourceSettings, site: Site) -> str | Problem:
    said = said_by(source.command, site)
    if said.trouble or not said.exit_code:
        return said.trouble or said.out
    words = f": {said.last_line}" if said.last_line else ""
    reason = f"{source.label} ended with exit {said.exit_code}{words}"
    return Problem(Cause.UNREADABLE, reason, "run the command by hand, and mend it")


def _file_text(path: str, site: Site) -> str | Problem:
    if not site.world.files.exists(path):
        return no_match(f"there is no file {path}", path, known_paths(site), "correct the path")
    try:
        return site.world.files.read(path, _MOST).decode("utf-8-sig", "replace")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Problem(Cause.UNREADABLE, f"{path} cannot be read: {why}", "correct the path", (Spot(path),))


def _variables(names: tuple[str, ...], site: Site) -> Node | Problem:
    known = site.world.environment.variables
    missing = [name for name in names if name not in known]
    if missing:
        near = [name for name in known if not name.startswith("_")]
        return no_match(f"the environment has no {missing[0]}", missing[0], near, "set it, or correct `env:`")
    entries = tuple(
        (Node(kind=Kind.TEXT, text=name), Node(kind=Kind.TEXT, text=known[name])) for name in names
    )
    return Node(kind=Kind.MAPPING, entries=entries)
