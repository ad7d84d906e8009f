"""Workflows, action and examples, as GitHub's own parser, its schema and a strict auditor see them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from repository import Repository, junit

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / "action.yml"
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
WORKFLOWS = [*OURS, *EXAMPLES]
PARSER = "@actions/workflow-parser@0.3.61"
OF_OURS = re.compile(r"org/quality-gate(/\.github/workflows/gate\.yml)?@v1$")
UNREACHABLE = re.compile(r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT")
# Newer versions of Node want to be told that a JSON file is JSON; the package does not say it.
LOADER = """
export async function load(url, context, next) {
  return next(url, url.endsWith('.json') ? {...context, importAttributes: {type: 'json'}} : context);
}
"""
REGISTER = "import {register} from 'node:module'; register('./loader.mjs', import.meta.url);"
CHECK = """
import {readFileSync} from 'node:fs';
import {NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow} from '@actions/workflow-parser';
import {parseAction} from '@actions/workflow-parser/actions/action-parser';

for (const name of process.argv.slice(2)) {
  const file = {name, content: readFileSync(name, 'utf8')};
  const parse = name.endsWith('action.yml') ? parseAction : parseWorkflow;
  const result = parse(file, new NoOperationTraceWriter());
  let problems = result.context.errors.getErrors().map(error => error.message);
  if (!problems.length && parse === parseWorkflow) {
    const template = await convertWorkflowTemplate(result.context, result.value);
    problems = (template.errors ?? []).map(error => error.Message);
  }
  for (const problem of problems) console.log(`${name}: ${problem}`);
}
"""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, timeout=120, **more
    )


def schema_says(kind: str, *files: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.github-{kind}", *files)


def auditor_says(*files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "zizmor"
    options = ["--offline", "--no-progress", "--strict-collection", "--persona=pedantic"]
    return run(program, *options, "--config", ROOT / ".github" / "zizmor.yml", *files)


@pytest.fixture(scope="module")
def parser() -> Path:
    """GitHub's own parser, installed once for all runs on this machine, outside of the repository."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not on this machine")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir(), f"quality-gate-tests-{user}", PARSER.replace("/", "-"))
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        done = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", PARSER, cwd=folder)
        if done.returncode and UNREACHABLE.search(done.stderr):
            pytest.skip("npm cannot reach its registry from this machine")
        assert done.returncode == 0, done.stderr
        (folder / "complete").touch()
    for file, text in (("loader.mjs", LOADER), ("register.mjs", REGISTER), ("check.mjs", CHECK)):
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def parser_says(parser: Path, *files: Path) -> str:
    done = run("node", "--import", parser / "register.mjs", parser / "check.mjs", *files, cwd=parser)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_schema_accepts_the_action_and_every_workflow() -> None:
    assert OURS and EXAMPLES
    for kind, files in (("actions", [ACTION]), ("workflows", WORKFLOWS)):
        done = schema_says(kind, *files)
        assert done.returncode == 0, done.stdout


def test_the_auditor_finds_nothing_in_its_strictest_mood() -> None:
    done = auditor_says(ACTION, *WORKFLOWS)

    assert done.returncode == 0, done.stdout + done.stderr


def test_githubs_own_parser_accepts_the_action_and_every_workflow(parser: Path) -> None:
    assert parser_says(parser, ACTION, *WORKFLOWS) == ""


WORKFLOW = """\
name: a
on: [push]
permissions: {}
concurrency: {group: a, cancel-in-progress: false}
jobs:
  a:
    name: a
    runs-on: ubuntu-latest
    steps:
      - run: echo "$A"
        env: {A: "${{ github.ref }}"}
"""


