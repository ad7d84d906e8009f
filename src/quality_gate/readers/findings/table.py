"""Every format of findings; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.findings import (
    bandit,
    checkstyle,
    code_quality,
    conftest_json,
    empty_list,
    eslint,
    gitleaks,
    mypy,
    npm_audit,
    pip_audit,
    reviewdog,
    ruff,
    sarif,
    semgrep,
    trivy,
)
from quality_gate.readers.reader import Reader

READERS: tuple[Reader, ...] = (
    bandit,
    checkstyle,
    code_quality,
    conftest_json,
    empty_list,
    eslint,
    gitleaks,
    mypy,
    npm_audit,
    pip_audit,
    reviewdog,
    ruff,
    sarif,
    semgrep,
    trivy,
)
