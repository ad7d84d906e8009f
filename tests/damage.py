"""Reports damaged at random, and what holds for the reading of any bytes at all."""

from __future__ import annotations

import json
import random
from typing import Any

from quality_gate.model.reading import Reading, State
from quality_gate.readers.contract import contract_line

_PIECES = (b"", b"\0", b"\xff", b"{", b'"', b"[", b"-", b"-1", b"1e999", b"null", b"<", b",", b"7")
_EVIDENCE = ("tests", "coverage", "metrics", "findings")


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """The same report with a few of its bytes replaced; never without any byte."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 4)] = chance.choice((*_PIECES, bytes([chance.randrange(256)])))
        data = data or bytearray(b" ")
    return bytes(data)


def check(reading: Reading) -> None:
    """Whatever was read can be told to programs, says why it is refused, and adds up."""
    told: dict[str, Any] = json.loads(contract_line("x", reading))
    evidence = [told[kind] for kind in _EVIDENCE if told[kind] is not None]

    assert told["state"] == str(reading.state)
    if reading.state is State.INVALID:
        assert reading.note
        assert not evidence
    if reading.state is State.OK:
        assert evidence
    if (tests := told["tests"]) is not None:
        assert tests["total"] == sum(tests[part] for part in ("passed", "failed", "errors", "skipped"))
        assert 0 <= tests["flaky"] <= tests["passed"]
