"""Finds the command, runs it, and turns whatever happens into the documented exit code."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import sys
from collections.abc import Sequence
from importlib import import_module

from quality_gate.cli.commands import COMMANDS, command_line
from quality_gate.model.errors import ConfigMistakes, GateError, Interrupted
from quality_gate.world.console import Console

BUG = 70
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
ISSUES = "https://github.com/org/quality-gate/issues"


def entry() -> None:
    """The only exit."""
    # A run is short, and leaves few circles behind: looking for them every 700 objects would slow it down.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    try:
        return _execute(argv)
    except ConfigMistakes as mistakes:
        from quality_gate.config.words import mistakes_text  # imported late: only mistakes pay for it

        _complain(mistakes_text(mistakes))
        return mistakes.exit_code
    except KeyboardInterrupt:
        _complain("quality-gate: interrupted")
        return Interrupted.exit_code
    except Interrupted:  # only stages raise it, after they have written what they have
        _complain("quality-gate: interrupted; what was collected so far is kept in quality-gate/")
        return Interrupted.exit_code
    except GateError as error:
        _complain(f"quality-gate: {error.what}" + (f"\n  → {error.remedy}" if error.remedy else ""))
        return error.exit_code
    except Exception:  # noqa: BLE001 (our bug: say so, with all that helps to find it)
        import traceback

        _complain(
            f"{traceback.format_exc()}quality-gate: this is a bug in quality-gate; please report it: {ISSUES}"
        )
        return BUG


def _execute(argv: Sequence[str]) -> int:
    arguments, code = _understood(argv)
    if arguments is None:
        return code
    return int(import_module(COMMANDS[arguments.command].module).execute(arguments))


def _understood(argv: Sequence[str]) -> tuple[argparse.Namespace | None, int]:
    """What is wanted; none where the answer has already been given: help, the version, or why not."""
    said, complaint = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complaint):
        parser = command_line(argv)
        try:
            arguments = parser.parse_args(argv)
        except SystemExit as stop:
            arguments, code = None, stop.code if isinstance(stop.code, int) else 2
            if code:
                from quality_gate.cli.meant import meant  # imported late: only mistakes pay for it

                complaint.write(meant(complaint.getvalue(), parser))
        else:
            code = 0
            if not getattr(arguments, "command", None):
                parser.print_help()
                arguments = None
    if complaint.getvalue():
        _complain(complaint.getvalue())
    if said.getvalue():
        Console().say(said.getvalue())
    return arguments, code


def _complain(text: str) -> None:
    from quality_gate.renderers.neutral import neutral_line  # imported late: the happy way says nothing here

    Console().tell("\n".join(map(neutral_line, text.splitlines())))
