"""What somebody most likely meant whose command line argparse does not understand."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import Final

from quality_gate.cli.described import described
from quality_gate.model.paths import nearest

_UNKNOWN: Final = re.compile(r"unrecognized arguments: (.*)")
_CHOICE: Final = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")
_WORD: Final = re.compile(r"[\w-]+")


def meant(complaint: str, parser: argparse.ArgumentParser) -> str:
    """A line to add to the complaint; empty where nothing is near."""
    near = dict.fromkeys(_near(complaint, parser))
    return f"  → did you mean {', '.join(f'`{one}`' for one in near)}?\n" if near else ""


def _near(complaint: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    if found := _UNKNOWN.search(complaint):
        program, commands = described(parser)
        options = (*program, *(option for command in commands for option in command.options))
        # Without the dashes, which would make all of them alike.
        names = {name.lstrip("-"): name for option in options for name in option.names}
        for word in found[1].split():
            if word.startswith("-"):
                yield from (names[one] for one in nearest(word.strip("-").partition("=")[0], names, 1))
    elif found := _CHOICE.search(complaint):
        yield from nearest(found[1], _WORD.findall(found[2]), 1)
