"""The door to YAML that is not ours: read with its events only, so that nothing in it can run or explode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from quality_gate.bind.document import NotADocument, check_keys
from quality_gate.bind.node import Kind, Node

MOST_CHARACTERS: Final = 1 << 20
_MOST_NODES: Final = 200_000
_MOST_LEVELS: Final = 100
_TAG: Final = "tag:yaml.org,2002:"
_KINDS: Final = {
    f"{_TAG}int": Kind.INTEGER,
    f"{_TAG}float": Kind.DECIMAL,
    f"{_TAG}bool": Kind.BOOLEAN,
    f"{_TAG}null": Kind.NULL,
    f"{_TAG}timestamp": Kind.DATE,
}


def yaml_tree(text: str) -> Node:
    """The document, or a list of them where there are several; a NotADocument says why there is none.

    What a plain value is, is asked of YAML 1.1, as most programs that read the file do; tags are not obeyed.
    """
    import yaml  # imported late: only a probe that looks into YAML needs it

    if len(text) > MOST_CHARACTERS:
        raise NotADocument("larger than 1 MiB")
    builder = _Builder(yaml.resolver.Resolver())
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event, type(event).__name__)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotADocument(f"not YAML: {error.problem}", mark.line + 1 if mark else 0) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NotADocument("not YAML: a character that cannot stand here", line) from None
    except (ValueError, OverflowError):
        raise NotADocument("not YAML: an escape holds a number that is too large") from None
    return builder.whole()


@dataclass(slots=True)
class _Frame:
    """A list, a mapping or a document that is still open."""

    kind: Kind
    line: int
    anchor: str | None = None
    values: list[Node] = field(default_factory=list)
    size: int = 1  # all values in it, aliases counted in full
    height: int = 1


class _Builder:
    """Builds the tree with a stack of its own, so that no depth can exhaust Python's."""

    def __init__(self, resolver: Any) -> None:
        self._resolver = resolver
        self._frames = [_Frame(Kind.LIST, 1)]
        self._anchors: dict[str, tuple[Node, int, int]] = {}

    def take(self, event: Any, name: str) -> None:
        match name:
            case "ScalarEvent":
                self._add(self._scalar(event), event.anchor, 1, 0)
            case "SequenceStartEvent" | "MappingStartEvent":
                kind = Kind.LIST if name.startswith("Sequence") else Kind.MAPPING
                self._frames.append(_Frame(kind, event.start_mark.line + 1, event.anchor))
                self._check_depth(0, event)
            case "SequenceEndEvent" | "MappingEndEvent":
                self._close()
            case "AliasEvent":
                self._alias(event)
            case "DocumentEndEvent":
                self._anchors = {}

    def whole(self) -> Node:
        documents = self._frames[0].values
        if len(documents) == 1:
            return documents[0]
        return Node(kind=Kind.LIST, items=tuple(documents), line=1)

    def _scalar(self, event: Any) -> Node:
        line = event.start_mark.line + 1
        tag = event.tag
        if tag is None and event.implicit[0]:
            from yaml import ScalarNode  # imported late, as all of it

            tag = self._resolver.resolve(ScalarNode, event.value, (True, False))
        return Node(kind=_KINDS.get(tag, Kind.TEXT), text=event.value, line=line)

    def _close(self) -> None:
        frame = self._frames.pop()
        values = tuple(frame.values)
        if frame.kind is Kind.LIST:
            node = Node(kind=Kind.LIST, items=values, line=frame.line)
        else:
            pairs = tuple(zip(values[::2], values[1::2], strict=True))
            node = Node(kind=Kind.MAPPING, entries=_merged(pairs), line=frame.line)
        self._add(node, frame.anchor, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise NotADocument(f"not YAML: nothing is called &{event.anchor}", event.start_mark.line + 1)
        node, size, height = self._anchors[event.anchor]
        self._check_depth(height, event)
        self._add(node, None, size, height)

    def _check_depth(self, height: int, event: Any) -> None:
        if len(self._frames) - 1 + height > _MOST_LEVELS:
            reason = f"more than {_MOST_LEVELS} levels inside each other"
            raise NotADocument(reason, event.start_mark.line + 1)

    def _add(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size, height)
        frame = self._frames[-1]
        frame.values.append(node)
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if frame.size > _MOST_NODES:
            raise NotADocument(f"it holds more than {_MOST_NODES:,} values", node.line)


def _merged(pairs: tuple[tuple[Node, Node], ...]) -> tuple[tuple[Node, Node], ...]:
    """What `<<` brings in; a key that is written here wins."""
    own = check_keys(tuple(pair for pair in pairs if pair[0].text != "<<"))
    known = {key.text for key, _ in own}
    brought: list[tuple[Node, Node]] = []
    for key, value in pairs:
        if key.text == "<<":
            for source in (value,) if value.kind is Kind.MAPPING else value.items:
                fresh = [pair for pair in source.entries if pair[0].text not in known]
                known.update(name.text for name, _ in fresh)
                brought += fresh
    return own + tuple(brought)
