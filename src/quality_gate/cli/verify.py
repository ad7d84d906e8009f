"""`verify`: check a record where it is needed, in the job that deploys."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from quality_gate.bind.written import parse_duration
from quality_gate.model.errors import UsageError
from quality_gate.model.output import RECORD
from quality_gate.model.wording import duration_text, listed
from quality_gate.readers.decided import Decided, read_decided
from quality_gate.renderers.escape import for_terminal
from quality_gate.rules.judge import Decides, decided
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World

_EPILOG = """\
examples
  quality-gate verify quality-gate/record.json
  quality-gate verify record.json --sha "$GITHUB_SHA" --max-age 24h \\
    --profile pre-deploy

The verdict is worked out anew from the rulings in the record.

exit codes: 0 this record clears this commit, 1 it does not, 2 mistakes on the
command line
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("record", metavar="RECORD", nargs="?", default=RECORD, help=f"default: {RECORD}")
    parser.add_argument("-C", "--directory", metavar="DIR", default=".", help="work as if started in DIR")
    parser.add_argument("--sha", metavar="SHA", default="", help="the commit to deploy (default: HEAD)")
    parser.add_argument("--max-age", metavar="AGE", default="", help="the oldest it may be, such as 24h")
    parser.add_argument("--profile", metavar="P", default="", help="the profile that must have decided")
    parser.add_argument("--target", metavar="T", default="", help="the target that must have been looked at")
    parser.add_argument("--gate", metavar="NAME", default="", help="the gate that must have decided")
    parser.add_argument("--strict", action="store_true", help="warnings do not clear a commit either")


def execute(arguments: argparse.Namespace) -> int:
    environment = Environment()
    world = World.at(Path(arguments.directory).resolve(), Console(allow_color=environment.color), environment)
    oldest = _duration(arguments.max_age)
    commit = arguments.sha.lower() or world.git.head()
    if not commit:
        raise UsageError("there is no commit to compare with", "name one with --sha")
    shown = for_terminal(arguments.record)
    try:
        with world.files.open(str(Path(arguments.directory, arguments.record).absolute())) as stream:
            found = read_decided(stream)
    except OSError as error:
        found = error.strerror or str(error)
    if isinstance(found, str):
        world.console.say(f"not cleared: {shown} cannot be read: {for_terminal(found)}")
        return 1
    troubles = list(_troubles(found, commit, arguments, oldest, world.clock.now()))
    for trouble in troubles:
        world.console.say(f"not cleared: {trouble}")
    if not troubles:
        about = f"profile {found.profile}" + (f", target {found.target}" if found.target else "")
        world.console.say(f"cleared: {commit[:12]} was decided {found.phrase} ({for_terminal(about)})")
    return int(bool(troubles))


def _troubles(
    found: Decided, commit: str, wanted: argparse.Namespace, oldest: Fraction | None, now: str
) -> Iterator[str]:
    """Every reason why this record does not clear this commit."""
    again = decided(found.rulings, Decides(scope=found.scope))
    # Words of the verdict are only repeated where the rulings say the same.
    phrase = found.phrase if found.phrase == again.phrase else for_terminal(found.phrase)
    if not found.ready:
        yield f"the record says {phrase or 'nothing'}"
    elif again.phrase != found.phrase:
        yield f"the record says {phrase}, and its rulings add up to {for_terminal(again.phrase)}"
    elif wanted.strict and again.warning:
        yield f"the record says {phrase}"
    yield from map(for_terminal, _other(found, commit, wanted, oldest, now))


def _other(
    found: Decided, commit: str, wanted: argparse.Namespace, oldest: Fraction | None, now: str
) -> Iterator[str]:
    """It may be a good record, of something else."""
    if not _same_commit(found.commit, commit):
        yield f"the record is of commit {found.commit[:12] or 'none'}, not of {commit[:12]}"
    if found.edited:
        yield f"the record is of files that were not committed: {listed(found.edited)}"
    for word in ("profile", "target", "gate"):
        asked = getattr(wanted, word)
        if asked and getattr(found, word) != asked:
            yield f"the record is of {word} {getattr(found, word) or 'none'}, not of {asked}"
    if oldest is not None and (said := _too_old(found.time, now, oldest)):
        yield said


def _same_commit(one: str, other: str) -> bool:
    """Shortened ones count as long as nobody could mistake them."""
    enough = min(len(one), len(other)) >= 7
    return bool(one) and enough and (one.startswith(other) or other.startswith(one))


def _too_old(then: str, now: str, oldest: Fraction) -> str:
    try:
        age = _moment(now) - _moment(then)
    except ValueError:
        return f"the record does not tell its age: {then!r} is no time"
    if age < 0:
        return "the record claims to come from the future"
    return (
        f"the record is {duration_text(age)} old, more than {duration_text(oldest)}" if age > oldest else ""
    )


def _moment(text: str) -> Fraction:
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Fraction(int(aware.timestamp()))


def _duration(text: str) -> Fraction | None:
    if not text:
        return None
    found = parse_duration(text)
    if found is None:
        raise UsageError(f"{text!r} is no duration", "write a number with its unit: 90m, 24h")
    return found
