"""What the words of a command tell about it."""

from __future__ import annotations

import pytest

from quality_gate.plan.commands import calls, hidden, runs_tests, writers


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("A=1 B=2 pytest -q && echo done", ["pytest -q", "echo done"]),
        (
            "uv run python3.12 -m pytest x | tee log; (cd web; npx jest)",
            ["pytest x", "tee log", "cd web", "jest"],
        ),
        ("if ! poetry run black --check .; then exit 1; fi", ["black --check .", "exit 1", "fi"]),
        ("env X=1 time pytest \\\n  -q", ["pytest -q"]),
        ("echo 'never closed\npytest", ["echo 'never closed", "pytest"]),
        ("npx", []),
        ("", []),
        ("# only a comment", []),
        ("cat > x <<END\npytest\nEND\nls", ["cat > x <<END", "ls"]),
    ],
)
def test_calls_are_seen_without_what_wraps_them(script: str, found: list[str]) -> None:
    assert [" ".join(call) for call in calls(script)] == found


@pytest.mark.parametrize(
    "script",
    [
        "pytest tests",
        "cd web && npm test",
        "npm run test:unit -- --ci",
        "yarn test",
        "python -m unittest discover",
        "coverage run -m pytest",
        "go test ./...",
        "cargo test --all",
        "./mvnw -B verify",
        "./gradlew :app:test",
        "npx playwright test",
        "node --test",
        "tox",
    ],
)
def test_test_runners_are_known(script: str) -> None:
    assert runs_tests(script)


@pytest.mark.parametrize(
    "script", ["ruff check", "npm run lint", "npm run testing", "go vet", "make", "cat pytest.ini"]
)
def test_other_commands_run_no_tests(script: str) -> None:
    assert runs_tests(script) == ""


@pytest.mark.parametrize(
    "script",
    [
        "black src",
        "isort .",
        "prettier .",
        "prettier --write .",
        "npx eslint --fix .",
        "ruff check --fix",
        "ruff format",
        "uvx ruff format src",
        "gofmt -w .",
        "cargo fmt",
        "set -e\npython -m black .",
    ],
)
def test_a_tool_that_repairs_is_no_check(script: str) -> None:
    assert len(list(writers(script))) == 1


@pytest.mark.parametrize(
    "script",
    [
        "black --check src",
        "isort --check-only .",
        "prettier --check .",
        "eslint .",
        "ruff check",
        "ruff format --check",
        'test -z "$(gofmt -l .)"',
        "cargo fmt --all -- --check",
        "blacken src",
        "echo black src",
    ],
)
def test_a_check_is_a_check(script: str) -> None:
    assert list(writers(script)) == []


@pytest.mark.parametrize(
    "script",
    [
        "pytest || true",
        "pytest || :",
        "(pytest || exit 0)",
        "pytest; exit 0",
        "pytest\nexit 0\n",
        "set +e\npytest",
        "jest --passWithNoTests",
        "vitest --pass-with-no-tests",
        "flake8 --exit-zero",
        "mvn verify -Dmaven.test.failure.ignore=true",
        "mvn verify -DskipTests",
        "echo '# no comment' && make || true",
        'echo "a \\" # b" && make || true',
        "echo \\# a#b ${x#y} && make || true",
        "cat <<< END\nmake || true\nEND",
        "echo $((1 << 2))\nmake || true",
        "cat > run.sh <<'END'\nmake\nEND\nmake x || true",
        "cat <<'END'\nnever closed\nmake || true",
        "echo '<<END'\nmake || true\nEND",
        "# <<END\nmake || true\nEND",
        "bash -c 'make || true; ls'",
    ],
)
def test_what_hides_a_failure_is_seen(script: str) -> None:
    assert len(hidden(script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        "pytest || exit 1",
        "pytest; exit $code",
        "jest --passWithNoTests=false",
        "exit 0 && pytest",
        "true && pytest",
        "a || truesight",
        "make x; true",
        "make x\ntrue\n",
        "make x; :",
        "jest --bail 0",
        "jest --bail=0",
        "make x  # never write || true",
        "# set +e\nmake x;# || true",
        "cat > run.sh <<'END'\nmake || true\nEND\nmake x",
        "cat <<-END && make x\n\tset +e\n\tEND\nmake y",
        "cat <<ONE <<TWO\nit's\nONE\na || true\nTWO",
    ],
)
def test_what_hides_nothing_is_left_alone(script: str) -> None:
    assert hidden(script) == []
