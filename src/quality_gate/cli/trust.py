"""Refuses to run a stranger's code where a workflow has more rights than a stranger should have."""

from __future__ import annotations

import argparse
from typing import Final

from quality_gate.model.context import Context
from quality_gate.model.errors import CannotWork
from quality_gate.model.events import PRIVILEGED

_REMEDY: Final = (
    "run stages in a workflow on `pull_request`, and let a second one judge what they left: "
    "`conclude --followed`"
)


def trust_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--run-untrusted-code",
        action="store_true",
        help="run stages for a fork under pull_request_target or workflow_run: its code can then take"
        " the repository's secrets and write to it",
    )


def refuse_untrusted(context: Context, arguments: argparse.Namespace) -> None:
    if context.event in PRIVILEGED and context.subject.fork and not arguments.run_untrusted_code:
        raise CannotWork(
            f"no stage is run: under `{context.event}` a fork's code could take this repository's secrets",
            _REMEDY,
        )
