"""Measures pieces of work side by side, each in processes of its own, and prints one table of ratios."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_LONGEST: Final = 120  # seconds that a peer may take before it is given up
# Budgets in seconds were set on a machine that takes this long for a bare expat pass over one megabyte of
# Cobertura (0.35 s for 66.97 MB). Machines differ by a factor of two and more, so that pass is the first side
# of every work with such a budget, and what was measured is told at that machine's speed.
SECONDS_THERE: Final = 0.35 / 66.97
# getrusage keeps the peak of the process that started this one, so the starter stays small.
_AROUND: Final = """
import resource, sys, time
{before}
begin = time.perf_counter()
{work}
took = time.perf_counter() - begin
peak = resource.getrusage(resource.{whose}).ru_maxrss
{after}
print(took, peak)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One piece of work as Python code; only what stands in `work` is timed."""

    name: str
    work: str
    before: str = ""
    after: str = ""
    arguments: tuple[str, ...] = ()
    peer: bool = False  # runs in the environment of the peers, where there is one
    starts_others: bool = False  # the memory of what it starts counts, not its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What is promised for the work at its full size: times of the floor, or seconds there; and MiB."""

    ratio: float | None = None
    seconds: float | None = None
    mebibytes: float | None = None

    def __str__(self) -> str:
        parts = [f"{self.ratio:g} x"] if self.ratio else []
        parts += [f"{self.seconds:g} s"] if self.seconds else []
        parts += [f"{self.mebibytes:g} MiB"] if self.mebibytes else []
        return ", ".join(parts)

    def kept(self, took: Took, floor_there: float) -> bool:
        there = took.ratio * floor_there
        told = ((self.ratio, took.ratio), (self.seconds, there), (self.mebibytes, took.mebibytes))
        return all(limit is None or got <= limit for limit, got in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Sides over the same input; the first is the floor, `ours` is held against the budget."""

    name: str
    size: str
    sides: Sequence[Side]
    ours: str = "quality-gate"
    budget: Budget = field(default_factory=Budget)  # of the full size only
    floor_there: float = 0  # seconds that the floor takes on the machine of the budgets

    def __post_init__(self) -> None:
        if self.budget.seconds and not self.floor_there:
            raise ValueError(f"{self.name}: a budget in seconds needs a yardstick as its floor")


@dataclass(frozen=True, slots=True)
class Took:
    seconds: float
    mebibytes: float
    ratio: float = 1.0  # to the floor of the same round
    best: float = 0.0  # of all rounds: what is left when other programs are quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How thoroughly to measure."""

    quick: bool
    times: int
    peers: Path | None  # the interpreter of the peers' environment

    def sizes(self, full: int) -> list[int]:
        """The full size is sixteen times the first, so that growth shows."""
        return [full // 16, full // 4] if self.quick else [full // 16, full // 4, full]


def measured(work: Work, asked: Asked) -> dict[str, Took]:
    """The median of several rounds; in a round every side runs once, so that a slow moment hits all."""
    rounds: dict[str, list[Took]] = {}
    for number in range(asked.times):
        floor = _once(work.sides[0], asked.peers)
        if floor is None:
            continue  # nothing can be told of a round without it, least of all that a budget was kept
        rounds.setdefault(work.sides[0].name, []).append(floor)
        for side in work.sides[1:]:
            if side.peer and (asked.peers is None or number > 0):
                continue  # a peer is context, and takes long
            took = _once(side, asked.peers)
            if took is not None:
                ratio = took.seconds / floor.seconds
                rounds.setdefault(side.name, []).append(replace(took, ratio=ratio))
    return {name: _middle(all_) for name, all_ in rounds.items()}


def _middle(rounds: Sequence[Took]) -> Took:
    return Took(
        statistics.median(one.seconds for one in rounds),
        max(one.mebibytes for one in rounds),
        statistics.median(one.ratio for one in rounds),
        min(one.seconds for one in rounds),
    )


def _once(side: Side, peers: Path | None) -> Took | None:
    whose = "RUSAGE_CHILDREN" if side.starts_others else "RUSAGE_SELF"
    code = _AROUND.format(before=side.before, work=side.work, after=side.after, whose=whose)
    python = str(peers) if side.peer else sys.executable
    command = [python, "-c", code, *side.arguments]
    environment = {**os.environ, "PYTHONPATH": "" if side.peer else _program_path()}
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired:
        print(f"{side.name}: given up after {_LONGEST} s", file=sys.stderr)
        return None
    if done.returncode:
        print(f"{side.name}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    seconds, peak = done.stdout.split()[-2:]
    return Took(float(seconds), int(peak) / 1024)


def _program_path() -> str:
    """The sources of this clone, and the dependencies as the launcher has them."""
    sys.path.append(str(ROOT / "bin"))
    from launch import cache_folder, environment

    sys.path.pop()
    return os.pathsep.join([str(ROOT / "src"), str(environment(cache_folder()) or "")])


def table(works: Iterable[Work], asked: Asked) -> None:
    print(
        f"{'work':<12} {'size':<34} {'side':<28} {'seconds':>8} {'best':>7} {'MiB':>5} {'ratio':>7}  budget"
    )
    for work in works:
        found = measured(work, asked)
        for side in work.sides:
            start = f"{work.name:<12} {work.size:<34} {side.name:<28}"
            if side.name not in found:
                print(f"{start} {'-':>8} {'-':>7} {'-':>5} {'-':>7}  not measured", flush=True)
                continue
            took = found[side.name]
            print(
                f"{start} {took.seconds:>8.3f} {took.best:>7.3f} {took.mebibytes:>5.0f} {took.ratio:>7.2f}  "
                + (_judged(work, took) if side.name == work.ours else ""),
                flush=True,
            )


def _judged(work: Work, took: Took) -> str:
    budget = work.budget
    if not str(budget):
        return ""
    told = f" ({took.ratio * work.floor_there:.2f} s at the speed that budgets are told in)"
    there = told if budget.seconds else ""
    return f"{budget}: {'kept' if budget.kept(took, work.floor_there) else 'missed'}{there}"


def options(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="two rounds, and no full size")
    parser.add_argument("--times", type=int, metavar="N", help="rounds (default: 5; with --quick 2)")
    parser.add_argument(
        "--peers", metavar="PYTHON", type=Path, help="an interpreter that has bench/peers.txt"
    )
    return parser


def asked_by(parser: argparse.ArgumentParser) -> Asked:
    given = parser.parse_args()
    return Asked(quick=given.quick, times=given.times or (2 if given.quick else 5), peers=given.peers)


def alone(description: str | None, works: Callable[[Asked], Iterable[Work]]) -> None:
    """What one benchmark does when it is called by itself; the exit code is always 0."""
    asked = asked_by(options(description))
    table(works(asked), asked)


def expat_floor(path: Path) -> Side:
    """A bare pass over the same XML: no work at all is done for its elements."""
    return Side(
        name="expat, bare",
        before="from xml.parsers import expat",
        work="with open(sys.argv[1], 'rb') as stream:\n    expat.ParserCreate().ParseFile(stream)",
        arguments=(str(path),),
    )
