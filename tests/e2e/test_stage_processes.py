"""Real commands under real stages: how they end, and that nothing of them is left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.envelope import Ended, Freshness
from quality_gate.model.job import Job, Retry
from quality_gate.world.shell import Shell
from stage_site import PYTHON, Site

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="these tests look for left processes in /proc"
)

_DAEMON = """
import os, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
time.sleep(60)
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    assert site.left() == []


def test_a_command_that_exits_with_zero(site: Site) -> None:
    envelope = site.one("echo out; echo err >&2")

    assert (envelope.last.ended, envelope.last.exit_code) == (Ended.EXITED, 0)
    assert sorted(envelope.tail) == ["err", "out"]
    assert sorted(site.read("quality-gate/envelopes/unit/stage.log").split()) == ["err", "out"]
    assert envelope.last.resources.peak > 0


def test_an_exit_code_is_told(site: Site) -> None:
    last = site.one("exit 3").last

    assert (last.ended, last.exit_code, last.reason) == (Ended.EXITED, 3, "exit 3")


def test_a_failure_inside_a_pipe_counts(site: Site) -> None:
    assert site.one("exit 4 | cat").last.exit_code == 4


def test_the_first_failing_line_ends_the_command(site: Site) -> None:
    envelope = site.one("false\necho went on")

    assert envelope.last.exit_code == 1
    assert envelope.tail == ()


def test_a_command_that_is_not_installed(site: Site) -> None:
    last = site.one("no-such-tool --fast").last

    assert (last.ended, last.exit_code) == (Ended.ENVIRONMENT, 127)
    assert last.reason == "command not found: no-such-tool"


def test_a_command_that_is_not_executable(site: Site) -> None:
    site.write("tool", "echo hi")
    last = site.one("./tool").last

    assert (last.ended, last.exit_code) == (Ended.ENVIRONMENT, 126)
    assert last.reason == "command cannot be executed: ./tool"


def test_a_folder_that_is_not_there(site: Site) -> None:
    last = site.one("true", working_directory="nowhere").last

    assert last.ended is Ended.ENVIRONMENT
    assert "nowhere" in last.reason


@pytest.mark.parametrize("command", ["kill -9 $$", "sh -c 'kill -9 $$'; true", "exec sh -c 'kill -9 $$'"])
def test_a_command_that_is_killed(site: Site, command: str) -> None:
    last = site.one(command).last

    assert (last.ended, last.signal, last.reason) == (Ended.KILLED, "SIGKILL", "killed by SIGKILL")


def test_a_command_reads_nothing(site: Site) -> None:
    assert site.one("cat; echo end").tail == ("end",)


def test_without_bash_commands_run_under_sh_and_that_is_said(site: Site) -> None:
    site.shell = Shell(("/bin/sh", "-e", "-c"))
    envelope = site.one("exit 5")

    assert envelope.last.exit_code == 5
    assert envelope.notes == (
        "bash is not installed: commands run under sh, which hides failures inside a pipe",
    )


@pytest.mark.parametrize(
    "command",
    [
        "sleep 60",
        "sleep 60 & sleep 60",
        "setsid sleep 60 & wait",
        "setsid bash -c 'trap \"\" TERM; sleep 60 & wait; sleep 60' & sleep 60",
        f"{PYTHON} -c '{_DAEMON}'; sleep 60",
        "trap '' TERM; while true; do sleep 0.1; done",
        f"{PYTHON} -c 'import signal,time; signal.signal(15, signal.SIG_IGN); time.sleep(60)'",
    ],
)
def test_a_time_out_ends_everything(site: Site, command: str) -> None:
    started = time.monotonic()
    last = site.one(command, timeout=Fraction(1, 2)).last

    assert (last.ended, last.exit_code, last.reason) == (Ended.TIMED_OUT, None, "timed out after 0.5 s")
    assert time.monotonic() - started < 0.5 + 1 + 2
    assert site.left() == []


