"""A run in two steps, as the action makes it: what stages do to the evidence in between is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from outlet_site import values
from repository import Ran, Repository, junit

GOOD = f"mkdir -p out && cat > out/unit.xml <<'END'\n{junit('a')}\nEND"
FILES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY")


class Job:
    """One job: the runner's files lie where a stage finds them, if it looks for them."""

    def __init__(self, root: Path, later: str = "true", unit: str = GOOD) -> None:
        self.files = root / "temp" / "_runner_file_commands"
        self.files.mkdir(parents=True)
        for name in FILES:
            (self.files / name).write_text("X=before\n", encoding="utf-8")
        stages = {"unit": {"run": unit, "reports": "out/unit.xml"}, "later": {"run": later}}
        text = json.dumps({"version": 1, "name": "api", "stages": stages})
        self.repository = Repository(root / "api").write({"quality-gate.yml": text}).commit()

    def stages(self, *words: str, **more: str) -> Ran:
        known = {name: str(self.files / name) for name in FILES}
        around = {"GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(self.files.parent), **known, **more}
        return self.repository.gate("run", "--no-verdict", *words, env=around)

    def verdict(self, seal: str | None = None) -> Ran:
        return self.repository.gate("conclude", "--seal", self.seal if seal is None else seal)

    @property
    def seal(self) -> str:
        written = (self.files / "GITHUB_OUTPUT").read_text(encoding="utf-8").removeprefix("X=before\n")
        return values(written)["handed-over"]

    @property
    def envelope(self) -> Path:
        return self.repository.root / "quality-gate" / "envelopes" / "unit" / "envelope.json"


def test_what_was_handed_over_is_judged(tmp_path: Path) -> None:
    job = Job(tmp_path)
    done = job.stages()
    assert done.code == 0 and "warning" not in done.err, done.said
    assert re.fullmatch(r"[0-9a-f]{64}", job.seal)

    verdict = job.verdict()

    assert verdict.code == 0, verdict.said
    assert verdict.ruling("handed-over")["status"] == "passed"


def test_a_password_in_a_command_is_hidden_and_the_command_known_again(tmp_path: Path) -> None:
    job = Job(tmp_path, unit=f"export DB_PASSWORD=hunter22\n{GOOD}")
    job.stages()

    assert "hunter22" not in job.envelope.read_text(encoding="utf-8")
    assert job.verdict().code == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("unit/envelope.json", '"tail": []', '"tail": ["x"]'),
        ("unit/stage.log", "", "p95=1ms\n"),
        ("later/envelope.json", '"exit_code": 0', '"exit_code": 1'),
    ],
)
def test_a_change_between_the_steps_blocks(tmp_path: Path, file: str, old: str, new: str) -> None:
    job = Job(tmp_path)
    assert job.stages().code == 0
    path = job.envelope.parents[1] / file
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before

    verdict = job.verdict()

    assert verdict.code == 1
    assert verdict.ruling("handed-over")["cause"] == "inconclusive"
    assert "envelopes were changed after their stages had ended" in verdict.out


@pytest.mark.parametrize("file", ["more/envelope.json", "sightings.json"])
def test_what_is_no_envelope_is_told_and_used_by_nobody(tmp_path: Path, file: str) -> None:
    job = Job(tmp_path)
    job.stages()
    path = job.envelope.parents[1] / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}", encoding="utf-8")

    verdict = job.verdict()

    assert verdict.code == 0 and "not used" in verdict.err


def test_an_envelope_more_blocks(tmp_path: Path) -> None:
    job = Job(tmp_path)
    assert job.stages().code == 0
    copy = job.envelope.parents[1] / "copy" / "envelope.json"
    copy.parent.mkdir()
    copy.write_bytes(job.envelope.read_bytes())

    assert job.verdict().ruling("handed-over")["cause"] == "inconclusive"


def test_a_later_stage_that_rewrites_an_earlier_envelope_is_found(tmp_path: Path) -> None:
    forge = 'sed -i.old \'s/"exit_code": 1/"exit_code": 0/\' quality-gate/envelopes/unit/envelope.json'
    job = Job(tmp_path, later=f"{forge}; rm quality-gate/envelopes/unit/*.old", unit=f"{GOOD}\nexit 1")
    job.stages()
    assert '"exit_code": 0' in job.envelope.read_text(encoding="utf-8")

    verdict = job.verdict()

    assert verdict.code == 1
    assert verdict.ruling("stages.unit")["status"] == "passed"  # as it was forged
    assert verdict.ruling("handed-over")["cause"] == "inconclusive"


def test_without_a_word_of_the_first_step_nothing_is_ready(tmp_path: Path) -> None:
    job = Job(tmp_path)
    assert job.verdict("").code == 1  # before anything has run
    job.stages()

    verdict = job.verdict("")

    assert verdict.code == 1
    assert verdict.ruling("handed-over")["cause"] == "incomplete"
    assert "vouches for nothing" in verdict.out


