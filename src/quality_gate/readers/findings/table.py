"""Every format of findings, by how a file of it begins; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader


def xml() -> tuple[Reader, ...]:
    from quality_gate.readers.findings import checkstyle

    return (checkstyle,)


def json() -> tuple[Reader, ...]:
    from quality_gate.readers.findings import (
        bandit,
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

    return (
        bandit,
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


def text() -> tuple[Reader, ...]:
    return ()