def test_a_daemon_without_environment_is_ended_too(site: Site) -> None:
    daemon = f"import sys\n# {site.mark}\n{_DAEMON}"
    site.write("daemon.py", daemon)
    site.one(f"env -i {PYTHON} daemon.py {site.mark}; sleep 0.3")

    assert site.left() == []


def test_output_before_a_time_out_and_after_the_request_to_end_is_kept(site: Site) -> None:
    command = "trap 'echo cleaned; exit 0' TERM; echo started; sleep 60 & wait"
    envelope = site.one(command, timeout=Fraction(1, 2))

    assert envelope.last.ended is Ended.TIMED_OUT
    assert "started" in envelope.tail and "cleaned" in envelope.tail


def test_a_stage_that_falls_silent(site: Site) -> None:
    command = "for i in 1 2 3 4; do echo $i; sleep 0.2; done; sleep 60"
    envelope = site.one(command, idle_timeout=Fraction(3, 5))

    assert (envelope.last.ended, envelope.last.reason) == (Ended.IDLE, "no output for 0.6 s")
    assert envelope.tail == ("1", "2", "3", "4")


def test_what_a_stage_leaves_behind_is_ended_and_told(site: Site) -> None:
    started = time.monotonic()
    envelope = site.one("sleep 60 & setsid sleep 60 & echo done")

    assert (envelope.last.ended, envelope.last.exit_code) == (Ended.EXITED, 0)
    assert envelope.notes == ("left 2 processes behind; they were ended",)
    assert envelope.tail == ("done",)
    assert time.monotonic() - started < 4


def test_a_helper_that_ends_soon_is_waited_for(site: Site) -> None:
    envelope = site.one("(sleep 0.3; echo late) &")

    assert envelope.tail == ("late",)
    assert envelope.notes == ()


def test_reports_of_a_stage_that_timed_out_are_taken(site: Site) -> None:
    envelope = site.one(
        "echo '<testsuite/>' > out.xml; sleep 60", timeout=Fraction(1, 2), reports=("out.xml",)
    )

    assert envelope.last.ended is Ended.TIMED_OUT
    assert [report.freshness for report in envelope.reports] == [Freshness.FRESH]
    assert site.read(f"quality-gate/envelopes/unit/{envelope.reports[0].stored}") == "<testsuite/>\n"


def test_resources_are_those_of_the_whole_tree(site: Site) -> None:
    hungry = """if True:
        import time
        held = bytearray(60_000_000)
        while time.process_time() < 0.4:
            pass
        time.sleep(0.3)
    """
    site.write("hungry.py", hungry)
    used = site.one(f"{PYTHON} hungry.py & {PYTHON} hungry.py; wait").last.resources

    assert used.peak > 110_000_000
    assert used.cpu >= Fraction(1, 2)
    assert used.wall >= Fraction(3, 10)


def test_a_lot_of_output_is_cut_in_the_middle(site: Site) -> None:
    (envelope,) = site.run(Job(stage="unit", run="seq 200000; exit 1"), output_cap=100_000)
    lines = site.read("quality-gate/envelopes/unit/stage.log").splitlines()

    assert envelope.tail == tuple(str(number) for number in range(199_971, 200_001))
    assert lines[0] == "1" and lines[-1] == "200000"
    (cut,) = (line for line in lines if "left out" in line)
    assert len(lines) - 1 + int(cut.split()[1].replace(",", "")) == 200_000
    assert (site.root / "quality-gate/envelopes/unit/stage.log").stat().st_size < 110_000


def test_an_enormous_line_is_cut(site: Site) -> None:
    envelope = site.one("head -c 50000000 /dev/zero | tr '\\0' x; echo; echo end")

    assert envelope.tail == ("x" * 500, "end")
    log = site.read("quality-gate/envelopes/unit/stage.log").splitlines()
    assert log[0].endswith(f"… {50_000_000 - 16_384:,} more bytes")


