"""Writes the proposals as a configuration that runs at once and explains itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from quality_gate.init.proposal import Group, Proposal, Stage
from quality_gate.init.quoting import comment, in_list, mapping, one_or_more, scalar

_HEAD: Final = """\
# What must hold before this commit may be deployed.
#   quality-gate run     run the stages and judge
#   quality-gate plan    what would run, and why
#   quality-gate lint    what this file forgets to ask for
version: 1
"""
_STAGES: Final = """
# The commands to run, in this order. Each of `reports` must be written by this very run:
# one that is missing, empty, old or committed to git blocks, it never counts as success.
stages:
"""
_NOTHING: Final = """
# No test command was found here. Write the one that you use, and the report that it writes:
# stages:
#   unit:
#     run: pytest --junitxml=out/unit.xml
#     reports: out/unit.xml
#     timeout: 30m
"""
_TESTS: Final = """
tests:
  pass-rate: 100        # passed / (passed + failed + errors), in percent
  min-count: 1          # raise it, so that lost tests are noticed
  # max-skipped: 5
"""
_ONLY_CODES: Final = """
# No stage above writes a report of its tests, so only exit codes are judged. With reports:
# tests:
#   pass-rate: 100
#   min-count: 1
"""
_COVERAGE: Final = """
coverage:
"""
_NO_LIMIT: Final = """
# Coverage is measured above, and nothing is asked of it yet:
# coverage:
#   total: {required: 80, recommended: 90}
#   groups:
#     payments: {paths: src/payments/**, lines: 100, per: file}
"""
_TIMEOUT: Final = "30m"
_COVERAGE_REPORT: Final = re.compile(r"coverage|cover\.out\Z|\.lcov\Z")


def configuration_text(proposals: Sequence[Proposal]) -> str:
    stages = [stage for proposal in proposals for stage in proposal.stages]
    parts = [_HEAD]
    parts.append(_STAGES + "\n".join(_stages(stages)) if stages else _NOTHING)
    parts += _tests(stages)
    parts += _coverage(proposals, stages)
    return "".join(part if part.endswith("\n") else part + "\n" for part in parts)


def _stages(stages: Sequence[Stage]) -> Iterator[str]:
    hint = "   # generous: lower it once you know how long this takes"
    for stage in stages:
        yield f"  {in_list(stage.name)}:"
        yield from (comment(text, "    ") for text in stage.comments)
        if stage.needs:
            yield f"    needs: {one_or_more(stage.needs)}"
        if stage.folder:
            yield f"    working-directory: {scalar(stage.folder)}"
        if stage.env:
            yield f"    env: {mapping(stage.env)}"
        if stage.setup:
            yield f"    setup: {scalar(stage.setup)}"
        yield f"    run: {scalar(stage.run)}"
        if stage.reports:
            yield f"    reports: {one_or_more(stage.reports)}"
        yield f"    timeout: {_TIMEOUT}{hint}"
        hint = ""


def _tests(stages: Sequence[Stage]) -> list[str]:
    if any(stage.tests for stage in stages) or not stages:
        return [_TESTS]
    return [_ONLY_CODES]


def _coverage(proposals: Sequence[Proposal], stages: Sequence[Stage]) -> Iterator[str]:
    notes = [comment(text, "  ") for proposal in proposals for text in proposal.coverage_comments]
    lines = [*_total(proposals), *_groups([group for proposal in proposals for group in proposal.groups])]
    if lines:
        yield _COVERAGE + "\n".join([*lines, *notes])
        return
    if notes:
        yield "\n" + "\n".join(note.removeprefix("  ") for note in notes)
    if any(_COVERAGE_REPORT.search(report) for stage in stages for report in stage.reports):
        yield _NO_LIMIT


def _total(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Several totals become one: it counts all files, so only the least of them is kept for sure."""
    asked = [proposal for proposal in proposals if proposal.total]
    for proposal in asked:
        yield from (comment(text, "  ") for text in proposal.total_comments)
    if len(asked) > 1:
        yield comment("The least of several: `total` counts the files of all reports together.", "  ")
    if asked:
        yield f"  total: {min((proposal.total for proposal in asked), key=Fraction)}"


def _groups(groups: Sequence[Group]) -> Iterator[str]:
    if groups:
        yield "  # Every group that matches a file applies to it; one that matches none blocks."
        yield "  groups:"
    for group in groups:
        yield from (comment(text, "    ") for text in group.comments)
        yield f"    {in_list(group.name)}:"
        yield f"      paths: {one_or_more(group.paths)}"
        yield from (f"      {unit}: {value}" for unit, value in group.limits.items())
        if group.per_file:
            yield "      per: file"
