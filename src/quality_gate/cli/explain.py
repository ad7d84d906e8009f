"""`explain RULE`: what a rule asks for, where it is written, what it last said, and what to do."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from quality_gate.cli.lint import written_tree
from quality_gate.cli.options import common_options
from quality_gate.cli.prepare import Prepared, plan_for, prepare
from quality_gate.config.about import about
from quality_gate.model.errors import UsageError
from quality_gate.model.output import RECORD
from quality_gate.model.paths import nearest
from quality_gate.model.verdict import Ruling
from quality_gate.plan.wishes import Wishes
from quality_gate.readers.decided import Decided, read_decided
from quality_gate.renderers.columns import wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.phrases import measured, ruling_word
from quality_gate.renderers.places import places, range_text

_MOST_PLACES = 20
_EPILOG = """\
examples
  quality-gate explain                the rules of this configuration
  quality-gate explain coverage.total
                                      one of them, and what it last said: that
                                      stands in quality-gate/record.json

exit codes: 0 said, 2 there is no such rule, or the configuration has mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument("rule", metavar="RULE", nargs="?", default="", help="a rule, as the verdict names it")
    common_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    plan = plan_for(prepared, Wishes(collect_only=True, any_target=True))
    found = _last(prepared)
    last = found.rulings if isinstance(found, Decided) else ()
    titles = {rule.about.rule: rule.about.title for rule in plan.rules} | {
        one.rule: one.title for one in last
    }
    width = prepared.world.console.width
    if not arguments.rule:
        lines = [f"{for_terminal(rule)}  {for_terminal(title)}" for rule, title in titles.items()]
        prepared.world.console.say("\n".join(lines or ["no rule is written: the configuration is empty"]))
        return 0
    if arguments.rule not in titles:
        near = nearest(arguments.rule, titles, 3)
        remedy = (
            f"did you mean {' or '.join(f'`{one}`' for one in near)}?"
            if near
            else "see `quality-gate explain`"
        )
        raise UsageError(f"there is no rule {arguments.rule!r}", remedy)
    lines = [
        f"{for_terminal(arguments.rule)}  {for_terminal(titles[arguments.rule])}",
        *_written(arguments.rule, prepared, width),
        *_said(arguments.rule, found, width),
    ]
    prepared.world.console.say("\n".join(lines))
    return 0


def _last(prepared: Prepared) -> Decided | str:
    """What the last run decided, or why that is not known."""
    if not prepared.world.files.exists(RECORD):
        return "no run has left a record here yet: `quality-gate run`"
    try:
        with prepared.world.files.open(RECORD) as stream:
            found = read_decided(stream)
    except OSError as error:
        found = error.strerror or str(error)
    return found if isinstance(found, Decided) else f"{RECORD} cannot be read: {found}"


def _written(rule: str, prepared: Prepared, width: int) -> Iterator[str]:
    """What its words mean, and the line of the configuration that they stand on."""
    yield from wrap(for_terminal(about(rule)), width, "  ")
    tree = written_tree(prepared) if prepared.configured else None
    if tree is not None and (node := tree.place(rule)) is not tree:
        yield f"  written at {for_terminal(prepared.context.config)}:{node.line}:{node.column}"


def _said(rule: str, found: Decided | str, width: int) -> Iterator[str]:
    if isinstance(found, str):
        yield from wrap(for_terminal(found), width, "  ")
        return
    last = [ruling for ruling in found.rulings if ruling.rule == rule]
    when = f"{found.time}, commit {found.commit[:12] or 'none'}, profile {found.profile}"
    if not last:
        yield from wrap(for_terminal(f"it was not judged in the last run ({when})"), width, "  ")
    for ruling in last:
        yield ""
        yield from wrap(for_terminal(f"last said: {ruling_word(ruling)} ({when})"), width, "  ")
        yield from _ruling(ruling, width)


def _ruling(ruling: Ruling, width: int) -> Iterator[str]:
    for text in (measured(ruling), ruling.distance, ruling.reason):
        yield from wrap(for_terminal(text), width, "    ")
    if ruling.waived:
        yield from wrap(for_terminal(f"waived: {ruling.waived}"), width, "    ")
    shown = places(ruling.spots)
    for place in shown[:_MOST_PLACES]:
        ranges = ", ".join(range_text(*one) for one in place.ranges)
        where = f"{place.path}:{ranges}" if ranges else place.path
        yield from wrap(
            for_terminal("  ".join(part for part in (where, place.note) if part)), width, "    ", "      "
        )
    if len(shown) > _MOST_PLACES:
        yield f"    … and {len(shown) - _MOST_PLACES:,} more in {RECORD}"
    if ruling.next:
        yield from wrap(f"→ {for_terminal(ruling.next)}", width, "    ", "      ")
