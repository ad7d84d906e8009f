"""A text of any known format as one tree of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from quality_gate.bind.node import Kind, Node
from quality_gate.probes.json_tree import json_tree
from quality_gate.probes.line_trees import conf_tree, env_tree, ini_tree
from quality_gate.probes.toml_tree import toml_tree
from quality_gate.world.documents import yaml_tree


def text_tree(text: str) -> Node:
    return Node(kind=Kind.TEXT, text=text.strip(), line=1)


_TREES: Final[Mapping[str, Callable[[str], Node]]] = {
    "json": json_tree,
    "yaml": yaml_tree,
    "toml": toml_tree,
    "ini": ini_tree,
    "conf": conf_tree,
    "env": env_tree,
    "text": text_tree,
}


def tree_of(text: str, form: str) -> Node:
    """A NotADocument where the text is not of that format."""
    return _TREES[form](text)
