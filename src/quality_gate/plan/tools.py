"""The programs that a shell script starts, as far as its words tell; what they cannot tell is left out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import chain
from typing import Final

_PUNCTUATION: Final = ";&|()\n"
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*\+?=")
_PLAIN: Final = re.compile(r"[\w./+@:~-]+\Z")
_IN_FRONT: Final = frozenset(
    {"!", "{", "if", "then", "elif", "else", "while", "until", "do", "time", "exec", "command"}
)
# After these nobody can say what the name of a program stands for.
_CHANGES_NAMES: Final = frozenset({".", "source", "eval", "alias"})
_PART: Final = re.compile(
    r"""(?P<text>\\.|'[^']*'|"(?:\\.|[^"\\])*"|<<<)"""
    r"""|(?P<comment>(?<![^\s;&|()])\#[^\n]*)"""
    r"""|<<(?P<tabs>-?)[ \t]*\\?(?P<quote>['"]?)(?P<end>\w+)(?P=quote)"""
    r"""|(?P<newline>\n)""",
    re.DOTALL,
)
_BUILT_IN: Final = frozenset(
    {
        *("[", "[[", ":", "}", "bg", "break", "builtin", "caller", "case", "cd", "compgen"),
        *("continue", "declare", "dirs", "disown", "done", "echo", "enable", "esac", "exit", "export"),
        *("false", "fc", "fg", "fi", "for", "function", "getopts", "hash", "help", "history", "in", "jobs"),
        *("kill", "let", "local", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray"),
        *("readonly", "return", "select", "set", "shift", "shopt", "test", "times", "trap", "true", "type"),
        *("typeset", "ulimit", "umask", "unalias", "unset", "wait"),
    }
)


def code(script: str) -> str:
    """The script without its comments and without the texts of its here-documents."""
    kept: list[str] = []
    ends: list[str] = []
    at = 0
    while part := _PART.search(script, at):
        kept.append(script[at : part.start()])
        at = part.end()
        if part["comment"]:
            continue
        kept.append(part[0])
        if part["end"]:
            ends.append(("^\t*" if part["tabs"] else "^") + part["end"] + "$")
        elif part["newline"]:
            at = _after_texts(script, at, ends)
            ends = []
    return "".join(kept) + script[at:]


def _after_texts(script: str, at: int, ends: list[str]) -> int:
    for end in ends:
        # Without its end it may be no here-document at all: `<<` is arithmetic, too.
        last = re.compile(end, re.MULTILINE).search(script, at)
        at = last.end() if last else at
    return at


def tools(script: str) -> tuple[str, ...]:
    """Each program once, in the order of the script."""
    found: dict[str, None] = {}
    own: set[str] = set()  # functions of the script, and the folder is another after `cd`
    for words, end in _commands(code(script)):
        rest = _bare(words)
        if any(word.startswith(("PATH=", "PATH+=")) for word in words):
            break
        first = rest[0] if rest else ""
        if first in _CHANGES_NAMES:
            break
        if end.startswith("()"):
            own.add(first)
        elif first in ("cd", "pushd"):
            own.add("cd")
        elif _counts(first) and first not in own and not ("cd" in own and first.startswith(".")):
            found[first] = None
    return tuple(found)


def _counts(word: str) -> bool:
    return word not in _BUILT_IN and _PLAIN.match(word) is not None and not word.isdigit()


def _bare(words: list[str]) -> tuple[str, ...]:
    """Without the variables and the shell's own words in front."""
    rest = tuple(words)
    while rest and (rest[0] in _IN_FRONT or _ASSIGNMENT.match(rest[0])):
        rest = rest[1:]
    return rest


def _commands(script: str) -> Iterator[tuple[list[str], str]]:
    """The words of each simple command, and what ended it; nothing more after a quote that stays open."""
    lexer = shlex.shlex(script.replace("\\\n", " "), posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace = " \t\r"
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    open_ones = 0
    try:
        for word in chain(lexer, "\n"):
            if word and set(word) <= set(_PUNCTUATION):
                # A `)` that nothing opened ends a pattern of `case`, which starts nothing.
                closes_pattern = word.startswith(")") and not open_ones
                if words and not closes_pattern:
                    yield words, word
                open_ones = max(0, open_ones + word.count("(") - word.count(")"))
                words = []
            else:
                words.append(word)
    except ValueError:  # a quote that stays open
        yield words, ""