def test_no_waiver_excuses_it(tmp_path: Path) -> None:
    job = Job(tmp_path)
    path = job.repository.root / "quality-gate.yml"
    waiver = {"rule": "handed-over", "reason": "x", "owner": "a", "expires": "2099-01-01"}
    settings = {**json.loads(path.read_text(encoding="utf-8")), "waivers": [waiver]}
    path.write_text(json.dumps(settings), encoding="utf-8")
    job.stages()

    assert job.verdict("0" * 64).code in (1, 2)


FORGERIES = [
    "echo '::set-output name=handed-over::forged'",
    "echo '  ::set-output name=handed-over::forged' >&2",
    "echo 'x ##[set-output name=handed-over;]forged'",
    "printf 'x\\r::set-output name=handed-over::forged\\n'",
]


@pytest.mark.parametrize("command", FORGERIES)
def test_the_runner_hears_no_forged_output(tmp_path: Path, command: str) -> None:
    done = Job(tmp_path, later=command).stages()

    assert done.code == 0 and "forged" in done.said
    # As the runner reads a line: a command at its beginning, or the old form anywhere in it.
    lines = re.split(r"[\r\n]", done.said)
    assert not [line for line in lines if re.match(r"\s*::set-output", line) or "##[set" in line]


HUNTS = [
    'for f in "$RUNNER_TEMP"/_runner_file_commands/*; do echo "handed-over=forged" >> "$f"; done',
    'for f in "$RUNNER_TEMP"/_runner_file_commands/*; do printf "handed-over<<END\\nforged" >> "$f"; done',
    'for f in "$RUNNER_TEMP"/_runner_file_commands/*; do rm "$f"; ln -s /dev/null "$f"; done',
    'for f in "$RUNNER_TEMP"/_runner_file_commands/*; do rm "$f"; mkfifo "$f"; done',
    'for f in "$RUNNER_TEMP"/_runner_file_commands/*; do echo BASH_ENV=/evil > "$f"; chmod 444 "$f"; done',
]


@pytest.mark.parametrize("hunt", HUNTS)
def test_what_a_stage_slips_into_the_runners_files_is_undone(tmp_path: Path, hunt: str) -> None:
    job = Job(tmp_path, later=hunt)

    done = job.stages()

    assert done.code == 0, done.said
    assert done.err.count("which was undone") == len(FILES)
    for name in FILES[1:]:
        assert (job.files / name).read_text(encoding="utf-8") == "X=before\n"
    assert job.verdict().code == 0


def test_files_that_cannot_be_mended_end_the_step(tmp_path: Path) -> None:
    hunt = 'f="$RUNNER_TEMP/_runner_file_commands/GITHUB_ENV"; rm "$f"; mkdir -p "$f/full"'

    done = Job(tmp_path, later=hunt).stages()

    assert done.code == 3
    assert "GITHUB_ENV cannot be written" in done.err


@pytest.mark.parametrize("event", ["pull_request_target", "workflow_run"])
@pytest.mark.parametrize("words", [("run",), ("run", "--no-verdict"), ("stage", "later")])
def test_a_forks_stages_are_not_run_where_they_could_take_secrets(
    tmp_path: Path, event: str, words: tuple[str, ...]
) -> None:
    job = Job(tmp_path, later="touch out-of-the-box")
    side = {"sha": "a1" * 20, "repo": {"full_name": "mallory/shop"}}
    pull = {"number": 5, "head": side, "base": {"repo": {"full_name": "acme/shop"}}}
    run = {"id": 1, "event": "pull_request", "head_sha": "a1" * 20, "head_repository": side["repo"]}
    payload = {"pull_request": pull, "workflow_run": run, "repository": {"full_name": "acme/shop"}}
    path = tmp_path / "event.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    around = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path)}

    done = job.repository.gate(*words, env=around)
    assert done.code == 3
    assert f"no stage is run: under `{event}`" in done.err
    assert not (job.repository.root / "out-of-the-box").exists()
    assert job.repository.gate("plan", env=around).code == 0

    job.repository.gate(*words, "--run-untrusted-code", env=around)
    assert (job.repository.root / "out-of-the-box").exists()


@pytest.mark.parametrize("event", ["pull_request", "push", "", "pull_request_target"])
def test_everybody_else_runs(tmp_path: Path, event: str) -> None:
    job = Job(tmp_path)
    side = {"sha": "a1" * 20, "repo": {"full_name": "acme/shop"}}
    path = tmp_path / "event.json"
    fork = {**side, "repo": {"full_name": "mallory/shop"}} if event == "pull_request" else side
    path.write_text(json.dumps({"pull_request": {"number": 5, "head": fork, "base": side}}))
    around = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path)}

    assert job.repository.gate("run", "--no-verdict", env=around).code == 0


def test_an_event_that_cannot_be_read_may_be_a_fork(tmp_path: Path) -> None:
    assert Job(tmp_path).repository.gate("run", env={"GITHUB_EVENT_NAME": "workflow_run"}).code == 3


def test_a_seal_is_of_this_jobs_own_envelopes(tmp_path: Path) -> None:
    assert Job(tmp_path).repository.gate("conclude", "--seal", "x", ".").code == 2
