"""Whole runs that look at something live: a real server, the target that is chosen, one step or two."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lifeline import HELD, Lifeline
from repository import Ran, Repository, _own_environment
from serving import answer, closed_port, says, serving

PYTHON = sys.executable
SERVER = """
import sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

start = time.monotonic()

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        late = self.path == "/slow" and time.monotonic() - start < float(sys.argv[2])
        body = b'{"status": "ok", "you": "%s"}' % self.headers.get("X-Key", "").encode()
        self.send_response(503 if late else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def repository(tmp_path: Path, configuration: str) -> Repository:
    files = {"server.py": SERVER, "quality-gate.yml": f"version: 1\nname: api\n{configuration}"}
    return Repository(tmp_path / "r").write(files).commit()


def live(port: int, probes: str, stage: str = "true") -> str:
    return f"""
setup: {PYTHON} server.py {port} 1 &
teardown: echo over > out.txt
targets:
  local: {{host: 127.0.0.1, http: {port}}}
  away: {{host: 127.0.0.1, http: {closed_port()}}}
stages:
  unit: {{run: "{stage}"}}
probes:
{probes}
"""


def row(ran: Ran, name: str) -> dict[str, object]:
    found: dict[str, object] = next(one for one in ran.record["probes"] if one["name"] == name)
    return found


UP = """
  slow: {http: "http://{host}:{http}/slow", json: {status: ok}, within: 30s}
  port: {tcp: "{host}:{http}", within: 30s}
"""


def test_a_run_looks_while_the_server_that_setup_started_is_up(tmp_path: Path) -> None:
    ran = repository(tmp_path, live(closed_port(), UP)).gate("run", "--target", "local")

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  api · full · target local")
    assert "looking at 2 probes: slow, port" in ran.err
    assert ran.record["target"] == "local"
    assert row(ran, "slow")["said"] == "200"
    assert "503" in str(row(ran, "slow")["attempts"])
    assert "attempts: 0.0 s:" in ran.out


def test_another_target_is_another_answer(tmp_path: Path) -> None:
    there = repository(tmp_path, live(closed_port(), '  port: {tcp: "{host}:{http}"}'))
    away, unclear = there.gate("run", "--target", "away"), there.gate("run")

    assert away.code == 1
    assert away.out.startswith("NOT READY  api · full · target away")
    assert away.ruling("probes.port")["got"] == "connection refused"
    assert unclear.code == 2
    assert "there are several targets (local, away), and probe port asks for one" in unclear.err


def test_stages_setup_and_commands_see_the_target(tmp_path: Path) -> None:
    made = repository(
        tmp_path,
        """
setup: test "$QG_HOST" = there
targets: {only: {host: there}}
stages: {unit: {run: test "$QG_HOST" = there}}
probes: {smoke: {command: 'echo "$QG_HOST {host} {{host}}"', match: "there there {{host}}"}}
""",
    ).gate("run")

    assert made.code == 0, made.said


def test_a_single_stage_and_a_profile_choose_a_target_too(tmp_path: Path) -> None:
    there = repository(
        tmp_path,
        """
targets: {local: {host: here}, away: {host: there}}
stages: {unit: {run: test "$QG_HOST" = there}}
probes: {smoke: {command: "test {host} = there"}}
profiles: {deploy: {target: away, decides: true}}
""",
    )
    unclear, chosen = there.gate("stage", "unit"), there.gate("stage", "unit", "--target", "away")
    assert unclear.code == 2
    assert "a command that uses QG_HOST asks for one" in unclear.err
    assert chosen.code == 0, chosen.said

    ran = there.gate("run", "--profile", "deploy")
    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  api · deploy · target away")
    assert there.gate("run", "--profile", "deploy", "--target", "local").code == 1


def test_in_two_steps_the_second_one_takes_what_the_first_has_seen(tmp_path: Path) -> None:
    probes = UP + '  smoke: {command: "echo 3 answers", match: 3 answers}'
    there = repository(tmp_path, live(closed_port(), probes))
    first = there.gate("run", "--no-verdict", "--target", "local")
    second = there.gate("conclude")

    assert first.code == 0
    assert second.code == 0, second.said
    assert second.out.startswith("READY  api · full · target local")
    assert [one["status"] for one in second.record["probes"]] == ["passed"] * 3

    other = there.gate("conclude", "--target", "away")
    assert other.ruling("probes.smoke")["cause"] == "stale"
    there.commit()
    old = there.gate("conclude")
    assert old.code == 1
    assert old.ruling("probes.slow")["cause"] == "stale"


def test_what_was_handed_over_by_others_is_checked(tmp_path: Path) -> None:
    there = repository(tmp_path, live(closed_port(), UP))
    there.gate("run", "--no-verdict", "--target", "local")
    file = there.root / "quality-gate/envelopes/sightings.json"
    value = json.loads(file.read_text(encoding="utf-8"))
    value["seen"][0]["got"] = "other"
    copy = there.root / "quality-gate/envelopes/copy"
    copy.mkdir()
    (copy / "sightings.json").write_text(json.dumps(value), encoding="utf-8")
    ran = there.gate("conclude", "--target", "local")

    assert ran.code == 1
    assert ran.ruling("probes.slow")["cause"] == "inconclusive"


def test_where_nobody_has_looked_check_and_conclude_look_but_run_nothing(tmp_path: Path) -> None:
    with serving(says(answer("200 OK"))) as port:
        there = repository(
            tmp_path,
            f"""
stages: {{unit: {{run: "true"}}}}
probes:
  port: {{tcp: "127.0.0.1:{port}"}}
  smoke: {{command: touch it-ran}}
""",
        )
        checked = there.gate("check")
        there.gate("run", "--no-verdict")
        (there.root / "it-ran").unlink()
        (there.root / "quality-gate/envelopes/sightings.json").unlink()
        concluded = there.gate("conclude")

    for ran in (checked, concluded):
        assert ran.code == 1
        assert ran.ruling("probes.port")["status"] == "passed"
        assert ran.ruling("probes.smoke")["cause"] == "not-run"
        assert ran.ruling("probes.smoke")["next"] == "use `quality-gate run`"
    assert not (there.root / "it-ran").exists()


def test_needs_that_did_not_pass_and_a_setup_that_failed(tmp_path: Path) -> None:
    probes = """
stages: {unit: {run: exit 1, level: optional}, fine: {run: "true"}}
probes:
  after: {command: touch after.txt, needs: unit}
  alone: {command: touch alone.txt, needs: fine}
"""
    there = repository(tmp_path, probes)
    ran = there.gate("run")
    assert ran.ruling("probes.after")["cause"] == "not-run"
    assert ran.ruling("probes.after")["reason"] == "it needs unit, which did not pass"
    assert ran.ruling("probes.alone")["status"] == "passed"
    assert ran.code == 1
    assert not (there.root / "after.txt").exists()

    broken = Repository(tmp_path / "b").write(
        {"quality-gate.yml": "version: 1\nsetup: exit 3\nprobes: {one: {command: touch x}}\n"}
    )
    ran = broken.commit().gate("run")
    assert ran.code == 1
    assert ran.ruling("probes.one")["cause"] == "environment"
    assert ran.ruling("probes.one")["reason"] == "setup failed: exit 3"
    assert not (broken.root / "x").exists()


def test_a_part_of_the_gate_looks_only_where_it_is_asked_to(tmp_path: Path) -> None:
    there = repository(
        tmp_path,
        """
stages: {unit: {run: "true"}}
probes: {a: {command: "true"}, b: {command: "true", level: recommended}}
""",
    )
    stage, one = there.gate("run", "--stage", "unit"), there.gate("run", "--probe", "b", "--stage", "unit")
    alone = there.gate("run", "--probe", "a")

    assert (stage.code, stage.record["probes"]) == (0, [])
    assert "left out: probes.a (not asked for on the command line)" in stage.record["notices"]
    assert one.out.startswith("PASSED (partial: unit, probe b)")
    assert [probe["name"] for probe in one.record["probes"]] == ["b"]
    assert alone.out.startswith("PASSED (partial: probe a)")
    assert alone.record["stages"] == []


def test_a_recommended_probe_warns_and_an_optional_one_only_tells(tmp_path: Path) -> None:
    there = repository(
        tmp_path,
        """
stages: {unit: {run: "true"}}
probes:
  a: {command: exit 1, level: recommended, help: docs/a.md}
  b: {command: exit 1, level: optional}
""",
    )
    ran = there.gate("run")

    assert (ran.code, ran.record["verdict"]["decision"]) == (0, "READY WITH WARNINGS")
    assert ran.ruling("probes.a")["next"] == "run `exit 1` by hand; see docs/a.md"


def test_a_secret_header_is_sent_and_stands_nowhere(tmp_path: Path) -> None:
    probes = """
  key:
    {http: "http://{host}:{http}/", headers: {X-Key: {env: API_TOKEN}}, json: {you: me}, within: 5s}
"""
    there = repository(tmp_path, live(closed_port(), probes))
    ran = there.gate("run", "--target", "local", env={"API_TOKEN": "t0p-s3cret-value"})

    assert ran.ruling("probes.key")["got"] == "200, you is ***"
    written = [
        path.read_text(encoding="utf-8")
        for path in (there.root / "quality-gate").rglob("*")
        if path.is_file()
    ]
    assert all("t0p-s3cret-value" not in text for text in (*written, ran.out, ran.err))


def test_the_plan_says_what_is_looked_at(tmp_path: Path) -> None:
    there = repository(tmp_path, live(4711, UP + "  smoke: {command: make smoke, level: recommended}"))
    ran = there.gate("plan", "--target", "local")

    assert "looks at 3 probes in local" in ran.out
    assert "slow                 http     http://127.0.0.1:4711/slow" in ran.out
    assert "smoke (recommended)  command  make smoke" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send to another process")
def test_ctrl_c_while_looking_ends_in_time_and_leaves_nothing(tmp_path: Path) -> None:
    there = repository(
        tmp_path,
        f"""
teardown: touch torn-down
probes:
  command: {{command: "{HELD}; touch began; sleep 60"}}
  waiting: {{tcp: "127.0.0.1:{closed_port()}", within: 60s}}
""",
    )
    lifeline = Lifeline(there.root)
    running = subprocess.Popen(
        [sys.executable, "-m", "quality_gate", "run"],
        cwd=there.root,
        env=_own_environment(there.root),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 30
    while not (there.root / "began").exists() and time.monotonic() < end:
        time.sleep(0.05)
    asked = time.monotonic()
    running.send_signal(signal.SIGINT)

    assert running.wait(20) == 130
    assert time.monotonic() - asked < 7.5
    assert (there.root / "torn-down").exists()
    assert lifeline.ended()
    lifeline.close()
