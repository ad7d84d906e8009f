"""A repository whose earlier runs have left their records on the fake GitHub, for a run that compares."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from builders import CONTEXT, cases, report, stage
from github.fake import FakeGitHub
from github.state import REPOSITORY
from github_site import HurriedClock, environment
from quality_gate.base_record import BaseFound
from quality_gate.compare import base_of
from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.subject import Subject
from quality_gate.model.verdict import Decision
from quality_gate.renderers.record import record_text
from quality_gate.world.environment import Environment
from quality_gate.world.files import Files
from quality_gate.world.git import Git
from quality_gate.world.world import World
from repository import Repository

OURS: Final = 4711  # the repository's number
FORK: Final = 666
NOW: Final = "2026-11-22T13:00:00Z"  # two days after the records of the builders
WANTED: Final = Comparison(rules=("tests.lost",))
AUTHOR: Final = {"GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}


def packed(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def record(commit: str, tree: str = "", names: str = "a b", scope: str = "", **parts: Any) -> str:
    context = replace(CONTEXT, **{"commit": commit, "tree": tree, **parts})
    evidence = Evidence(stages=(stage("unit", cases("t", names)),))
    return record_text(report(Decision.READY, evidence=evidence, context=context, scope=scope))


@dataclass
class Site:
    """main: three commits; a pull request is merged with the last one and checked out."""

    root: Path
    github: FakeGitHub
    repo: Repository = field(init=False)

    def __post_init__(self) -> None:
        self.repo = Repository(self.root / "origin")
        for name in ("one", "two", "three"):
            self.repo.write({name: name}).commit()
        self.base = self.sha("main")
        self.github.state.storage = self.github.host

    def sha(self, name: str) -> str:
        return self.repo.git("rev-parse", name)

    def tree(self, name: str = "main") -> str:
        return self.sha(f"{name}^{{tree}}")

    def propose(self, files: Mapping[str, str] | None = None, start: str = "main") -> None:
        """A pull request, and its merge with main."""
        self.repo.git("checkout", "-q", "-b", "feature", start)
        self.repo.write(dict(files or {"new": "new"})).commit()
        self.repo.git("checkout", "-q", "--detach", "main")
        self.repo.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)

    def keep(self, commit: str, text: str | bytes = "", **more: Any) -> int:
        """A run on this commit has left a record of it, or the text, or an archive."""
        content = text if isinstance(text, bytes) else packed({"record.json": text or record(commit)})
        number = self.github.state.next()
        run = {
            "id": number + 5000,
            "repository_id": OURS,
            "head_repository_id": OURS,
            "head_branch": "main",
            "head_sha": commit,
            **more.pop("run", {}),
        }
        one = {"id": number, "name": "quality-gate", "size_in_bytes": len(content), "expired": False}
        self.github.state.artifacts[number] = {**one, "workflow_run": run, **more}
        self.github.state.archives[number] = content
        return number + 5000

    @property
    def context(self) -> Context:
        subject = Subject(
            commit=self.sha("feature"),
            merge=self.sha("HEAD"),
            pull_request=5,
            base_ref="main",
            base_sha=self.sha("main"),
            head_ref="feature",
            head_repository=REPOSITORY,
        )
        return replace(CONTEXT, event="pull_request", commit=self.sha("HEAD"), subject=subject, started=NOW)

    def find(
        self,
        wanted: Comparison = WANTED,
        *,
        root: Path | None = None,
        token: str = "good",
        context: Context | None = None,
    ) -> BaseFound:
        where = root or self.repo.root
        variables = Environment(environment(self.github, token))
        world = World(files=Files(where), git=Git(where), environment=variables, clock=HurriedClock())
        return base_of(world, context or self.context, wanted)

    def clone(self, *words: str) -> Path:
        """As small as a checkout of the merge with `fetch-depth: 2`."""
        self.repo.git("update-ref", "refs/pull/5/merge", "HEAD")
        small = Repository(self.root / "clone")
        small.git("remote", "add", "origin", self.repo.root.as_uri())
        small.git("fetch", "-q", "--depth=2", *words, "origin", "refs/pull/5/merge")
        small.git("checkout", "-q", "-f", "--detach", "FETCH_HEAD")
        return small.root

    @property
    def calls(self) -> list[str]:
        """What was asked of the API; the archives themselves lie elsewhere."""
        return [one for one in self.github.asked if "/archives/" not in one]
