"""`completion`: print a completion script for bash, zsh or fish, made from what is parsed."""

from __future__ import annotations

import argparse
from typing import Final

from quality_gate.cli.completion_scripts import SCRIPTS
from quality_gate.cli.described import described
from quality_gate.world.console import Console

_EPILOG: Final = """\
bash   source <(quality-gate completion bash)
zsh    source <(quality-gate completion zsh)
fish   quality-gate completion fish | source
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to complete for")


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.cli.commands import command_line

    top, commands = described(command_line(["completion"]))
    Console().say(SCRIPTS[arguments.shell](top, commands))
    return 0
