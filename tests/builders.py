"""A small language to write evidence and reports the way a person would draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.context import Context
from quality_gate.model.coverage import BranchView, Coverage, FileCoverage, Unit, bits_of
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile, Resources
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.rollup import CoverageRow, ModuleRow, Rollup, StageRow
from quality_gate.model.verdict import Cause, Decision, Level, Ruling, Spot, Status, Verdict

# Longest ending first: "e!!" is an error, "f!" a failure.
_ENDINGS = (
    ("!!", Outcome.ERROR),
    ("!", Outcome.FAILED),
    ("?", Outcome.SKIPPED),
    ("^", Outcome.EXPECTED),
    ("~", Outcome.PASSED),
)


def coverage(files: Mapping[str, str]) -> Coverage:
    """One letter per line: `+` covered, `-` missed, `.` no code.

    A line with two branches: `=` took both, `~` one, `_` none.

    coverage({"a.py": "+.-~"})
    """
    return Coverage({path: file_coverage(drawn) for path, drawn in files.items()})


def file_coverage(drawn: str) -> FileCoverage:
    lines = list(enumerate(drawn, start=1))
    taken = {"=": 2, "~": 1, "_": 0}
    return FileCoverage(
        measured=bits_of(line for line, letter in lines if letter != "."),
        covered=bits_of(line for line, letter in lines if letter in "+=~"),
        branches={
            line: (BranchView("drawn", part=taken[letter], whole=2),)
            for line, letter in lines
            if letter in taken
        },
    )


def cases(classname: str, drawn: str, **place: str) -> Cases:
    """Names, each with how it ended; without a sign it passed.

    `!` failed, `!!` error, `?` skipped, `^` failed as expected, `~` flaky.

    cases("pkg.TestPay", "pays refuses! hangs!! later?", file="tests/test_pay.py")
    """
    where = Place(classname=classname, **place)
    plain: list[str] = []
    others: list[Case] = []
    for word in drawn.split():
        case = _case(where, word)
        if case.outcome is Outcome.PASSED and not case.flaky:
            plain.append(case.name)
        else:
            others.append(case)
    return Cases({where: tuple(plain)} if plain else {}, tuple(others))


def _case(where: Place, word: str) -> Case:
    for ending, outcome in _ENDINGS:
        if word.endswith(ending):
            name = word.removesuffix(ending)
            message = f"{name} broke" if outcome in (Outcome.FAILED, Outcome.ERROR) else ""
            return Case(where, name, outcome, flaky=ending == "~", message=message)
    return Case(where, word)


def counts(drawn: str) -> Counts:
    """`counts("56/59")`: passed of executed."""
    passed, executed = (int(number) for number in drawn.split("/"))
    return Counts(passed=passed, failed=executed - passed)


def spot(drawn: str, note: str = "") -> Spot:
    """`spot("src/a.py:3-5", "no test reaches this")`."""
    path, _, lines = drawn.partition(":")
    first, _, last = lines.partition("-")
    return Spot(path, int(first) if first else None, int(last) if last else None, note)


def ruling(rule: str, drawn: str = "passed", **parts: Any) -> Ruling:
    """`ruling("stages.unit", "unknown missing", got="exit 0")`: the status, and the cause behind it."""
    status, _, cause = drawn.partition(" ")
    level = Level(parts.pop("level", "required"))
    return Ruling(
        rule=rule,
        title=parts.pop("title", rule),
        status=Status(status),
        cause=Cause(cause) if cause else None,
        level=level,
        **parts,
    )


def stage(name: str, found: Cases | None = None, **parts: Any) -> StageEvidence:
    """One stage that came to its end with `exit_code`, and left the files named in `reports`."""
    attempt = Attempt(
        ended=parts.pop("ended", Ended.EXITED),
        exit_code=parts.pop("exit_code", 0),
        resources=parts.pop("resources", Resources()),
    )
    paths: Sequence[str] = parts.pop("reports", ())
    envelope = Envelope(
        stage=name,
        attempts=(attempt,),
        reports=tuple(ReportFile(path=path, sha256="ab" * 32, size=100) for path in paths),
    )
    read: tuple[ReadReport, ...] = parts.pop("read", ())
    envelopes = () if parts.get("not_run") else (envelope,)
    return StageEvidence(name=name, envelopes=envelopes, reports=read, cases=found, **parts)


def stage_row(name: str, drawn: str = "passed exit 0", **parts: Any) -> StageRow:
    """`stage_row("unit", "failed exit 1", wall="12.3", counts=counts("56/59"))`."""
    status, _, said = drawn.partition(" ")
    resources = Resources(wall=Fraction(parts.pop("wall", "0")))
    level = Level(parts.pop("level", "required"))
    known = parts.pop("counts", None)
    return StageRow(
        name=name, status=Status(status), level=level, said=said, counts=known, resources=resources, **parts
    )


def modules(drawn: Mapping[str, str]) -> tuple[ModuleRow, ...]:
    """`modules({"tests/api": "7/8"})`."""
    return tuple(ModuleRow(name=name, counts=counts(ratio)) for name, ratio in drawn.items())


def coverage_rows(drawn: Mapping[str, str]) -> tuple[CoverageRow, ...]:
    """`coverage_rows({"total lines": "84/100"})`: the name, the unit, and the ratio."""
    rows = []
    for key, text in drawn.items():
        name, _, unit = key.rpartition(" ")
        part, whole = (int(number) for number in text.split("/"))
        rows.append(CoverageRow(name=name, unit=str(Unit(unit)), ratio=Ratio(part, whole)))
    return tuple(rows)


CONTEXT = Context(
    gate="api",
    version="1.2.3",
    commit="3f9c2ab1d0e4f5a6b7c8d9e0f1a2b3c4d5e6f708",
    branch="main",
    event="push",
    run="4711",
    run_url="https://github.example/acme/shop/actions/runs/4711/attempts/1",
    repository="acme/shop",
    server_url="https://github.example",
    config="quality-gate.yml",
    config_digest="cd" * 32,
    started="2026-11-20T12:00:00Z",
    ci=True,
    github=True,
)


def report(
    decision: Decision,
    rulings: Iterable[Ruling] = (),
    *,
    evidence: Evidence | None = None,
    rollup: Rollup | None = None,
    context: Context = CONTEXT,
    **parts: Any,
) -> Report:
    """A whole report; `scope`, `reason` and `notices` by name."""
    notices: tuple[str, ...] = parts.pop("notices", ())
    verdict = Verdict(decision=decision, rulings=tuple(rulings), **parts)
    return Report(
        context=context,
        evidence=evidence or Evidence(),
        verdict=verdict,
        rollup=rollup or Rollup(),
        notices=notices,
    )
