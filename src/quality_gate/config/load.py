"""Text becomes a tree of positioned values; the only place that knows YAML."""

from __future__ import annotations

from typing import Any, Final

from quality_gate.bind.node import Kind, Node
from quality_gate.config.tree import TreeBuilder
from quality_gate.config.yaml_trouble import Trouble, mistake_of
from quality_gate.model.errors import ConfigMistakes, Mistake

MOST_CHARACTERS: Final = 1 << 20


def load(content: str | bytes, file: str) -> Node:
    """The one document of a configuration file, or all that is wrong with its YAML."""
    text = _decoded(content, file) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise ConfigMistakes(file, (Mistake(1, 1, "", "the file is larger than 1 MiB", "split it"),))
    builder = TreeBuilder(text.splitlines())
    _parse(text, builder)
    if not builder.mistakes and (builder.root is None or builder.root.kind is Kind.NULL):
        builder.mistakes.append(Mistake(1, 1, "", "the file is empty", "remove it, or write `version: 1`"))
    if builder.mistakes or builder.root is None:
        raise ConfigMistakes(file, tuple(builder.mistakes))
    return builder.root


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]  # here the mark at the beginning is already gone
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        name = "UTF-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "not UTF-8"
        what = f"the file is {name} (byte 0x{error.object[error.start]:02x} here)"
        raise ConfigMistakes(file, (Mistake(line, column, "", what, "save it as UTF-8"),)) from None


def _parse(text: str, builder: TreeBuilder) -> None:
    import yaml  # imported late: a run without a configuration never needs it

    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event, type(event).__name__)
            if builder.stopped:
                return
    except yaml.MarkedYAMLError as error:
        trouble = _trouble(error)
        # A tag or an alias swallows the bracket behind it; only the first mistake is the user's.
        if all(one.line - 1 not in (trouble.line, trouble.start_line) for one in builder.mistakes):
            builder.mistakes.append(mistake_of(trouble, builder.lines))
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        what = f"the character U+{ord(text[error.position]):04X} cannot stand here"
        builder.mistakes.append(Mistake(line, column, "", what, "remove it"))
    except (ValueError, OverflowError):
        # The parser passes on what Python says to `"\\UFFFFFFFF"` or to a version of 5,000 digits.
        what = "an escape or a directive holds a number that is too large"
        builder.mistakes.append(
            Mistake(1, 1, "", what, "look for `\\U` in double quotes, and for lines with `%`")
        )


def _trouble(error: Any) -> Trouble:
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    return Trouble(
        problem=error.problem or "",
        context=error.context or "",
        line=mark.line,
        column=mark.column,
        start_line=start.line,
        start_column=start.column,
    )
