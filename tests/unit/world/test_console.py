"""The console: a result arrives or is refused in words; talk never matters; a reader may leave."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from quality_gate.model.errors import OutletRefused
from quality_gate.world.console import Console

FULL = Path("/dev/full")


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_refuses_results_for_good_and_swallows_talk() -> None:
    with FULL.open("w", encoding="utf-8") as out, FULL.open("w", encoding="utf-8") as err:
        console = Console(out=out, err=err)
        console.tell("talk")
        for _ in range(2):
            with pytest.raises(OutletRefused, match="standard output cannot be written: No space left"):
                console.say("result")


def test_streams_that_are_closed() -> None:
    console = Console(out=closed(), err=closed())

    console.tell("talk")
    assert (console.color, console.live, console.encoding) == (False, False, "utf-8")
    with pytest.raises(OutletRefused, match="it is closed"):
        console.say("result")


def test_a_reader_that_has_seen_enough_is_no_trouble() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as out:
        console = Console(out=out)
        for word in ("one", "two"):
            console.say(word)
            assert os.path.samestat(os.fstat(out.fileno()), Path(os.devnull).stat())


def test_what_the_stream_cannot_say_is_said_another_way() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n", write_through=True)
    Console(out=out).say("≥ 3")

    assert isinstance(out.buffer, io.BytesIO)
    assert out.buffer.getvalue() == b"? 3\n"