def test_each_of_the_three_notices_a_mistake(tmp_path: Path, parser: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "a.yml"
    file.parent.mkdir(parents=True)
    file.write_text(WORKFLOW, encoding="utf-8")
    assert schema_says("workflows", file).returncode == 0
    assert auditor_says(file).returncode == 0
    assert parser_says(parser, file) == ""

    file.write_text(WORKFLOW.replace("runs-on", "runs-at"), encoding="utf-8")
    assert schema_says("workflows", file).returncode != 0
    file.write_text(WORKFLOW.replace('echo "$A"', 'echo "${{ github.ref }}"'), encoding="utf-8")
    assert auditor_says(file).returncode != 0
    file.write_text(WORKFLOW.replace("github.ref", "githup.ref"), encoding="utf-8")
    assert "githup" in parser_says(parser, file)


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=name)
def test_other_actions_are_named_by_their_hash_and_for_people_by_their_version(path: Path) -> None:
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    used = re.findall(r"^[ -]*uses: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert not [one for one in used if not pinned.fullmatch(one) and not OF_OURS.match(one)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_no_checkout_leaves_its_token_behind_and_every_job_ends(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]

    own = [job for job in jobs.values() if "uses" not in job]  # another's jobs have an end of their own
    assert all(job["timeout-minutes"] for job in own)
    for step in (step for job in own for step in job["steps"]):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


GATE = yaml.safe_load((ROOT / ".github" / "workflows" / "gate.yml").read_text(encoding="utf-8"))
CONFIGURATION = """\
version: 1
stages:
  unit:
    shards: 2
    matrix: {word: [one, two words]}
    run: mkdir -p out && cp given/$QG_SHARD.xml out/report.xml && test -n "$QG_WORD"
    reports: out/report.xml
tests: {pass-rate: 100, min-count: 4}
"""


def step_of(job: str) -> dict[str, Any]:
    """The one step of a job of the reusable workflow that runs the gate."""
    (step,) = (one for one in GATE["jobs"][job]["steps"] if "bin/quality-gate" in one.get("run", ""))
    return dict(step)


def fanned_out(repository: Repository, temporary: Path, *, without: str = "") -> tuple[int, str]:
    """The jobs of the reusable workflow one after another, each in a checkout of its own."""
    outputs = temporary / "outputs"
    binary = temporary / "quality-gate" / "bin" / "quality-gate"
    binary.parent.mkdir(parents=True)
    python, sources = sys.executable, ROOT / "src"
    binary.write_text(
        f'#!/bin/sh\nPYTHONPATH="{sources}" exec "{python}" -m quality_gate "$@"\n', encoding="utf-8"
    )
    binary.chmod(0o755)

    def job(which: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        outputs.write_text("", encoding="utf-8")
        around = {"PATH": os.environ["PATH"], "RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(outputs)}
        given = {"CONFIG": "", "PROFILE": "full", "STRICT": "false", **variables}
        return run("bash", "-e", "-c", step_of(which)["run"], cwd=folder, env=around | given)

    planned = job("plan", repository.root)
    assert planned.returncode == 0, planned.stderr
    matrix = json.loads(outputs.read_text(encoding="utf-8").removeprefix("matrix="))
    for leg in matrix["include"]:
        place = temporary / "legs" / leg["name"] / repository.root.name
        shutil.copytree(repository.root, place)
        done = job("stage", place, ARGS=leg["args"])
        assert done.returncode == 0, done.stdout + done.stderr
        if leg["name"] != without:
            shutil.copytree(place / "quality-gate", temporary / "handed-over" / leg["name"])
    done = job("verdict", repository.root)
    return done.returncode, done.stdout


@pytest.fixture
def sharded(tmp_path: Path) -> Repository:
    files = {"quality-gate.yml": CONFIGURATION, "given/1.xml": junit("a"), "given/2.xml": junit("b")}
    return Repository(tmp_path / "sharded").write(files).commit()


def test_the_reusable_workflow_runs_every_leg_and_judges_all_of_them(
    sharded: Repository, tmp_path: Path
) -> None:
    code, said = fanned_out(sharded, tmp_path / "runner")

    assert code == 0, said
    assert said.startswith("READY  sharded")
    assert len(list((tmp_path / "runner" / "legs").iterdir())) == 4


def test_a_leg_that_never_reported_blocks(sharded: Repository, tmp_path: Path) -> None:
    legs = json.loads(sharded.gate("plan", "--matrix").out)["include"]
    code, said = fanned_out(sharded, tmp_path / "runner", without=legs[-1]["name"])

    assert code == 1
    assert said.startswith("NOT READY  sharded") and "3 of 4 parts reported" in said
