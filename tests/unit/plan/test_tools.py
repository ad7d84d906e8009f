"""Which programs a script starts, and what its words cannot tell."""

from __future__ import annotations

import pytest

from quality_gate.plan.tools import tools


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("", ""),
        ("pytest tests && npm ci; FOO=1 go x | tee log", "pytest npm go tee"),
        ("make\nmake", "make"),
        ("if ! git diff --quiet; then\n  echo no\n  exit 1\nfi", "git"),
        ("for i in a b; do sh run.sh $i; done", "sh"),
        ("pytest \\\n  tests", "pytest"),
        ("echo $(git ls-files)", "git"),
        ("time exec command ruff check .", "ruff"),
        ("(cat x; ls) & wait", "cat ls"),
        ("ls 2>&1 | cat; >out wc", "ls cat"),
        # Their own functions, and what is not a command at all.
        ("f() { rg x; }\nf && jq .", "rg jq"),
        ("case $1 in a) make a;; b) ninja b;; esac", "make ninja"),
        ("cat > x <<'END'\nfoo bar\nEND\nls", "cat ls"),
        ("make # comment don't\ngo test ./...", "make go"),
        ("cat <<< word\nls", "cat ls"),
        ("cat <<'A' <<-B\nx y\nA\nfoo\n\tB\nls", "cat ls"),
        ("make # a comment\ngo test ./...", "make go"),
        ("# make\nls", "ls"),
        ("echo '#' && make \\#x && ls", "make ls"),
        ("FOO=1", ""),
        ("python -c 'import os\nprint(1)' && ruff check .", "python ruff"),
        # What nobody can tell by looking at the words.
        ("$PYTHON -m x; 'my tool' x", ""),
        ("ls; source .venv/bin/activate && pytest", "ls"),
        ("ls; . env.sh; pytest", "ls"),
        ("PATH=bin:$PATH tool; pytest", ""),
        ("export PATH=$PWD:$PATH; foo", ""),
        ("cd web && ./gradlew test && npx jest", "npx"),
        ("./gradlew test", "./gradlew"),
        ("ls; 'open", "ls"),
    ],
)
def test_tools(script: str, found: str) -> None:
    assert tools(script) == tuple(found.split())