def test_a_carriage_return_ends_a_line(site: Site) -> None:
    assert site.one("printf '10%%\\r50%%\\r100%%\\r\\nend'").tail == ("10%", "50%", "100%", "end")


def test_colours_stay_out_of_the_log(site: Site) -> None:
    site.one(r"printf '\033[31mred\033[0m\033]0;title\007 \033[2Kline\n'")

    assert site.read("quality-gate/envelopes/unit/stage.log") == "red line\n"


def test_a_stage_sees_its_place_and_not_the_secrets(site: Site) -> None:
    hidden = ("GITHUB_TOKEN", "GITHUB_OUTPUT", "GITHUB_ENV", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    site.variables = dict.fromkeys(hidden, "secret") | {"KEPT": "yes"}
    site.write(
        ".env", "# comment\nexport FROM_FILE='a b' # why\nPLAIN=one two # rest\nEMPTY=\nDOUBLE=\"#x\"\n"
    )
    site.run(
        Job(
            stage="e2e",
            run="env > seen",
            shard=2,
            shards=4,
            variant={"os": "linux", "node-version": "20"},
            env={"GITHUB_ENV": "on purpose"},
            env_file=".env",
            ports=("API_PORT", "DB_PORT"),
            setup="env > seen-by-setup",
            teardown="env > seen-by-teardown",
        ),
        setup="env > seen-by-run-setup",
        teardown="env > seen-by-run-teardown",
    )
    seen = dict(line.partition("=")[::2] for line in site.read("seen").splitlines())

    assert not set(hidden) - {"GITHUB_ENV"} & set(seen)
    assert seen["GITHUB_ENV"] == "on purpose"
    assert (seen["KEPT"], seen["QG_STAGE"], seen["QG_SHARD"], seen["QG_SHARDS"]) == ("yes", "e2e", "2", "4")
    assert (seen["QG_OS"], seen["QG_NODE_VERSION"]) == ("linux", "20")
    assert [seen[name] for name in ("FROM_FILE", "PLAIN", "EMPTY", "DOUBLE")] == ["a b", "one two", "", "#x"]
    assert seen["API_PORT"].isdigit() and seen["API_PORT"] != seen["DB_PORT"]
    assert "CI" not in seen
    for name in ("seen-by-setup", "seen-by-teardown", "seen-by-run-setup", "seen-by-run-teardown"):
        assert "secret" not in site.read(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A=1\nnonsense\n", ".env:2: not of the form NAME=value"),
        ("A='open\n", ".env:1: the quote is not closed, or something follows it"),
        (None, "the env-file .env cannot be read"),
    ],
)
def test_an_env_file_that_cannot_be_used(site: Site, text: str | None, said: str) -> None:
    if text is not None:
        site.write(".env", text)
    last = site.one("touch ran", env_file=".env").last

    assert last.ended is Ended.ENVIRONMENT
    assert last.reason.startswith(said)
    assert not (site.root / "ran").exists()


def test_a_retry_for_a_declared_exit_code(site: Site) -> None:
    command = "echo try; echo x >> tries; test $(wc -l < tries) -ge 3 || exit 7"
    envelope = site.one(command, retry=Retry(times=4, exit_codes=(7,)))

    assert [attempt.exit_code for attempt in envelope.attempts] == [7, 7, 0]
    assert envelope.tail == ("try",)


def test_no_retry_for_another_exit_code(site: Site) -> None:
    assert len(site.one("exit 8", retry=Retry(times=4, exit_codes=(7,))).attempts) == 1


def test_a_retry_must_write_its_reports_anew(site: Site) -> None:
    command = "test -e tried && exit 0; touch tried; echo old > out.xml; exit 1"
    envelope = site.one(command, retry=Retry(times=1), reports=("out.xml",))

    assert [attempt.exit_code for attempt in envelope.attempts] == [1, 0]
    assert [report.freshness for report in envelope.reports] == [Freshness.MISSING]
    assert site.read("quality-gate/envelopes/unit/attempts/1/1-out.xml") == "old\n"
