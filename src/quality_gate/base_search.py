"""Finds the record of a base by itself: in what runs of this very repository have kept, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from quality_gate.base_record import BaseFound, another_gate, based_on, gate_of, no_base, records_in, refused
from quality_gate.forges.artifacts import Artifacts
from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.errors import GateError
from quality_gate.model.kept import Choice, Kept, Step, alike, earlier, enough, exact, newest
from quality_gate.model.verdict import Cause
from quality_gate.model.wording import listed, size_text
from quality_gate.readers.record import Record
from quality_gate.world.archive import BadArchive
from quality_gate.world.git_commits import Commits, NoCommit

_MOST_BACK: Final = 1000  # commits before the base
_MOST_OPENED: Final = 10  # archives: runs of other profiles may have kept some, too
_MOST_FETCHED: Final = 192 << 20  # bytes of all of them
_FULL: Final = "full"  # the profile that leaves nothing out
_APART: Final = "let other profiles and parts upload their records under another name"
_GIVE: Final = "run the gate there once more, or give the record of an earlier run: `--base record.json`"


@dataclass(frozen=True, slots=True)
class _PassedOver:
    """Why an archive does not hold the base."""

    why: str
    gates: tuple[str, ...] = ()  # it holds only others' records
    damaged: bool = False  # what it holds cannot be read, and may be what was looked for
    remedy: str = _GIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    artifacts: Artifacts
    commits: Commits
    context: Context
    wanted: Comparison

    def from_commit(self, base: str) -> BaseFound:
        """Whatever goes wrong, nothing is found then, and the reason says why."""
        try:
            line = self.commits.line(base, _MOST_BACK)
            if not line:
                return no_base(f"git cannot show {base[:12]}", "see `git status`")
            kept = newest(self.artifacts.named(self.wanted.artifact, partial(enough, line=line)))
            return self._first(self._choices(kept, line), kept, line[0])
        except GateError as error:
            return no_base(error.what, error.remedy or _GIVE)

    def _choices(self, kept: Sequence[Kept], line: Sequence[Step]) -> Iterator[Choice]:
        """In the order in which they are as good as the base itself; what costs time is asked last."""
        base, branch = line[0], self.context.subject.base_ref
        yield from exact(kept, base, branch)
        if others := {one.commit for one in kept} - {step.commit for step in line}:
            known = self.commits.holding(base.tree, others)
            yield from alike(kept, base, known, () if known else self._heads(base.commit), branch)
        if kept and not any(earlier(kept, line, branch)):
            line = self._longer(line)
        yield from earlier(kept, line, branch)

    def _heads(self, base: str) -> tuple[str, ...]:
        """What was merged to make the base; a merge names it, of other commits the forge knows it."""
        return self.commits.parents(base)[1:] or self.artifacts.heads(base)

    def _longer(self, line: Sequence[Step]) -> Sequence[Step]:
        if not self.commits.shallow():
            return line
        try:
            self.commits.deepened(line[0].commit)
        except NoCommit:
            return line  # then only what is here is looked at
        return self.commits.line(line[0].commit, _MOST_BACK)

    def _first(self, choices: Iterable[Choice], kept: Sequence[Kept], base: Step) -> BaseFound:
        passed: list[_PassedOver] = []
        opened = fetched = 0
        for choice in choices:
            source = f"the artifact {self.wanted.artifact} of run {choice.kept.run}"
            if missing := self._missing(choice.kept, source):
                passed.append(missing)
                continue
            opened, fetched = opened + 1, fetched + choice.kept.size
            if opened > _MOST_OPENED or fetched > _MOST_FETCHED:
                break
            try:
                found = self._in_archive(choice, source)
            except (BadArchive, ValueError) as error:
                found = _damaged(source, str(error))
            if isinstance(found, Record):
                relation = choice.relation(found.commit)
                told = based_on(found, self.context, self.wanted, source, relation)
                return replace(told, notices=(*told.notices, *_told(passed)))
            passed.append(found)
        return self._none(passed, kept, base)

    def _missing(self, kept: Kept, source: str) -> _PassedOver | None:
        if kept.expired:
            return _PassedOver(
                f"{source} has expired", remedy=f"keep it longer (`retention-days`), or {_GIVE}"
            )
        if kept.size > self.artifacts.most:
            why = f"{source} is larger than {size_text(self.artifacts.most)}"
            return _PassedOver(why, remedy="upload quality-gate/record.json as an artifact of its own")
        return None

    def _in_archive(self, choice: Choice, source: str) -> Record | _PassedOver:
        found = list(records_in(self.artifacts.content(choice.kept)))
        records = [one for one in found if isinstance(one, Record)]
        own = [record for record in records if not another_gate(record, self.context)]
        damage = next((one for one in found if isinstance(one, str)), "")
        if damage and not own:  # beside our own record it is another gate's
            return _damaged(source, damage)
        if not records:
            return _PassedOver(f"{source} holds no record", remedy=f"let {_upload(self.wanted.artifact)}")
        if not own:
            why = f"{source} is {another_gate(records[0], self.context)}"
            return _PassedOver(why, gates=tuple(map(gate_of, records)))
        for record in own:
            if choice.is_of(record.commit, record.tree) and not self._part(record):
                return record
        record = own[0]
        if not choice.is_of(record.commit, record.tree):
            return _PassedOver(
                f"{source} is of {record.commit[:12] or 'no commit'}, which holds something else"
            )
        return _PassedOver(f"{source} is of {self._part(record)}", remedy=_APART)

    def _part(self, record: Record) -> str:
        """Which part of the gate it is of, where that could lack what this run has; empty for none."""
        if record.scope not in ("", self.wanted.scope):
            return f"an incomplete run ({record.scope})"
        if record.profile not in ("", _FULL, self.context.profile):
            return f"profile {record.profile}, and this is {self.context.profile}"
        return ""

    def _none(self, passed: Sequence[_PassedOver], kept: Sequence[Kept], base: Step) -> BaseFound:
        name, upload = self.wanted.artifact, _upload(self.wanted.artifact)
        if damaged := next((one for one in passed if one.damaged), None):
            return refused(Cause.UNREADABLE, damaged.why, damaged.remedy)
        if gates := dict.fromkeys(gate for one in passed for gate in one.gates):
            ours = gate_of(self.context)
            why = f"the artifact {name} holds only records of {listed(gates)}, and this is {ours}"
            remedy = (
                "a gate's first run has no base; later ones find it where each gate's folder is kept as an "
                "artifact of its own, and named: `--base-artifact NAME`"
            )
            return no_base(why, remedy)
        if passed:
            return no_base(passed[0].why, passed[0].remedy)
        if not kept:
            return no_base(f"no run of this repository has left an artifact `{name}`", f"let {upload}")
        why = f"no run on {base.commit[:12]}, or shortly before it, has left an artifact `{name}`"
        remedy = f"run the gate where that commit is pushed to, and let {upload}"
        if self.commits.shallow():
            remedy += "; or check out with `fetch-depth: 0`"
        return no_base(why, remedy)


def _damaged(source: str, why: str) -> _PassedOver:
    return _PassedOver(f"{source} cannot be read as a base: {why}", damaged=True)


def _told(passed: Iterable[_PassedOver]) -> Iterator[str]:
    """What nobody would think of, where another base was found."""
    return (f"base: passed over, {one.why}" for one in passed if one.damaged)


def _upload(name: str) -> str:
    return f"each run upload the folder quality-gate/ as the artifact `{name}`, also when it fails"
