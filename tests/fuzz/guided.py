"""The same questions with atheris, which looks at the branches that a report takes and seeks new ones."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from fuzz.worker import MOST_MEMORY, SECONDS_FOR_ONE, keep, slowness


def main(reader: str, seed: int, seconds: float, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["quality_gate.readers"]):
        from fuzz.attempts import Attempt, samples_by_reader, trouble

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    corpus = folder / "corpus" / reader
    corpus.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(samples_by_reader()[reader]):
        (corpus / f"sample-{number}").write_bytes(raw)
    current = folder / f"{reader}-{seed}.current"
    end = time.monotonic() + seconds
    done, slowest = 0, 0.0

    def one(raw: bytes) -> None:
        nonlocal done, slowest
        current.write_bytes(raw)
        begin = time.process_time()
        try:
            problem = trouble(Attempt(raw))
        except Exception as error:  # noqa: BLE001 - every exception is what is being looked for
            problem = repr(error)
        took = time.process_time() - begin
        done, slowest = done + 1, max(slowest, took)
        problem = problem or slowness(raw, took)
        if problem:
            keep(folder, reader, raw, problem)
        if time.monotonic() > end:
            current.unlink()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            sys.stdout.write(f"\n{done} {slowest:.2f} {peak}\n")
            sys.stdout.flush()
            # libFuzzer would go on, and counts an exception as a crash.
            import os

            os._exit(0)

    options = [f"-seed={seed}", f"-timeout={SECONDS_FOR_ONE}", "-max_len=65536", "-rss_limit_mb=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
