"""What a rule looks at: some stages' tests, or some files' coverage."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final, Literal

from quality_gate.model.cases import Case, Cases, Place, merged
from quality_gate.model.changes import Change
from quality_gate.model.coverage import Coverage
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.paths import Globs, name_pattern, nearest
from quality_gate.model.verdict import Cause, Level, Problem
from quality_gate.rules.compared import changes_of

# Most `__init__.py` hold no statement, and some tools leave them out; Go measures no test file.
_NEVER_MEASURED: Final = ("__init__.py", "_test.go")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The narrowing words of a group. Without `stage`, the tests of required stages count."""

    stage: str = ""
    files: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    only: Literal["", "added-files", "changed-files"] = ""
    excluded: tuple[str, ...] = ()  # what coverage leaves out altogether
    per_file: bool = False
    by: str = "folder"  # what a module is

    @cached_property
    def _files(self) -> Globs:
        return Globs(self.files)

    @cached_property
    def _paths(self) -> Globs:
        return Globs(self.paths)

    def covers(self, stage: StageEvidence) -> bool:
        return stage.name == self.stage if self.stage else stage.level is Level.REQUIRED

    def selects(self, case: Case) -> bool:
        if self.files and not self._files.match(case.place.file):
            return False
        return not self.names or fits(case, self.names)

    def cases(self, evidence: Evidence) -> Cases | Problem:
        """The selected tests, or why there are none."""
        read = [stage.cases for stage in evidence.stages if self.covers(stage) and stage.cases is not None]
        if not read:
            return self._no_tests(evidence)
        everything = read[0] if len(read) == 1 else apart(evidence, self)
        if not (self.files or self.names):
            return everything
        chosen = everything.where(self.selects)
        return chosen if chosen.counts.total else self._no_match(everything)

    def coverage(self, evidence: Evidence) -> Coverage | Problem:
        """The selected files, or why there are none."""
        if evidence.coverage_problems:
            return evidence.coverage_problems[0]
        if evidence.coverage is None:
            return Problem(
                Cause.MISSING,
                "no coverage report of a required stage was read",
                "name one under `reports:` of the stage that measures coverage",
            )
        if not self.paths:
            return evidence.coverage
        if isinstance(recent := self._recent(evidence), Problem):
            return recent
        chosen = evidence.coverage.only(self._paths.match)
        if chosen.files and recent is not None:
            chosen = chosen.only(recent.__contains__)
            return chosen if chosen.files or not self.unmeasured(evidence) else self._no_files(evidence)
        return chosen if chosen.files else self._no_files(evidence)

    def _recent(self, evidence: Evidence) -> set[str] | Problem | None:
        """The files that the change is about; None where that does not matter."""
        if not self.only:
            return None
        changes = changes_of(evidence)
        if isinstance(changes, Problem):
            return changes
        # What adds no line, such as a pure renaming, a generated or a binary file, is nothing to judge.
        return {
            path
            for path, file in changes.files.items()
            if file.lines and (self.only == "changed-files" or file.change is Change.ADDED)
        }

    def unmeasured(self, evidence: Evidence) -> list[str]:
        """Files of the group that look like measured ones and are in no report."""
        known = evidence.coverage.files if evidence.coverage is not None else {}
        endings = {posixpath.splitext(path)[1] for path in known}
        recent = self._recent(evidence)
        excluded = Globs(self.excluded)
        return [
            path
            for path in evidence.known
            if self.paths
            and (not isinstance(recent, set) or path in recent)
            and not excluded.match(path)
            and posixpath.splitext(path)[1] in endings
            and path not in known
            and self._paths.match(path)
            and not path.endswith(_NEVER_MEASURED)
        ]

    def _no_tests(self, evidence: Evidence) -> Problem:
        if self.stage and evidence.stage(self.stage) is None:
            return Problem(Cause.NOT_RUN, f"stage {self.stage} is not part of this run", "run the whole gate")
        whose = f"of stage {self.stage}" if self.stage else "of a required stage"
        return Problem(
            Cause.MISSING,
            f"no test report {whose} was read",
            "have the stage write JUnit XML and name the file under its `reports:`",
        )

    def _no_match(self, everything: Cases) -> Problem:
        wanted = ", ".join(self.files + self.names)
        ids = [case.place.file if self.files and case.place.file else case.id for case in everything]
        near = nearest(wanted, dict.fromkeys(ids))
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return Problem(
            Cause.NO_MATCH, f"no test fits {wanted}{hint}", "correct the pattern, or delete the group"
        )

    def _no_files(self, evidence: Evidence) -> Problem:
        known = tuple(evidence.coverage.files) if evidence.coverage else ()
        tracked = self.unmeasured(evidence) if self.only else self._paths.among(evidence.known)
        if tracked:
            reason = f"no report measures {tracked[0]}" + (
                f" or {len(tracked) - 1} more" if len(tracked) > 1 else ""
            )
            return Problem(
                Cause.NO_MATCH,
                f"{reason}, which {self._paths} names",
                "let the coverage tool measure these files too (coverage.py: `--source`)",
            )
        near = nearest(self.paths[0].removesuffix("/**"), dict.fromkeys([*known, *evidence.known]))
        hint = f"; nearest: {', '.join(near)}" if near else ""
        remedy = "correct `paths:` of the group"
        if "\\" in "".join(self.paths):
            remedy += ": folders are divided by `/`"
        return Problem(Cause.NO_MATCH, f"no measured file fits {self._paths}{hint}", remedy)


def fits(case: Case, patterns: tuple[str, ...]) -> bool:
    """A pattern is held against the test's whole identity and against its bare name."""
    found = False
    for glob in patterns:
        pattern = name_pattern(glob.removeprefix("!"))
        if pattern.match(case.name) or pattern.match(case.id):
            found = not glob.startswith("!")
    return found


def apart(evidence: Evidence, scope: Scope) -> Cases:
    """Tests of several stages side by side: the same test in two stages is two tests."""
    return merged(
        stage.cases.moved(partial(_marked, stage.name))
        for stage in evidence.stages
        if scope.covers(stage) and stage.cases is not None
    )


def _marked(stage: str, place: Place) -> Place:
    return replace(place, suite=f"{stage} > {place.suite}")
