"""`--needs`: how the jobs before this one ended, as GitHub words it in its `needs` context."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from quality_gate.model.errors import UsageError

_REMEDY = "hand over the whole context: `--needs '${{ toJSON(needs) }}'`"


def needs_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--needs",
        metavar="JSON",
        default="",
        help="the `needs` of a workflow's job as JSON: each of these jobs must have succeeded",
    )
    parser.add_argument(
        "--may-skip", metavar="JOB", action="append", default=[], help="a job of --needs that need not run"
    )


def needs_of(arguments: argparse.Namespace) -> Mapping[str, str]:
    """The result of each job."""
    text = arguments.needs.strip()
    if not text:
        return {}
    try:
        jobs = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError("--needs is no JSON", _REMEDY) from None
    if not isinstance(jobs, dict) or not jobs:
        raise UsageError("--needs names no job", _REMEDY)
    unknown = [job for job in arguments.may_skip if job not in jobs]
    if unknown:
        raise UsageError(f"--may-skip names {unknown[0]!r}, which is not among --needs", "correct the name")
    return {job: _result(job, about) for job, about in jobs.items()}


def _result(job: str, about: object) -> str:
    result = about.get("result") if isinstance(about, dict) else None
    if not isinstance(result, str):
        raise UsageError(f"--needs tells no result of {job}", _REMEDY)
    return result
