"""What the events of `go test` come to: the runs of each package, and the tests within each run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.strict_json import Json, as_text
from quality_gate.readers.tests.records import Records

_ENDS: Final = {
    "pass": Outcome.PASSED,
    "bench": Outcome.PASSED,
    "fail": Outcome.FAILED,
    "skip": Outcome.SKIPPED,
}
ACTIONS: Final = frozenset(
    (*_ENDS, "start", "run", "pause", "cont", "output", "attr", "artifacts", "build-output", "build-fail")
)
_WORST_FIRST: Final = (Outcome.ERROR, Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED)
_FRAMES: Final = ("=== ", "--- ", "PASS", "FAIL", "ok  \t", "exit status", "# ", "coverage: ")


@dataclass(slots=True)
class _Output:
    """What was written, up to a limit, without the frame that go puts around tests."""

    left: int
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if self.left > 0 and line.strip() and not line.startswith("=== "):
            self.lines.append(line[: self.left])
            self.left -= len(line)

    @property
    def message(self) -> str:
        said = [line.strip() for line in self.lines]
        return next((line for line in said if not line.startswith(_FRAMES)), said[-1] if said else "")

    @property
    def text(self) -> str:
        return "".join(self.lines).rstrip("\n")


@dataclass(slots=True)
class _Run:
    """One run of a package: a test that runs in it several times ends as its worst."""

    ended: dict[str, Outcome] = field(default_factory=dict)
    running: dict[str, None] = field(default_factory=dict)
    outputs: dict[str, _Output] = field(default_factory=dict)


class Packages:
    def __init__(self, limits: ReadLimits) -> None:
        self.records = Records(limits)
        self._limits = limits
        self._runs: dict[str, _Run] = {}
        self._builds: dict[str, _Output] = {}  # what the compiler wrote
        self._broken_builds: dict[str, None] = {}  # not yet told as the error of a package
        self._failed: set[str] = set()  # packages of which it is told
        self._said_to_fail: dict[str, str] = {}

    def take(self, event: Json) -> None:
        action = as_text(event.get("Action"))
        if action.startswith("build-"):
            self._build(action, as_text(event.get("ImportPath")), event)
            return
        package, test = as_text(event.get("Package")), as_text(event.get("Test"))
        if action == "start" and package in self._runs:
            raise ValueError(f"the package {package} starts again before it has ended")
        run = self._runs.setdefault(package, _Run())
        if action == "output":
            self._output(run.outputs, test).add(as_text(event.get("Output"), self._limits.max_text))
        elif action in _ENDS and test:
            self._end_test(run, test, _ENDS[action])
        elif action in _ENDS:
            self._end_package(package, action == "fail", as_text(event.get("FailedBuild")))
        elif test:
            run.running[test] = None

    def take_words(self, line: str) -> bool:
        """Go before 1.20 says of a package that it cannot build nothing but a line of text."""
        said = line.split("\t")
        if said[0] == "FAIL" and len(said) > 1:
            self._said_to_fail[said[1].partition(" ")[0]] = line
        return said[0] == "FAIL"

    def finish(self) -> str:
        """Why this is not all that there should be; the failures of unfinished packages are kept."""
        for package, run in self._runs.items():
            self._tell(package, run)
        for build in self._broken_builds:
            self._fail(build, "build", self._builds.get(build), "build failed")
        for package, line in self._said_to_fail.items():
            if package not in self._failed:
                self._fail(package, "package", _Output(0, [line]), "")
        if not self._runs:
            return ""
        package = next(iter(self._runs))
        return f"ends before the package {package or 'without a name'} has ended: the run was killed"

    def _output(self, outputs: dict[str, _Output], key: str) -> _Output:
        return outputs.setdefault(key, _Output(self._limits.max_text))

    def _build(self, action: str, build: str, event: Json) -> None:
        if action == "build-fail":
            self._broken_builds[build] = None
        else:
            self._output(self._builds, build).add(as_text(event.get("Output"), self._limits.max_text))

    def _end_test(self, run: _Run, test: str, outcome: Outcome) -> None:
        run.running.pop(test, None)
        run.ended[test] = min(run.ended.get(test, outcome), outcome, key=_WORST_FIRST.index)
        if run.ended[test] is Outcome.PASSED:
            run.outputs.pop(test, None)

    def _end_package(self, package: str, failed: bool, build: str) -> None:
        run = self._runs.pop(package)
        for test in tuple(run.running):
            # Output without a line end can swallow the end of a subtest, but not that of its test.
            passed = "/" in test and run.ended.get(test.partition("/")[0]) is Outcome.PASSED
            self._end_test(run, test, Outcome.PASSED if passed else Outcome.ERROR)
        failing = self._tell(package, run)
        if failed and not failing:
            output = self._builds.get(build) or run.outputs.get("")
            self._broken_builds.pop(build, None)
            self._fail(package, "package", output, "build failed" if build else "")

    def _tell(self, package: str, run: _Run) -> bool:
        before = self.records.failing
        place = Place("", package)
        for test, outcome in run.ended.items():
            output = run.outputs.get(test)
            message, text = (output.message, output.text) if output else ("", "")
            if outcome is Outcome.ERROR:
                message = message or "the test did not end"
            # A later run of the package is a further attempt at its tests.
            self.records.add(Case(place, test, outcome, False, message, "", text), (package, test))
        if self.records.failing > before:
            self._failed.add(package)
        return self.records.failing > before

    def _fail(self, package: str, name: str, output: _Output | None, kind: str) -> None:
        self._failed.add(package)
        message = (output.message if output else "") or "the package failed, and none of its tests did"
        text = output.text if output else ""
        self.records.add(Case(Place("", package), name, Outcome.ERROR, False, message, kind, text))
