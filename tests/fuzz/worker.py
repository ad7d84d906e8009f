"""Reads damaged reports for one reader until its time is over: the part of bin/fuzz that may die."""

from __future__ import annotations

import faulthandler
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Final

SECONDS_FOR_ONE: Final = 60  # by the clock, of a machine that may be busy with other things
_SECONDS_WORTH_A_LOOK: Final = 6  # of the processor: two megabytes can be 700,000 measurements
MOST_MEMORY: Final = 1536 << 20
_LARGE: Final = 0.03


def main(reader: str, seed: int, seconds: float, folder: Path) -> None:
    from fuzz.attempts import attempts, samples_by_reader, trouble

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    done, slowest = 0, 0.0
    current = folder / f"{reader}-{seed}.current"
    samples = samples_by_reader()
    end = time.monotonic() + seconds
    for attempt in attempts(reader, seed, samples, _LARGE):
        if done and time.monotonic() > end:
            break
        current.write_bytes(attempt.raw)
        # It ends the process even from within compiled code, where no signal handler would be called.
        faulthandler.dump_traceback_later(SECONDS_FOR_ONE, exit=True)
        begin = time.process_time()  # others may keep the machine busy
        try:
            problem = trouble(attempt)
        except Exception:  # noqa: BLE001 - every exception is what is being looked for
            problem = traceback.format_exc()
        faulthandler.cancel_dump_traceback_later()
        took = time.process_time() - begin
        done, slowest = done + 1, max(slowest, took)
        problem = problem or slowness(attempt.raw, took)
        if problem:
            keep(folder, reader, attempt.raw, problem)
    current.unlink(missing_ok=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{done} {slowest:.2f} {peak}\n")


def slowness(raw: bytes, took: float) -> str:
    return f"slow: {len(raw):,} bytes took seconds" if took > _SECONDS_WORTH_A_LOOK else ""


def keep(folder: Path, reader: str, raw: bytes, problem: str) -> None:
    from hashlib import sha256

    # One of a kind is enough: the last line of a traceback and where it was raised.
    lines = [
        line for line in problem.splitlines() if "quality_gate" in line or line == problem.splitlines()[-1]
    ]
    name = f"{reader}-{sha256(chr(10).join(lines[-2:]).encode()).hexdigest()[:10]}"
    kept = folder / f"{name}.report"
    if not kept.exists() or kept.stat().st_size > len(raw):
        kept.write_bytes(raw)
    # Each time: by when it was written, bin/fuzz knows what has been found again.
    (folder / f"{name}.txt").write_text(problem, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
