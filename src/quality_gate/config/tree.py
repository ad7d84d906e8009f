"""Builds the tree of values from a parser's events, and refuses what this language does not use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from quality_gate.bind.node import Kind, Node
from quality_gate.config.yaml_trouble import cannot_begin
from quality_gate.model.errors import Mistake

MOST_NODES: Final = 100_000
MOST_LEVELS: Final = 50

# Much less is resolved than YAML 1.1 would: `on`, `no`, `1:30` and `1e3` stay what they look like, text.
_RESOLVED: Final = (
    (Kind.NULL, re.compile(r"~|null|")),
    (Kind.BOOLEAN, re.compile(r"true|false")),
    (Kind.INTEGER, re.compile(r"[-+]?[0-9]+")),
    (Kind.DECIMAL, re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")),
    (Kind.DATE, re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
)
# YAML's escapes can make them, and they would crash whoever writes the text to a file or a command line.
_UNUSABLE: Final = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class _Frame:
    """A list or a mapping that is still open."""

    kind: Kind
    line: int
    column: int
    anchor: str | None
    values: list[Node] = field(default_factory=list)
    size: int = 1  # all values in it, aliases counted in full
    height: int = 1


@dataclass(slots=True)
class TreeBuilder:
    """Builds the tree from events with a stack of its own, so that no depth can exhaust Python's."""

    lines: list[str]
    root: Node | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    stopped: bool = False
    _frames: list[_Frame] = field(default_factory=list)
    _anchors: dict[str, tuple[Node, int, int]] = field(default_factory=dict)
    _documents: int = 0

    def take(self, event: Any, name: str) -> None:
        match name:
            case "ScalarEvent":
                self._scalar(event)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._open(event, Kind.LIST if name.startswith("Sequence") else Kind.MAPPING)
            case "SequenceEndEvent" | "MappingEndEvent":
                self._close()
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent":
                self._document(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._tell(event, "a second document starts here", "keep one document, and remove this `---`")
            self.stopped = True

    def _scalar(self, event: Any) -> None:
        plain = event.style is None and not event.tag
        kind = next((k for k, p in _RESOLVED if plain and p.fullmatch(event.value)), Kind.TEXT)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._refuse_tag(event)
        frame = self._frames[-1] if self._frames else None
        is_key = frame is not None and frame.kind is Kind.MAPPING and len(frame.values) % 2 == 0
        if is_key and plain and event.value == "<<":
            self._tell(event, "merge keys are not read here", "write the keys out")
        if _UNUSABLE.search(event.value):
            self._tell(
                event, "an escape makes a character that no file or command can hold", "write another one"
            )
        self._add(Node(kind=kind, text=event.value, line=line, column=column), event.anchor, 1, 0)

    def _open(self, event: Any, kind: Kind) -> None:
        self._refuse_tag(event)
        mark = event.start_mark
        self._frames.append(_Frame(kind, mark.line + 1, mark.column + 1, event.anchor))
        if len(self._frames) > MOST_LEVELS:
            self._too_deep(event.start_mark)

    def _close(self) -> None:
        frame = self._frames.pop()
        values = tuple(frame.values)
        if frame.kind is Kind.LIST:
            node = Node(kind=frame.kind, items=values, line=frame.line, column=frame.column)
        else:
            pairs = tuple(zip(values[::2], values[1::2], strict=True))
            node = Node(kind=frame.kind, entries=pairs, line=frame.line, column=frame.column)
        self._add(node, frame.anchor, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        known = self._anchors.get(event.anchor)
        if known is None:
            self._cannot_begin(event)
        node, size, height = known or (Node(kind=Kind.NULL, text="~"), 1, 0)
        if len(self._frames) + height > MOST_LEVELS:
            self._too_deep(event.start_mark)
        self._add(node, None, size, height)

    def _add(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size, height)
        if not self._frames:
            self.root = node
            return
        frame = self._frames[-1]
        frame.values.append(node)
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if sum(open_one.size for open_one in self._frames) > MOST_NODES:
            self.mistakes.append(
                Mistake(
                    node.line, node.column, "", f"the file holds more than {MOST_NODES:,} values", "split it"
                )
            )
            self.stopped = True

    def _refuse_tag(self, event: Any) -> None:
        if event.tag:
            self._cannot_begin(event)

    def _cannot_begin(self, event: Any) -> None:
        mark = event.start_mark
        self._tell(event, *cannot_begin(self.lines, mark.line, mark.column))

    def _too_deep(self, mark: Any) -> None:
        what = f"more than {MOST_LEVELS} levels inside each other"
        self.mistakes.append(Mistake(mark.line + 1, mark.column + 1, "", what, "make it flatter"))
        self.stopped = True

    def _tell(self, event: Any, what: str, remedy: str) -> None:
        mark = event.start_mark
        self.mistakes.append(Mistake(mark.line + 1, mark.column + 1, "", what, remedy))
