"""npm scripts: each kind of test, and lint, type check and build, becomes a stage."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from quality_gate.init.node_builtin import with_reports
from quality_gate.init.node_runners import PLACE, RUNNERS, Runner
from quality_gate.init.node_thresholds import Thresholds, thresholds
from quality_gate.init.order import KINDS, in_order
from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository, part

_NOT_CARRIED: Final = "Not carried over: "
_PLACEHOLDER: Final = "no test specified"
# Scripts for people at work: they wait, change files, or only show something.
_NOT_A_CHECK: Final = re.compile(
    r"(?:^|[:._-])(?:watch|debug|dev|ui|open|fix|write|update|headed|show|summary|report)(?:$|[:._-])"
)
_WATCHING: Final = re.compile(r"--watch(?:All)?(?![\w=-])|\s(?:watch|dev|open)\s*\Z")
_WRITING: Final = re.compile(r"(?<!\S)--(?:fix|write)(?!\S)")
_SAME: Final = {
    "type-check": "typecheck",
    "check-types": "typecheck",
    "tsc": "typecheck",
    "types": "typecheck",
    "bench": "performance",
    "benchmark": "performance",
    "perf": "performance",
    "audit": "security",
}
_AGAIN: Final = ("ci", "coverage", "all", "tests")
_CALLS: Final = re.compile(
    r"\b(?:npm|yarn|pnpm|bun)(?: run)? test:|\b(?:npm-run-all|run-s|run-p|turbo|nx|lerna)\b"
)
_MANAGERS: Final = (
    ("pnpm-lock.yaml", "pnpm run {} ", ""),
    ("yarn.lock", "yarn run {} ", ""),
    ("bun.lock", "bun run {} ", ""),
    ("bun.lockb", "bun run {} ", ""),
    ("package.json", "npm run {} ", "-- "),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    call: str
    divider: str  # npm keeps options for itself unless a divider stands in front
    declared: frozenset[str]
    measures: bool
    limits: Thresholds = field(default_factory=Thresholds)


def find(repository: Repository) -> Proposal | None:
    if not repository.has("package.json"):
        return None
    file = repository.json("package.json")
    scripts = _scripts(file)
    package = _package(repository, file)
    stages = in_order(_stage(name, script, scripts, package) for name, script in _chosen(scripts))
    if not stages:
        return None
    limits = package.limits
    measured = any("/coverage-" in report for stage in stages for report in stage.reports)
    said = f"{package.call.split()[0]} scripts in package.json: {', '.join(stage.name for stage in stages)}"
    if not (measured and limits.found):
        comments = _unmeasured(limits)
        return Proposal(found=said, stages=stages, coverage_comments=comments, lost=_lost(comments))
    return Proposal(
        found=f"{said}; {limits.found}",
        stages=stages,
        total=limits.total,
        total_comments=limits.total_comments,
        groups=limits.groups,
        coverage_comments=limits.comments,
        lost=_lost(limits.comments),
    )


def _scripts(file: Mapping[str, Any]) -> dict[str, str]:
    """No shell and no YAML file can hold a name that cannot be printed."""
    written = part(file, "scripts").items()
    return {name: text for name, text in written if name.isprintable() and type(text) is str}


def _package(repository: Repository, file: Mapping[str, Any]) -> _Package:
    declared = frozenset(name for kind in ("dependencies", "devDependencies") for name in part(file, kind))
    limits = thresholds(repository)
    call, divider = next((call, divider) for lock, call, divider in _MANAGERS if repository.has(lock))
    scripts = " ".join(_scripts(file).values())
    measures = (
        bool(limits.found) or "--coverage" in scripts or part(file, "jest").get("collectCoverage") is True
    )
    return _Package(call=call, divider=divider, declared=declared, measures=measures, limits=limits)


def _chosen(scripts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The scripts that check something, each with its stage's name."""
    taken: set[str] = set()
    for script, command in scripts.items():
        name = _name(script, scripts)
        if name and name not in taken and _PLACEHOLDER not in command and not _WATCHING.search(command):
            taken.add(name)
            yield name, script


def _name(script: str, scripts: Mapping[str, str]) -> str:
    """Empty for a script that is no stage."""
    if _NOT_A_CHECK.search(script) or script.startswith(("pre", "post")):
        return ""
    if script in ("test", "tests"):
        alone = not any(other.startswith("test:") and not _NOT_A_CHECK.search(other) for other in scripts)
        return "unit" if alone else "" if _CALLS.search(scripts[script]) else "tests"
    known = script.removeprefix("test:") if script.startswith("test:") else ""
    name = re.sub(r"[^A-Za-z0-9_.]+", "-", known or script).strip("-.")
    name = _SAME.get(name, name)
    return name if known or name in KINDS else ""


def _stage(name: str, script: str, scripts: Mapping[str, str], package: _Package) -> Stage:
    command = scripts[script]
    stage = Stage(
        name=name, run=package.call.format(shlex.quote(script)).strip(), comments=_words(name, command)
    )
    runner = next((known for known in RUNNERS if known.fits(command)), None)
    if runner is None:
        return with_reports(stage, script, scripts) or stage
    return _reporting(stage, runner, package)


def _reporting(stage: Stage, runner: Runner, package: _Package) -> Stage:
    """The stage with the arguments that make the runner write its reports."""
    words, reports = [], []
    tests = package.declared.issuperset(runner.packages)
    if tests:
        words.append(runner.arguments)
        reports.append(f"out/{stage.name}.xml")
    measures = not runner.measuring or package.declared.intersection(runner.measuring)
    if runner.coverage and package.measures and measures:
        words += [runner.coverage, package.limits.off]
        reports.append(f"out/coverage-{stage.name}/coverage-final.json")
    if not words:
        return replace(stage, comments=(*stage.comments, *_missing(runner)))
    more = " ".join(word for word in words if word).replace(PLACE, stage.name)
    return replace(
        stage,
        run=f"{stage.run} {package.divider}{more}",
        reports=tuple(reports),
        env={key: value.replace(PLACE, stage.name) for key, value in runner.env.items()} if tests else {},
        tests=tests,
        comments=stage.comments if tests else (*stage.comments, *_missing(runner)),
    )


def _words(name: str, command: str) -> tuple[str, ...]:
    words = []
    if name in _AGAIN or _CALLS.search(command):
        words.append("This may run tests of other stages again: delete it if so.")
    if _WRITING.search(command):
        words.append("This script changes files instead of complaining: a check must not.")
    return tuple(words)


def _missing(runner: Runner) -> tuple[str, ...]:
    return (
        "For a report of each test, which this lacks:",
        f"{runner.missing}, then `quality-gate init --force`.",
    )


def _lost(comments: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.removeprefix(_NOT_CARRIED) for text in comments if text.startswith(_NOT_CARRIED))


def _unmeasured(limits: Thresholds) -> tuple[str, ...]:
    if not limits.found:
        return limits.comments
    return (
        *limits.comments,
        f"{_NOT_CARRIED}{limits.found}. No stage above writes a coverage report;",
        "let one write Istanbul's coverage-final.json, and name it under its `reports:`.",
    )
