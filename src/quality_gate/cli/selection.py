"""The options that choose a part of the gate, and the environment it looks at."""

from __future__ import annotations

import argparse


def selection_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--profile",
        metavar="P",
        default="full",
        help="a profile of the configuration (default: full, everything)",
    )
    parser.add_argument(
        "--stage", metavar="S", action="append", default=[], help="only this stage; may be repeated"
    )
    parser.add_argument(
        "--level",
        metavar="L",
        action="append",
        default=[],
        help="only the stages of this level: required, recommended or optional; or a stage's name; "
        "may be repeated",
    )
    parser.add_argument("--from", metavar="S", dest="first", default="", help="begin with this stage")
    parser.add_argument("--until", metavar="S", dest="last", default="", help="end with this stage")
    parser.add_argument(
        "--probe", metavar="P", action="append", default=[], help="only this probe; may be repeated"
    )
    target_option(parser)


def target_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target", metavar="T", default="", help="the target to look at, where the configuration has several"
    )
