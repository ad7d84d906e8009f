"""What a change reaches, in words: its folders, its dependencies, its migrations, the pipeline."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from quality_gate.model.changes import Changes
from quality_gate.model.wording import listed, plural

_MOST: Final = 5
_KINDS: Final = (
    (
        "dependencies",
        re.compile(
            r"(?:^|/)(?:[^/]*requirements[^/]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?"
            r"|poetry\.lock|uv\.lock|package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml"
            r"|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|pom\.xml|[^/]+\.gradle(?:\.kts)?|libs\.versions\.toml"
            r"|Gemfile(?:\.lock)?|composer\.(?:json|lock)|[^/]+\.csproj|Directory\.Packages\.props)$"
        ),
    ),
    ("database migrations", re.compile(r"(?:^|/)(?:migrations?|alembic/versions)/")),
    (
        "the pipeline and its secrets",
        re.compile(
            r"(?:^|/)(?:\.github/(?:workflows|actions)/.*|\.gitlab-ci\.yml|Jenkinsfile|Dockerfile[^/]*"
            r"|(?:docker-)?compose[^/]*\.ya?ml|CODEOWNERS|\.env[^/]*|[^/]+\.(?:pem|key|crt))$"
        ),
    ),
)


def impact_of(changes: Changes) -> tuple[str, ...]:
    """Nothing where nothing has changed."""
    return tuple(_said(changes)) if changes.files else ()


def _said(changes: Changes) -> Iterator[str]:
    folders = dict.fromkeys(posixpath.dirname(path) or "the top folder" for path in sorted(changes.files))
    number = plural(len(changes.files), "file")
    yield f"this change reaches {number} since {changes.base[:7]}, in {listed(folders, _MOST)}"
    for name, pattern in _KINDS:
        touched = [path for path in sorted(changes.files) if pattern.search(path)]
        if touched:
            said = listed((_with_lines(path, changes) for path in touched), _MOST)
            yield f"this change touches {name}: {said}"


def _with_lines(path: str, changes: Changes) -> str:
    """`requirements.txt (1 line added or edited)`."""
    count = changes.files[path].lines.bit_count()
    return f"{path} ({plural(count, 'line')} added or edited)" if count else path
