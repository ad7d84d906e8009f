"""What probes saw, handed over: written, found, checked, and told when it does not count."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quality_gate.envelopes.expected import Expected
from quality_gate.envelopes.find import find_envelopes
from quality_gate.envelopes.read import BadEnvelope
from quality_gate.envelopes.sightings import (
    Sightings,
    find_sightings,
    merge_sightings,
    sightings_from,
    sightings_json,
    write_sightings,
)
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Spot, Status
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World

UP = Sighting(
    status=Status.FAILED,
    expected="200",
    got="503",
    distance="far",
    reason="it answered 503",
    next="see the log",
    spots=(Spot("a.py", 3, 5, "here"), Spot("b.py")),
    attempts=("0.0 s: 503", "1.2 s: 503"),
)
DOWN = Sighting(status=Status.UNKNOWN, cause=Cause.NOT_RUN, reason="nobody looked")
ONE = Sightings(
    gate="api",
    commit="c" * 40,
    run="7",
    attempt=2,
    config="ab" * 32,
    target="prod",
    started="2026-11-20T12:00:00Z",
    seen={"up": UP, "down": DOWN},
    path="x",
)
EXPECTED = Expected(jobs=(), commit="c" * 40, gate="api", config="ab" * 32, run="7", attempt=2)


def merged(*envelopes: Sightings, expected: Expected = EXPECTED, target: str = "prod") -> dict[str, Sighting]:
    return merge_sightings(envelopes, expected, target, ["up", "new"])


def test_what_is_written_is_read_back() -> None:
    assert sightings_from(sightings_json(ONE).encode(), Path("x")) == ONE


def test_they_are_found_wherever_they_lie_and_are_no_stage(tmp_path: Path) -> None:
    told = io.StringIO()
    world = World.at(tmp_path, Console(out=io.StringIO(), err=told), Environment({}))
    write_sightings(ONE, world)
    for folder in ("deep/er", "broken"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "deep/er/sightings.json").write_text(sightings_json(ONE), encoding="utf-8")
    (tmp_path / "broken/sightings.json").write_text("{", encoding="utf-8")
    file = str(tmp_path / "deep/er/sightings.json")

    assert len(find_sightings([str(tmp_path)], world)) == 2
    assert [one.path for one in find_sightings([file], world)] == [file]
    assert find_envelopes([str(tmp_path), file], world) == ()
    assert "not used: " in told.getvalue()
    assert "broken/sightings.json: it is not JSON that can be read" in told.getvalue()


def test_the_right_ones_count_and_what_nobody_looked_at_is_left() -> None:
    assert merged(ONE) == {"up": UP}
    assert merged(ONE, replace(ONE, path="again")) == {"up": UP}
    assert merged(replace(ONE, gate="other")) == {}
    assert merged() == {}
    assert merged(replace(ONE, attempt=1, seen={"up": DOWN}), ONE) == {"up": UP}
    assert merged(replace(ONE, commit="d" * 40), ONE) == {"up": UP}
    laptop = replace(EXPECTED, run="")
    assert merged(ONE, expected=laptop) == {"up": UP}


@pytest.mark.parametrize(
    ("changed", "cause", "reason"),
    [
        ({"commit": "d" * 40}, Cause.STALE, "it was looked at for commit dddddddddddd, not for cccccccccccc"),
        ({"commit": ""}, Cause.STALE, "it was looked at for commit no commit, not for cccccccccccc"),
        ({"run": "8"}, Cause.STALE, "it was looked at in the workflow run 8, not in 7"),
        ({"run": ""}, Cause.STALE, "it was looked at in no workflow run, not in 7"),
        ({"attempt": 3}, Cause.STALE, "it was looked at in attempt 3, and this is attempt 2"),
        ({"config": ""}, Cause.STALE, "it was looked at under another configuration"),
        ({"target": "local"}, Cause.STALE, "it was looked at in local, and the target is prod"),
        ({"target": ""}, Cause.STALE, "it was looked at in no target, and the target is prod"),
    ],
)
def test_what_was_seen_under_other_orders_is_old(changed: dict[str, Any], cause: Cause, reason: str) -> None:
    found = merged(replace(ONE, **changed))

    assert set(found) == {"up", "new"}
    assert {(one.status, one.cause, one.reason) for one in found.values()} == {
        (Status.UNKNOWN, cause, reason)
    }
    assert all(one.next for one in found.values())


def test_contradictions_are_told() -> None:
    twice = merged(ONE, replace(ONE, seen={"up": DOWN}, path="y"))
    runs = merged(ONE, replace(ONE, run=""))

    assert (twice["up"].cause, twice["up"].reason) == (
        Cause.INCONCLUSIVE,
        "what probes saw came twice with different content: x, y",
    )
    assert runs["up"].reason == "what probes saw came from several runs: 7, a laptop"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": "x"}, "its schema is not quality-gate/sightings/1"),
        ({"gate": 1}, "gate is not text"),
        ({"attempt": 0}, "attempt is not a whole number from 1 on"),
        ({"seen": {}}, "seen is not a list of at most 100,000"),
        ({"seen": [1]}, "seen[0] is not an object"),
    ],
)
def test_nothing_in_it_is_trusted(change: dict[str, Any], told: str) -> None:
    value = json.loads(sightings_json(ONE)) | change
    with pytest.raises(BadEnvelope) as caught:
        sightings_from(json.dumps(value).encode(), Path("x"))

    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "good"}, "seen[0].status is none of passed, warned, failed, unknown, skipped"),
        ({"status": "unknown"}, "seen[0] has no cause for being unknown, or a cause without being it"),
        ({"cause": "stale"}, "seen[0] has no cause for being unknown, or a cause without being it"),
        ({"cause": "mood"}, "seen[0].cause is none of missing, empty, unreadable"),
        ({"probe": "down"}, "a probe stands there twice"),
        (
            {"spots": [{"path": "a", "line": -1, "end": None, "note": ""}]},
            "seen[0].spots[0].line is not a whole",
        ),
        ({"attempts": [1]}, "seen[0].attempts[0] is not text"),
    ],
)
def test_no_sighting_is_trusted(change: dict[str, Any], told: str) -> None:
    value = json.loads(sightings_json(ONE))
    value["seen"][0] |= change
    with pytest.raises(BadEnvelope) as caught:
        sightings_from(json.dumps(value).encode(), Path("x"))

    assert str(caught.value).startswith(told)
