"""Addresses on the server that hosts the repository; none at all where a part of one looks wrong."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import quote

from quality_gate.model.context import Context
from quality_gate.model.paths import repo_path

_URL: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/?\Z")
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+\Z")
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}\Z")


def safe_url(text: str) -> str:
    return _quiet(text) if _URL.match(text) else ""


def commit_url(context: Context) -> str:
    base = _base(context)
    return _quiet(f"{base}/commit/{context.commit}") if base else ""


def line_url(context: Context, path: str, lines: tuple[int, int] | None = None) -> str:
    """Where the lines stand in the commit that was judged."""
    base = _base(context)
    if not base or repo_path(path) != path:
        return ""
    anchor = "" if lines is None else f"#L{lines[0]}" + (f"-L{lines[1]}" if lines[1] != lines[0] else "")
    whole = quote(posixpath.join(context.folder, path), errors="replace")
    return _quiet(f"{base}/blob/{context.commit}/{whole}") + anchor


def _quiet(url: str) -> str:
    """The same address; a file named READY is not a second verdict."""
    return url.replace("READY", "%52EADY")


def _base(context: Context) -> str:
    fine = (
        _URL.match(context.server_url)
        and _REPOSITORY.match(context.repository)
        and _COMMIT.match(context.commit)
    )
    return f"{context.server_url.rstrip('/')}/{context.repository}" if fine else ""
