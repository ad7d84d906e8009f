"""What a run is compared with: the record of its base, and what has changed since the base's commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quality_gate.base_record import BaseFound, base_from, no_base
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.events import PULLS, QUEUE
from quality_gate.model.evidence import Evidence
from quality_gate.model.impact import impact_of
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed
from quality_gate.readers.record import Record
from quality_gate.world.git_commits import Commits, NoCommit
from quality_gate.world.git_diff import CannotCompare, Diff, generated
from quality_gate.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesFound:
    changes: Changes | None = None
    problem: Problem | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The other side of every comparison, as far as it was asked for."""

    base: BaseFound = BaseFound()
    changes: ChangesFound = ChangesFound()
    unchanged: frozenset[str] = frozenset()

    @property
    def notices(self) -> tuple[str, ...]:
        return self.base.notices + self.changes.notices

    def added_to(self, evidence: Evidence) -> Evidence:
        return replace(
            evidence,
            base=self.base.base,
            base_problem=self.base.problem,
            changes=self.changes.changes,
            changes_problem=self.changes.problem,
            unchanged=self.unchanged,
        )


def compared(wanted: Comparison, context: Context, world: World) -> Compared:
    base = base_of(world, context, wanted)
    # Beside a base, changes tell which files were renamed.
    asked = wanted.by_changes or base.base is not None
    found = changes_of(world, context, wanted.ref) if asked else ChangesFound()
    return Compared(base=base, changes=found, unchanged=_unchanged(world, base.record, found.changes))


def _unchanged(world: World, record: Record | None, changes: Changes | None) -> frozenset[str]:
    """The files that git holds alike here and where the base was found; none where that is not known.

    Changes are measured from one commit, and a record may be of another, or of files edited since.
    """
    if record is None or changes is None:
        return frozenset()
    if record.commit != changes.base:
        step = next(iter(Commits(world.git).line(changes.base, 1)), None)
        if step is None or not record.tree or record.tree != step.tree:
            return frozenset()
    then = replace(world.git, at=changes.base).tracked()
    return frozenset(then) - changes.touched - frozenset(record.edited)


def base_of(world: World, context: Context, wanted: Comparison) -> BaseFound:
    """The record that a person names; without one it is looked for, if somebody compares with it."""
    if wanted.base:
        return base_from(world, context, wanted)
    if not wanted.rules:
        return BaseFound()
    from quality_gate.base_search import Search  # imported late: most runs compare with nothing
    from quality_gate.forges.table import artifacts_of

    artifacts = artifacts_of(world)
    if artifacts is None and context.github:
        remedy = "leave the action's input `token` as it is, or set QUALITY_GATE_TOKEN"
        return no_base("the base cannot be looked for without a token", remedy)
    if artifacts is None and not wanted.ref:
        return BaseFound()
    commits = Commits(world.git)
    try:
        commit = base_commit(commits, context, wanted.ref)
    except NoCommit as error:
        return no_base(error.why, error.remedy or "give the record of an earlier run: `--base record.json`")
    # Where nobody can be asked, a name that leads nowhere has at least been told.
    search = artifacts and Search(artifacts=artifacts, commits=commits, context=context, wanted=wanted)
    return search.from_commit(commit) if search else BaseFound()


def changes_of(world: World, context: Context, ref: str = "") -> ChangesFound:
    """What this commit changes; `ref` is what a person says it is to be compared with."""
    commits = Commits(world.git)
    try:
        base = base_commit(commits, context, ref)
        # In CI the commit is judged, whatever stages have done to the files; a person's edits count.
        files = Diff(world.git, base, "HEAD" if context.ci else "").files()
    except NoCommit as error:
        cause = Cause.ENVIRONMENT if error.broken else Cause.NO_BASE
        return ChangesFound(problem=Problem(cause, error.why, error.remedy))
    except CannotCompare as error:
        why = f"git cannot say what has changed: {error}"
        return ChangesFound(problem=Problem(Cause.ENVIRONMENT, why, "see `git status`"))
    if not context.ci:
        files.update(_untracked(world))
    written = sorted(path for path, file in files.items() if file.lines)
    # A change cannot excuse its own lines.
    own = any(path.rpartition("/")[2] == ".gitattributes" for path in files)
    made = set() if own else generated(world.git, written)
    files |= {path: replace(files[path], lines=0) for path in made}
    changes = Changes(base=base, files=files)
    notices = (f"generated, so none of their lines count as changed: {listed(sorted(made))}",) if made else ()
    return ChangesFound(changes=changes, notices=(*impact_of(changes), *notices))


def base_commit(commits: Commits, context: Context, ref: str = "") -> str:
    """The commit that this one is compared with, for every event; it is here afterwards."""
    if commits.git.top() is None:
        raise NoCommit("this is no git repository")
    head = commits.resolved("HEAD")
    if not head:
        raise NoCommit("there is no commit yet")
    if ref:
        named = commits.resolved(ref) or commits.at_the_origin(ref)
        if not named:
            why = f"git knows no {ref[:100]!r}, neither here nor at its origin"
            raise NoCommit(
                why, "name a commit, a branch or a tag; `git branch -a` and `git tag` list them", broken=True
            )
        return commits.meeting(named)
    subject = context.subject
    if context.event in PULLS:
        return _of_pull(commits, context, head)
    if context.event == QUEUE and subject.base_sha:
        return commits.fetched(subject.base_sha)
    if context.event == "push":
        return _of_push(commits, subject.base_sha, head)
    what = f"the event {context.event} has no base" if context.event else "nothing says what to compare with"
    raise NoCommit(what, "name what it is compared with: `--base-ref main`")


def _of_pull(commits: Commits, context: Context, head: str) -> str:
    """The target, as it was merged with; where the pull request's own head lies there, where it left off."""
    subject, parents = context.subject, commits.parents()
    merged = len(parents) == 2 and head != subject.commit
    if merged and subject.commit in ("", parents[1]):
        return commits.fetched(parents[0])
    if head != subject.commit or not subject.base_sha:
        why = f"what is checked out is neither the pull request nor its merge: {head[:12]}"
        raise NoCommit(why, "check out the event's own commit", broken=True)
    return commits.meeting(subject.base_sha)


def _of_push(commits: Commits, before: str, head: str) -> str:
    """What the branch held before; of a new one, or where that is gone for good, the parent."""
    parents = commits.parents()
    if before and before != head:
        try:
            return commits.fetched(before)
        except NoCommit:
            if not parents:
                raise
    if not parents:
        raise NoCommit("this is the first commit")
    return commits.fetched(parents[0])


def _untracked(world: World) -> Mapping[str, ChangedFile]:
    """New files that a person has not added yet."""
    found = {}
    for path in world.git.untracked():
        count = (world.files.text(path) or "").count("\n") + 1
        found[path] = ChangedFile(change=Change.ADDED, lines=((1 << count) - 1) << 1)
    return found
