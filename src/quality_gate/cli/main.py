"""Finds the command, runs it, and turns whatever happens into the documented exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from quality_gate.cli.commands import COMMANDS, command_line
from quality_gate.model.errors import ConfigMistakes, GateError, Interrupted, OutletRefused

BUG = 70
ISSUES = "https://github.com/org/quality-gate/issues"


def entry() -> None:
    """The only exit."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    try:
        return _execute(argv)
    except ConfigMistakes as mistakes:
        from quality_gate.config.words import mistakes_text  # imported late: only mistakes pay for it

        _complain(mistakes_text(mistakes))
        return mistakes.exit_code
    except (Interrupted, KeyboardInterrupt):
        _complain("quality-gate: interrupted; what was collected so far is kept in quality-gate/")
        return Interrupted.exit_code
    except GateError as error:
        _complain(f"quality-gate: {error.what}" + (f"\n  → {error.remedy}" if error.remedy else ""))
        return error.exit_code
    except BrokenPipeError:
        return OutletRefused.exit_code
    except Exception:  # noqa: BLE001 (our bug: say so, with all that helps to find it)
        import traceback

        _complain(
            f"{traceback.format_exc()}quality-gate: this is a bug in quality-gate; please report it: {ISSUES}"
        )
        return BUG


def _execute(argv: Sequence[str]) -> int:
    parser = command_line(argv)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has already said why
        return stop.code if isinstance(stop.code, int) else 2
    if not getattr(arguments, "command", None):
        parser.print_help()
        return 0
    return int(import_module(COMMANDS[arguments.command].module).execute(arguments))


def _complain(text: str) -> None:
    from quality_gate.renderers.neutral import neutral_line  # imported late: the happy way says nothing here

    for line in text.splitlines():
        print(neutral_line(line), file=sys.stderr)
