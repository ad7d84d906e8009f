"""Which version this is: the tag it was built from, or a plain word for a source tree."""

from __future__ import annotations


def version() -> str:
    from importlib import metadata  # imported late: it costs more than the rest of `--version`

    try:
        return metadata.version("quality-gate")
    except metadata.PackageNotFoundError:
        return "0 (source tree)"
