"""The shared corpus of one real coverage.py run in all its formats, where it is checked out beside us."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from quality_gate.world.coverage_data import CoverageData

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "coverage-py"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside this repository")


@pytest.mark.parametrize("kind", ["branch", "line"])
@pytest.mark.parametrize("extension", ["json", "xml", "lcov"])
def test_every_format_tells_the_same(kind: str, extension: str) -> None:
    with (CORPUS / f"{kind}.{extension}").open("rb") as stream:
        reading = read_stream(stream)

    assert reading.state is State.OK
    assert reading.coverage is not None
    assert reading.coverage.ratio(Unit.LINES) == Ratio(13, 15)
    assert reading.coverage.ratio(Unit.BRANCHES) == (Ratio(8, 10) if kind == "branch" else None)
    assert reading.producer == ("" if extension == "lcov" else printed(kind))


@pytest.mark.parametrize("kind", ["branch", "line"])
@pytest.mark.parametrize("files", [["combined"], ["shard1", "shard2"]], ids=["combined", "shards"])
def test_data_files_tell_the_same(kind: str, files: list[str]) -> None:
    paths = [CORPUS / f"{kind}-{file}.coverage" for file in files]
    before = [path.read_bytes() for path in paths]

    reading = CoverageData().read([str(path) for path in paths], str(CORPUS))

    assert reading.coverage is not None
    assert reading.coverage.ratio(Unit.LINES) == Ratio(13, 15)
    assert reading.coverage.ratio(Unit.BRANCHES) == (Ratio(8, 10) if kind == "branch" else None)
    assert reading.producer == printed(kind)
    assert [path.read_bytes() for path in paths] == before


def printed(kind: str) -> str:
    """What coverage.py itself printed with two decimals."""
    found = re.search(r"^TOTAL.* ([\d.]+)%", (CORPUS / f"{kind}.report.txt").read_text(), re.MULTILINE)
    assert found
    return f"coverage.py: {found[1]} %"
