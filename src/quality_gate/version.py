"""Which version this is: the tag it was built from, or a plain word for a source tree."""

from __future__ import annotations

import os

SOURCE_TREE = "0 (source tree)"


def version() -> str:
    project = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 (pathlib costs start-up time)
    if os.path.isfile(os.path.join(project, "pyproject.toml")):  # noqa: PTH113, PTH118 (likewise)
        return SOURCE_TREE
    from importlib import metadata  # imported late: it costs more than the rest of `--version`

    try:
        return metadata.version("quality-gate")
    except metadata.PackageNotFoundError:
        return SOURCE_TREE
