"""The options that many commands share, and what somebody who gives them wishes for."""

from __future__ import annotations

import argparse
from pathlib import Path

from quality_gate.cli.needs_option import needs_of, needs_options
from quality_gate.model.errors import UsageError
from quality_gate.model.output import ARTIFACT
from quality_gate.plan.wishes import Wishes


def common_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="the configuration (default: quality-gate.yml, here or in .github/, else in a folder above)",
    )
    parser.add_argument("-C", "--directory", metavar="DIR", default=".", help="work as if started in DIR")


def base_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base", metavar="FILE", default="", help="the record of an earlier run, to compare this one with"
    )
    parser.add_argument(
        "--base-artifact",
        metavar="NAME",
        default=ARTIFACT,
        help=f"without --base: the artifact that holds the records of earlier runs (default: {ARTIFACT})",
    )
    parser.add_argument(
        "--base-ref",
        metavar="REF",
        default="",
        help="a commit, branch or tag: lines count as changed since this one left its line",
    )


def verdict_options(parser: argparse.ArgumentParser) -> None:
    base_options(parser)
    needs_options(parser)
    parser.add_argument("--strict", action="store_true", help="exit 1 when there are warnings")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="what goes to standard output (default: text)",
    )


def base_named(arguments: argparse.Namespace) -> str:
    """A record is named from where the user stands; empty for none."""
    if not (named := getattr(arguments, "base", "")):
        return ""
    path = Path(arguments.directory, named).absolute()
    if not path.exists():  # told before anything runs: who names a base wants to be compared with it
        raise UsageError(f"there is no {named}", "give the record of an earlier run, or leave out --base")
    return str(path)


def wishes_of(arguments: argparse.Namespace, system: str = "") -> Wishes:
    return Wishes(
        profile=arguments.profile,
        stages=tuple(arguments.stage),
        levels=tuple(arguments.level),
        words=tuple(getattr(arguments, "words", ())),
        first=arguments.first,
        last=arguments.last,
        probes=tuple(arguments.probe),
        target=arguments.target,
        base=base_named(arguments),
        artifact=getattr(arguments, "base_artifact", ARTIFACT),
        base_ref=getattr(arguments, "base_ref", ""),
        needs=needs_of(arguments) if hasattr(arguments, "needs") else {},
        may_skip=tuple(getattr(arguments, "may_skip", ())),
        system=system,
        fail_fast=getattr(arguments, "fail_fast", False),
    )
