"""Globs follow gitignore's dialect, and paths have one spelling."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality_gate.model.paths import Globs, folders, name_pattern, nearest, repo_path


@pytest.mark.parametrize(
    ("patterns", "path", "fits"),
    [
        (("src/payments/**",), "src/payments/a.py", True),
        (("src/payments/**",), "src/payments/deep/a.py", True),
        (("src/payments/**",), "src/payments", False),
        (("src/payments",), "src/payments/deep/a.py", True),
        (("src/payments/",), "src/payments/a.py", True),
        (("src/payments/",), "src/payments", False),
        (("*.py",), "deep/down/a.py", True),
        (("/*.py",), "deep/a.py", False),
        (("/*.py",), "a.py", True),
        (("src/*.py",), "src/deep/a.py", False),
        (("**/test_*.py",), "test_a.py", True),
        (("**/test_*.py",), "a/b/test_a.py", True),
        (("a/**/b.py",), "a/b.py", True),
        (("a/**/b.py",), "a/x/y/b.py", True),
        (("**",), "a/b", True),
        (("a?.py",), "ab.py", True),
        (("a?.py",), "a/.py", False),
        (("[ab].py",), "b.py", True),
        (("[!ab].py",), "b.py", False),
        (("[!ab].py",), "c.py", True),
        (("[a-c].py",), "b.py", True),
        (("[].py",), "[].py", True),
        (("[z-a].py",), "b.py", False),
        (("[!z-a].py",), "b.py", True),
        (("[a-].py",), "-.py", True),
        (("[--0].py",), "..py", True),
        (("a[.-0]b",), "a/b", False),
        (("a\\*.py",), "a*.py", True),
        (("a\\*.py",), "ab.py", False),
        (("a**b.py",), "axxb.py", True),
        (("*a*b*c.py",), "xaxbxc.py", True),
        (("*a*b*c.py",), "xbxaxc.py", False),
        (("*ab*b.py",), "aab.py", False),
        (("a/**/b/**/c/**",), "a/x/b/b/y/c/z", True),
        (("a/**/b/**/c/**",), "a/x/c/y/b/z", False),
        (("**/a/b/**/b",), "a/a/b/c/b/d", True),
        (("**/**/a",), "x/a", True),
        (("src/**", "!**/migrations/**"), "src/migrations/a.py", False),
        (("src/**", "!**/migrations/**"), "src/a.py", True),
        (("!src/a.py", "src/**"), "src/a.py", True),
        ((), "a.py", False),
    ],
)
def test_globs(patterns: tuple[str, ...], path: str, fits: bool) -> None:
    assert Globs(patterns).match(path) is fits


_PARTS = st.sampled_from(
    ["a", "b", "ab", "*", "?", "**", "*a", "a*", "[ab]", "[!a]", "*a*b", "a*b*", "*a?", "*ab*b"]
)
_NAMES = st.sampled_from(["a", "b", "ab", "ba", "c", "abab", "aab"])


@given(
    pattern=st.lists(_PARTS, min_size=1, max_size=6).map("/".join),
    path=st.lists(_NAMES, min_size=1, max_size=6).map("/".join),
)
@settings(max_examples=200)
def test_globs_agree_with_git(pattern: str, path: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    repository = _repository(tmp_path_factory)
    (repository / ".gitignore").write_text(pattern + "\n", encoding="utf-8")
    asked = subprocess.run(
        ["git", "check-ignore", "-q", "--no-index", path], cwd=repository, check=False, capture_output=True
    )

    assert Globs((pattern,)).match(path) == (asked.returncode == 0)


def _repository(factory: pytest.TempPathFactory) -> Path:
    root = factory.getbasetemp() / "globs"
    if not root.exists():
        root.mkdir()
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*a" * 12 + "*b", "a" * 4_000),
        ("**/" + "*a" * 12 + "*b/c", "/".join(["a" * 400] * 20)),
        ("**/a/" * 12 + "b", "a/" * 1_000 + "c"),
        ("**/*a*/" * 12 + "b", "aaa/" * 500 + "c"),
        ("**/a/" * 12 + "**/b/**", "a/" * 1_000 + "c"),
    ],
)
def test_no_path_is_made_so_that_a_glob_never_ends(glob: str, path: str) -> None:
    assert not Globs((glob,)).match(path)


def test_no_name_is_made_so_that_a_glob_never_ends() -> None:
    assert not name_pattern("*a" * 12 + "*b").match("a" * 4_000)
    assert name_pattern("*a" * 12 + "*b").match("a" * 4_000 + "b")


def test_among_keeps_the_order() -> None:
    globs = Globs(("*.py",))

    assert globs.among(["b.py", "c.js", "a.py"]) == ["b.py", "a.py"]
    assert str(globs) == "*.py"


@pytest.mark.parametrize(
    ("glob", "name", "fits"),
    [
        ("*failover*", "tests/a.py::test_failover_slow", True),
        ("test_?", "test_a", True),
        ("test_?", "test_ab", False),
        ("*[[]linux]", "test[linux]", True),
        ("a[!b]c", "a/c", True),
        ("*one*two*", "one two", True),
        ("*one*two*", "two one", False),
        ("one*one", "one", False),
    ],
)
def test_names_cross_everything(glob: str, name: str, fits: bool) -> None:
    assert bool(name_pattern(glob).match(name)) is fits


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("src\\a.py", "src/a.py"),
        ("./src//a.py", "src/a.py"),
        ("src/../a.py", "a.py"),
        ("../a.py", None),
        ("..", None),
        (".", None),
        ("/etc/passwd", None),
        ("C:\\x\\a.py", None),
    ],
)
def test_one_spelling_for_a_path(text: str, path: str | None) -> None:
    assert repo_path(text) == path


def test_what_a_mistaken_word_meant() -> None:
    assert nearest("unti", ["unit", "e2e"]) == ["unit"]
    assert nearest("src/pay/**", ["lib/payments/**", "x"]) == ["lib/payments/**"]
    assert nearest("***", ["a"]) == []


def test_folders_for_suggestions() -> None:
    assert folders(["src/pay/a.py", "src/b.py"]) == ["src/pay/**", "src/**"]
