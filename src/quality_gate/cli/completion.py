"""`completion`: print a completion script for bash, zsh or fish, made from what is parsed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.world.console import Console

_EPILOG: Final = """\
bash   source <(quality-gate completion bash)
zsh    source <(quality-gate completion zsh)
fish   quality-gate completion fish | source
"""
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


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to complete for")


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.cli.commands import command_line
    from quality_gate.cli.completion_scripts import SCRIPTS

    top, commands = described(command_line(["completion"]))
    Console().say(SCRIPTS[arguments.shell](top, commands))
    return 0


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
