"""Reports that are made to take hours: each is read, or refused, in a time that its size explains."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from quality_gate.model.reading import State
from quality_gate.readers.candidates import folded
from quality_gate.readers.go_modules import module_name
from quality_gate.readers.locate import Locator
from quality_gate.readers.reading import read_stream
from quality_gate.readers.strict_json import parse_line
from quality_gate.readers.suffix_index import indexed

MANY = 50_000
ALIKE = [number * ((1 << 61) - 1) for number in range(1, MANY)]  # to a dictionary of Python


@contextmanager
def soon() -> Iterator[None]:
    """In seconds of the processor, and far from what is usual: who searches through all takes minutes."""
    started = time.process_time()
    yield
    assert time.process_time() - started < 20


def test_numbers_that_are_alike_to_a_dictionary_are_not_in_a_report() -> None:
    (found,) = parse_line(json.dumps({"numbers": ALIKE}), 1).values()

    assert len(set(map(hash, ALIKE))) == 1
    assert isinstance(found, list)
    assert found == ALIKE
    assert len(set(map(hash, found))) > 0.99 * len(ALIKE)


@pytest.mark.parametrize(
    "report",
    [
        {"files": {"a.py": {"executed_lines": ALIKE, "missing_lines": []}}},
        {
            "files": {
                "a.py": {
                    "executed_lines": [1],
                    "missing_lines": [],
                    "executed_branches": [[number, 1] for number in ALIKE],
                }
            }
        },
        {
            "a.js": {
                "path": "a.js",
                "statementMap": {str(number): {"start": {"line": number}} for number in ALIKE},
                "s": {str(number): 1 for number in ALIKE},
                "branchMap": {},
            }
        },
        {
            "data": [
                {
                    "files": [
                        {
                            "filename": "a.c",
                            "segments": [],
                            "branches": [[number, 1, 1, 1, 1, 1] for number in ALIKE],
                        }
                    ]
                }
            ]
        },
    ],
)
def test_numbers_with_one_hash(report: dict[str, object]) -> None:
    raw = json.dumps(report).encode()
    with soon():
        assert read_stream(io.BytesIO(raw)).format != "unknown"


@pytest.mark.parametrize("number", [(1 << 61) - 2, (1 << 61) - 1, 1 - (1 << 61), (1 << 64) - 1, 10**300])
def test_a_vast_number_is_read_as_any_other(number: int) -> None:
    found = parse_line(f'{{"a": [{number}, 7]}}', 1)

    assert found == {"a": [number, 7]}
    assert len({parse_line(str(number), 1), parse_line(str(number), 2)}) == 1


def test_a_letter_with_many_marks() -> None:
    with soon():
        assert folded("a" + "\u0301\u0327" * 200_000)


def test_a_class_in_many_others() -> None:
    with soon():
        assert Locator(["src/a/b.py"]).locate_class("a." * MANY * 4) is None


def test_a_name_that_half_the_repository_has() -> None:
    index = indexed((path, path) for path in (f"{number}/index.ts" for number in range(MANY)))
    with soon():
        for _ in range(MANY):
            assert len(index.below["index.ts"].all_paths(3)) == 3


def test_a_go_mod_of_blank_lines() -> None:
    with soon():
        assert module_name("\n" * MANY * 2) == ""
        assert module_name("\n\n \tmodule a.b/c\n") == "a.b/c"


def test_branches_of_one_line_one_by_one() -> None:
    raw = b"".join(b"SF:a\nDA:1,1\nBRDA:1,0,%d,1\nend_of_record\n" % number for number in range(MANY // 4))
    with soon():
        found = read_stream(io.BytesIO(raw))

    assert found.state is State.SUSPECT
    assert found.note == "names lines above 5,000,000, or too many of them, in a"
