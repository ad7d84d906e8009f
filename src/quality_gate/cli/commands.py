"""Every command, one row each; a command's own file is imported only when it is called."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final


@dataclass(frozen=True, slots=True)
class Command:
    module: str
    summary: str


COMMANDS: Final[dict[str, Command]] = {
    "run": Command("quality_gate.cli.run", "run the stages, then judge and publish"),
    "check": Command("quality_gate.cli.check", "judge what lies there, run nothing"),
    "read": Command("quality_gate.cli.read", "say what a report really says"),
    "plan": Command("quality_gate.cli.plan", "say what would run, and why"),
    "stage": Command("quality_gate.cli.stage", "run one stage, shard or variant, and write its envelope"),
    "conclude": Command("quality_gate.cli.conclude", "merge envelopes, judge and publish"),
    "base": Command("quality_gate.cli.which_base", "say what this run is compared with, from where, how old"),
    "coverage": Command("quality_gate.cli.coverage", "show coverage by file and group; --check judges it"),
    "init": Command("quality_gate.cli.init", "write a configuration for what the repository already has"),
    "lint": Command("quality_gate.cli.lint", "find mistakes and holes in the configuration"),
    "waive": Command("quality_gate.cli.waive", "excuse a known failure for a while; list, prune"),
    "explain": Command("quality_gate.cli.explain", "say what a rule asks for, what it last said, and why"),
    "doctor": Command("quality_gate.cli.doctor", "say whether everything is here; --paths: where files lead"),
    "selftest": Command("quality_gate.cli.selftest", "prove that each required rule can fail"),
    "verify": Command("quality_gate.cli.verify", "check a record where it counts: in the job that deploys"),
    "schema": Command("quality_gate.cli.schema", "print the JSON Schema of the configuration or the record"),
    "completion": Command("quality_gate.cli.completion", "print a completion script for bash, zsh or fish"),
}
_EPILOG: Final = """\
exit codes
  0   ready, ready with warnings, or passed (with --strict, warnings exit 1)
  1   not ready, or failed
  2   a mistake in the configuration or on the command line
  3   the gate itself cannot work here
  4   an outlet marked as required refused
  70  a bug in quality-gate
  130 interrupted

start with `quality-gate init`, or without a configuration:
`quality-gate check`; `quality-gate COMMAND --help` shows examples
"""


def command_line(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The whole parser; only the command that is called fills in its own options, unless all are wanted."""
    parser = argparse.ArgumentParser(
        prog="quality-gate",
        description="May this commit be deployed? One answer, with the reasons.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    called = next((word for word in argv if word in COMMANDS), None)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=command.summary,
            description=command.summary[0].upper() + command.summary[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,  # a slip of the finger must not start a whole run
        )
        if called in (name, "completion"):
            import_module(command.module).configure(sub)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:  # noqa: A002 - argparse's word
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from quality_gate.version import described

        print(f"quality-gate {described()}")
        parser.exit()
