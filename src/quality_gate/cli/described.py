"""What a parser understands, as values that a completion script can be made from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_PATHS: Final = ("FILE", "PATH", "REPORT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    names: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()
    takes: str = ""  # what its value is called; empty for a switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One command with all that may follow it."""

    name: str
    help: str
    options: tuple[Option, ...]
    choices: tuple[str, ...] = ()  # of its arguments
    files: bool = False  # whether its arguments are paths


def described(parser: argparse.ArgumentParser) -> tuple[tuple[Option, ...], tuple[Called, ...]]:
    """The options of the program itself, and its commands; hidden options stay hidden."""
    commands = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list what it parses
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - likewise
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001 - likewise
            commands = [_called(name, helps[name], sub) for name, sub in action.choices.items()]
    return tuple(_options(parser)), tuple(commands)


def _called(name: str, summary: str, parser: argparse.ArgumentParser) -> Called:
    arguments = [
        action
        for action in parser._actions  # noqa: SLF001 - argparse has no other way to list what it parses
        if not action.option_strings
    ]
    return Called(
        name=name,
        help=summary,
        options=tuple(_options(parser)),
        choices=tuple(str(choice) for action in arguments for choice in action.choices or ()),
        files=any(action.metavar in _PATHS for action in arguments),
    )


def _options(parser: argparse.ArgumentParser) -> Iterator[Option]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list what it parses
        if action.option_strings and action.help != argparse.SUPPRESS:
            metavar = action.metavar if isinstance(action.metavar, str) else action.dest
            yield Option(
                names=tuple(action.option_strings),
                help=(action.help or "").replace("%%", "%"),
                choices=tuple(str(choice) for choice in action.choices or ()),
                takes="" if action.nargs == 0 else metavar,
            )
