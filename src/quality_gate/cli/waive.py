"""`waive`: excuse a known failure for a while, list what is excused, delete what is not needed any more."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta

from quality_gate.cli.options import common_options
from quality_gate.cli.prepare import Prepared, prepare
from quality_gate.cli.waive_words import known_states, table_text, unknown_test
from quality_gate.cli.waiver_files import around_of
from quality_gate.config.load import load
from quality_gate.config.waivers import waiver_files
from quality_gate.model.errors import CannotWork, ConfigMistakes, UsageError
from quality_gate.model.waivers import Waiver, WaiverKind, WaiverState
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import for_terminal
from quality_gate.world.files import Files

_DAYS = 30
_EPILOG = """\
examples
  quality-gate waive add tests/test_pay.py::test_refund \\
    --error='Timeout' --reason='the sandbox is slow' --owner=@team-pay
  quality-gate waive list
  quality-gate waive prune --yes

A waiver excuses one error of one test until a day, and never more: another
error fails as before, and after that day so does this one. It is written into
the configuration, or into the file that `waivers: {file: …}` names there;
comments and layout stay. `prune` deletes waivers that have expired, and those
that the last run found stale.

exit codes: 0 done, 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("action", choices=("add", "list", "prune"), help="what to do with the waivers")
    parser.add_argument("test", metavar="TEST", nargs="?", default="", help="add: the test's whole identity")
    common_options(parser)
    parser.add_argument("--error", metavar="TEXT", default="", help="add: what the failure says")
    parser.add_argument("--reason", metavar="TEXT", default="", help="add: why it may fail for now")
    parser.add_argument("--owner", metavar="WHO", default="", help="add: who mends it")
    parser.add_argument("--issue", metavar="URL", default="", help="add: where it is worked on")
    parser.add_argument(
        "--expires", metavar="DAY", default="", help="add: its last day (default: 30 days from now)"
    )
    parser.add_argument("--max-matches", metavar="N", type=int, help="add: how many a pattern may excuse")
    parser.add_argument(
        "--kind",
        choices=tuple(str(kind) for kind in WaiverKind),
        default="tests",
        help="add: what TEST names (default: tests)",
    )
    parser.add_argument("--yes", action="store_true", help="prune: delete what was listed")


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    if not prepared.configured:
        raise UsageError("there is no configuration to write to", "run `quality-gate init`")
    if arguments.action == "add":
        return _add(arguments, prepared)
    if arguments.test:
        raise UsageError(f"{arguments.action} takes no name", "leave it out")
    return _prune(arguments, prepared) if arguments.action == "prune" else _list(prepared)


def _list(prepared: Prepared) -> int:
    waivers = prepared.settings.waivers
    world = prepared.world
    if not waivers:
        world.console.say("no waivers")
        return 0
    states = known_states(waivers, world)
    world.console.say("\n".join(table_text(waivers, states, world.clock.today(), world.console.width)))
    return 0


def _add(arguments: argparse.Namespace, prepared: Prepared) -> int:
    from quality_gate.config.waiver_text import with_entry

    if not arguments.test:
        raise UsageError("no name is given", "quality-gate waive add 'tests/test_a.py::test_b' --error '…'")
    world, today = prepared.world, prepared.world.clock.today()
    expires = _day(arguments.expires) if arguments.expires else today + timedelta(days=_DAYS)
    if expires < today:
        raise UsageError(f"{expires} is over", "name a day to come")
    config = prepared.context.config
    names = waiver_files(load(_text(world.files, config), config))
    file = names[0] if names else config
    text = _text(world.files, file)
    after = with_entry(text, file, _entry(arguments, today, expires))
    _refuse_mistakes(prepared, file, after)
    _write(world.files, file, after)
    world.console.say(f"{for_terminal(file)}: {for_terminal(arguments.test)} is excused until {expires}")
    if arguments.kind == WaiverKind.TESTS and (doubt := unknown_test(arguments.test, world)):
        world.console.tell(f"warning: {for_terminal(doubt)}")
    return 0


def _entry(arguments: argparse.Namespace, today: date, expires: date) -> dict[str, str]:
    from quality_gate.config.waiver_text import quoted

    words = ("error", "reason", "owner", "issue")
    said = {word: quoted(value) for word in words if (value := getattr(arguments, word))}
    most = {} if arguments.max_matches is None else {"max-matches": str(arguments.max_matches)}
    days = {"added": str(today), "expires": str(expires)}
    return {arguments.kind: quoted(arguments.test), **said, **days, **most}


def _refuse_mistakes(prepared: Prepared, file: str, after: str) -> None:
    """What would be a mistake tomorrow is not written today."""
    from quality_gate.config.assemble import assemble
    from quality_gate.config.waivers import Around, bound_file

    config = prepared.context.config
    root = load(after if file == config else _text(prepared.world.files, config), config)
    around = around_of(root, prepared.world)
    try:
        if file == config:
            assemble(root, file, around)
        else:
            bound_file(load(after, file), file, Around(today=around.today))
    except ConfigMistakes as mistakes:
        what = "; ".join(one.what for one in mistakes.mistakes)
        remedy = mistakes.mistakes[0].remedy
        raise UsageError(f"no waiver was written: {what}", remedy) from mistakes


def _prune(arguments: argparse.Namespace, prepared: Prepared) -> int:
    from quality_gate.config.waiver_text import without_entries

    world, today = prepared.world, prepared.world.clock.today()
    states = known_states(prepared.settings.waivers, world)
    gone = [
        waiver
        for waiver in prepared.settings.waivers
        if waiver.days_left(today) < 0 or states.get(waiver.rule) is WaiverState.STALE
    ]
    if not gone:
        world.console.say("nothing to prune")
        return 0
    world.console.say("\n".join(table_text(gone, states, today, world.console.width)))
    if not arguments.yes:
        world.console.say(f"{plural(len(gone), 'waiver')} to delete: run again with --yes")
        return 0
    for file in dict.fromkeys(waiver.file for waiver in gone):
        name = file or prepared.context.config
        text = _text(world.files, name)
        _write(world.files, name, without_entries(text, name, _positions(text, name, gone, file)))
    world.console.say(f"{plural(len(gone), 'waiver')} deleted")
    return 0


def _positions(text: str, name: str, gone: list[Waiver], file: str) -> list[int]:
    items = next(value.items for key, value in load(text, name).entries if key.text == "waivers")
    lines = {int(waiver.where.rpartition(":")[2]) for waiver in gone if waiver.file == file}
    return [at for at, item in enumerate(items) if item.line in lines]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "")
    except ValueError:
        raise UsageError(f"{text!r} is no day", "write year, month and day: 2027-01-15") from None


def _text(files: Files, name: str) -> str:
    try:
        return files.read(name).decode("utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read: {error}", "edit the file itself") from error


def _write(files: Files, name: str, text: str) -> None:
    """Through a link to the file itself: the link stays."""
    path = files.path(name).resolve()
    try:
        Files(path.parent).write(path.name, text)
    except OSError as error:
        raise CannotWork(f"{name} cannot be written: {error.strerror}", "make it writable") from error
