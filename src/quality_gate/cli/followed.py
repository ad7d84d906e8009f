"""`conclude --followed`: another run's envelopes, judged by what is trusted here."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from quality_gate.cli.prepare import Prepared
from quality_gate.envelopes.expected import is_same_command
from quality_gate.model.context import Context
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.errors import CannotWork, UsageError
from quality_gate.model.output import ARTIFACT
from quality_gate.model.probes import Sighting
from quality_gate.model.subject import Subject
from quality_gate.model.verdict import Cause, Status
from quality_gate.plan.plan import Plan
from quality_gate.world.git import Git
from quality_gate.world.github import GitHub
from quality_gate.world.world import World

STRANGERS: Final = "reported by code of a fork"
_MOST: Final = 512 << 20  # bytes, unpacked
_SHA: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_NOT_LOOKED: Final = Sighting(
    status=Status.UNKNOWN,
    cause=Cause.NOT_RUN,
    reason="the run that is followed did not look, and nobody else can",
)


def followed_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--followed",
        action="store_true",
        help="judge the run that this workflow follows (`on: workflow_run`): what its artifact holds",
    )
    parser.add_argument(
        "--artifact", metavar="NAME", default=ARTIFACT, help=f"its artifact (default: {ARTIFACT})"
    )


def take_over(prepared: Prepared, artifact: str, folder: Path) -> Prepared:
    """As if the followed run were this one; its envelopes lie in the folder afterwards.

    Only GitHub's own words say which run, commit and pull request that is.
    """
    from quality_gate.envelopes.find import find_envelopes
    from quality_gate.forges.github_artifacts import artifact_of

    world, context = prepared.world, prepared.context
    run, github = _run(context, world), _github(world)
    _unpack(artifact_of(github, run["id"], artifact), folder, world)
    gate = [one for one in find_envelopes([str(folder)], world) if one.gate == context.gate]
    subject = _subject(context.subject, github)
    commit, at = _tested(gate, subject, world)
    attempt = run["run_attempt"]
    url = f"{context.server_url}/{context.repository}/actions/runs/{run['id']}/attempts/{attempt}"
    context = replace(
        context,
        commit=commit,
        event=run["event"],
        run=str(run["id"]),
        attempt=attempt,
        run_url=url if context.server_url else "",
        branch=subject.head_ref or context.branch,
        subject=replace(subject, merge=commit),
    )
    there = Git(world.git.root, world.git.environment, at=at)
    # Only what git itself says: of a merge that GitHub has not made nobody knows what it holds.
    context = replace(context, tree=there.whereabouts().tree if at == commit else "")
    return replace(prepared, world=replace(world, git=there), context=context)


def as_followed(plan: Plan, envelopes: Sequence[Envelope]) -> Plan:
    """What strangers say of their own code may inform, but it clears nothing."""
    scope = plan.scope
    if plan.context.subject.fork:
        scope = f"{scope}, {STRANGERS}" if scope else STRANGERS
    remarks = tuple(_remarks(plan, envelopes))
    return replace(plan, followed=True, scope=scope, remarks=remarks)


def looked_there(plan: Plan, seen: Mapping[str, Sighting]) -> dict[str, Sighting]:
    """This checkout is another one, on another machine: nothing is looked at from here."""
    return {probe.name: seen.get(probe.name, _NOT_LOOKED) for probe in plan.probes}


def _run(context: Context, world: World) -> Mapping[str, Any]:
    run = world.environment.event().get("workflow_run")
    if context.event != "workflow_run" or not isinstance(run, dict):
        raise UsageError("no run is followed here", "use --followed in a workflow with `on: workflow_run`")
    wanted = {"id": int, "run_attempt": int, "event": str}
    if not context.subject.commit or not all(type(run.get(key)) is kind for key, kind in wanted.items()):
        raise CannotWork("the event does not say which run it follows", "look at GITHUB_EVENT_PATH")
    return run


def _github(world: World) -> GitHub:
    if world.github is None:
        what = "the followed run's artifact cannot be fetched: no token, or no repository on GitHub"
        raise CannotWork(what, "set QUALITY_GATE_TOKEN and GITHUB_REPOSITORY")
    return world.github


def _unpack(content: bytes, folder: Path, world: World) -> None:
    from quality_gate.envelopes.unpack import unpack
    from quality_gate.renderers.neutral import neutral_line
    from quality_gate.world.archive import Archive, BadArchive
    from quality_gate.world.files import Files

    try:
        for left in unpack(Archive(content, _MOST), Files(folder)):
            world.console.tell(neutral_line(f"not used: {left}"))
    except BadArchive as problem:
        raise CannotWork(f"the artifact is not used: {problem}", "look at what the run uploads") from None


def _subject(subject: Subject, github: GitHub) -> Subject:
    """With its pull request, which the event does not name where the head lies in a fork."""
    from quality_gate.forges.github_pulls import followed_pull

    found = None if subject.pull_request else followed_pull(subject, github)
    if found is None:
        return subject
    return replace(subject, pull_request=found.number, base_ref=found.base_ref, base_sha=found.base_sha)


def _tested(envelopes: Sequence[Envelope], subject: Subject, world: World) -> tuple[str, str]:
    """The commit that the envelopes may be of, and the one that git is asked about in its place.

    The second is the merge only where GitHub made it: in a merge of their own strangers could put back
    what their head has changed.
    """
    from quality_gate.world.git_commits import Commits, NoCommit

    commits, head = Commits(world.git), subject.commit
    try:
        commits.fetched(head)
    except NoCommit as problem:
        raise CannotWork(problem.why, problem.remedy) from None
    claimed = {one.commit for one in envelopes} - {head}
    merge = next(iter(claimed), "")
    if len(claimed) != 1 or not _SHA.match(merge):
        return head, head
    try:
        commits.fetched(merge)
    except NoCommit:
        return head, head
    if commits.parents(merge)[1:] != (head,):
        return head, head
    made = commits.remote(f"refs/pull/{subject.pull_request}/merge")
    return merge, merge if made == merge else head


def _remarks(plan: Plan, envelopes: Sequence[Envelope]) -> Iterator[str]:
    context = plan.context
    if context.subject.fork:
        yield f"{STRANGERS}: the results are its own words, read again by this repository's rules"
    if any(one.config != context.config_digest for one in envelopes):
        yield "this change has a configuration of its own; it was judged by the one that is checked out here"
    commands = {job.stage: job.run for job in plan.jobs}
    ran = (one for one in envelopes if one.last.ended is not Ended.COLLECTED and one.stage in commands)
    others = (one.stage for one in ran if not is_same_command(one.command, commands[one.stage]))
    for stage in dict.fromkeys(others):
        yield f"stage {stage} ran another command than the one that is configured here"
