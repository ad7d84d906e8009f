"""What the commands of a stage do, as far as their words tell: run tests, change files, hide failures."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.plan.tools import code

_DIVIDERS: Final = frozenset({";", "&&", "||", "|", "&", "|&", "(", ")", "{", "}", ";;"})
_WRAPPERS: Final = (
    ("uv", "run"),
    ("poetry", "run"),
    ("pdm", "run"),
    ("pipenv", "run"),
    ("hatch", "run"),
    ("bundle", "exec"),
    ("pnpm", "exec"),
    ("npm", "exec", "--"),
    ("yarn", "exec"),
    ("npx",),
    ("uvx",),
    ("pnpm", "dlx"),
    ("env",),
    ("cross-env",),
    ("time",),
    ("exec",),
    ("sudo",),
    ("xvfb-run",),
)
_PYTHON: Final = re.compile(r"(?:.*/)?(?:python(?:\d(?:\.\d+)?)?|py)\Z")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=")
_RUNNERS: Final = (
    r"pytest|py\.test|unittest|nose2|tox|nox|coverage run",
    r"jest|vitest|mocha|ava|cypress run|playwright test|node --test|karma start|ng test",
    r"(?:npm|yarn|pnpm|bun)(?: run)? (?:test|t|tst)(?:[: ]|\Z)",
    r"go test|gotestsum|cargo test|cargo nextest|ctest|dotnet test|phpunit|rspec|swift test|mix test",
    r"(?:\./)?(?:mvnw?)\b.* (?:test|verify|package|install)(?: |\Z)",
    r"(?:\./)?(?:gradlew?)\b.*[ :](?:test|check|build)(?: |\Z)",
)
_RUNS_TESTS: Final = re.compile("|".join(rf"(?:{one})(?:\Z|\b)" for one in _RUNNERS))
NO_EXIT: Final = "`--exit-zero`"
_HIDES: Final = (
    (re.compile(r"\|\|\s*(?:true|:|exit\s+0)(?=\s|;|\)|$)", re.MULTILINE), "`|| true`"),
    (re.compile(r"(?:;|\n)\s*exit\s+0\s*\Z"), "`exit 0` as the last command"),
    (re.compile(r"(?<!\S)set \+[a-z]*e"), "`set +e`"),
    (re.compile(r"--pass-?[wW]ith-?[nN]o-?[tT]ests(?!=false)"), "`--passWithNoTests`"),
    (re.compile(r"--exit-zero(?!\S)"), NO_EXIT),
    (re.compile(r"--suppress-(?:no-test|tests-failed)-exit-code"), "`--suppress-…-exit-code`"),
    (
        re.compile(r"-D(?:maven\.test\.failure\.ignore|testFailureIgnore)(?!=false)"),
        "a Maven switch that ignores failures",
    ),
    (
        re.compile(r"-DskipTests(?!=false)|-Dmaven\.test\.skip(?!=false)"),
        "a Maven switch that skips the tests",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """A tool that changes files: always without one of `checks`, or only with one of `writes`."""

    tool: str
    checks: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    remedy: str = ""


_WRITERS: Final = (
    _Writer(tool="black", checks=("--check", "--diff"), remedy="black --check"),
    _Writer(tool="isort", checks=("--check", "--check-only", "-c", "--diff"), remedy="isort --check-only"),
    _Writer(tool="ruff format", checks=("--check", "--diff"), remedy="ruff format --check"),
    _Writer(tool="ruff", writes=("--fix", "--unsafe-fixes"), remedy="ruff check"),
    _Writer(tool="autopep8", writes=("-i", "--in-place"), remedy="autopep8 --diff --exit-code"),
    _Writer(tool="yapf", writes=("-i", "--in-place"), remedy="yapf --diff"),
    _Writer(tool="prettier", checks=("--check", "-c", "--list-different", "-l"), remedy="prettier --check"),
    _Writer(tool="prettier", writes=("--write", "-w"), remedy="prettier --check"),
    _Writer(tool="eslint", writes=("--fix",), remedy="eslint without --fix"),
    _Writer(tool="stylelint", writes=("--fix",), remedy="stylelint without --fix"),
    _Writer(tool="biome", writes=("--write", "--apply", "--fix"), remedy="biome ci"),
    _Writer(tool="gofmt", writes=("-w",), remedy='test -z "$(gofmt -l .)"'),
    _Writer(tool="goimports", writes=("-w",), remedy='test -z "$(goimports -l .)"'),
    _Writer(tool="go fmt", checks=("-n",), remedy='test -z "$(gofmt -l .)"'),
    _Writer(tool="cargo fmt", checks=("--check",), remedy="cargo fmt --check"),
    _Writer(tool="rustfmt", checks=("--check",), remedy="rustfmt --check"),
    _Writer(tool="clang-format", writes=("-i",), remedy="clang-format --dry-run --Werror"),
    _Writer(tool="terraform fmt", checks=("-check", "--check"), remedy="terraform fmt -check"),
    _Writer(tool="shfmt", writes=("-w", "--write"), remedy="shfmt -d"),
    _Writer(tool="rubocop", writes=("-a", "-A", "--autocorrect", "--autocorrect-all"), remedy="rubocop"),
)


def calls(script: str) -> Iterator[tuple[str, ...]]:
    """Each simple command in words, without variables in front and without what only wraps it."""
    for line in code(script).replace("\\\n", " ").splitlines():
        words: list[str] = []
        for word in (*_words(line), ";"):
            if word in _DIVIDERS:
                if bare := _unwrapped(words):
                    yield bare
                words = []
            else:
                words.append(word)


def runs_tests(script: str) -> str:
    """The first call that is known to run tests; empty where there is none."""
    lines = (" ".join(call) for call in calls(script))
    return next((line for line in lines if _RUNS_TESTS.match(line)), "")


def writers(script: str) -> Iterator[tuple[str, str]]:
    """Calls that change files where a check was meant, each with what to write instead."""
    for call in calls(script):
        line = " ".join(call)
        for writer in _WRITERS:
            if line != writer.tool and not line.startswith(f"{writer.tool} "):
                continue
            checked = not set(call).isdisjoint(writer.checks)
            if not set(call).isdisjoint(writer.writes) or (writer.checks and not checked):
                yield line, writer.remedy
                break


def hidden(script: str) -> list[str]:
    """What in the script keeps a failure from being seen."""
    bare = code(script)
    return [said for pattern, said in _HIDES if pattern.search(bare)]


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|()")
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:  # a quote that spans lines
        return line.split()


def _unwrapped(words: list[str]) -> tuple[str, ...]:
    rest = tuple(words)
    while rest:
        wrapper = next((known for known in _WRAPPERS if rest[: len(known)] == known), ())
        if wrapper:
            rest = rest[len(wrapper) :]
        elif _ASSIGNMENT.match(rest[0]) or rest[0] in ("!", "then", "do", "else", "if"):
            rest = rest[1:]
        elif _PYTHON.match(rest[0]) and rest[1:2] == ("-m",):
            rest = rest[2:]
        else:
            return rest
    return ()
