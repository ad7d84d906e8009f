"""The action: its file keeps its promises, and its steps, run as the runner would, start the gate rightly."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
STAND_IN = f"""#!{sys.executable}
import json, os, sys
print(json.dumps({{"arguments": sys.argv[1:], "variables": dict(os.environ), "folder": os.getcwd()}}))
sys.exit(int(os.environ.get("WANTED_EXIT", "0")))
"""
ENDED_WELL = {"stages.outcome": "success", "stages.outputs.handed-over": "5ea1"}


@dataclass(frozen=True)
class Runner:
    """As much of GitHub's runner as the steps need: inputs with defaults, expressions in `env`, one bash."""

    folder: Path

    def run(
        self,
        name: str,
        variables: dict[str, str] | None = None,
        first: dict[str, str] = ENDED_WELL,
        **inputs: str,
    ) -> subprocess.CompletedProcess[str]:
        given = {key: value["default"] for key, value in ACTION["inputs"].items()}
        given["token"] = "the token"
        given |= {key.replace("_", "-"): value for key, value in inputs.items()}
        outside = {
            "PATH": "/usr/bin:/bin",
            "GITHUB_ACTION_PATH": str(self.folder / "the action"),
            **(variables or {}),
        }
        step = STEPS[name]
        script = self.folder / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.folder / self.evaluated(step["working-directory"], given, outside, first),
            env=outside
            | {key: self.evaluated(text, given, outside, first) for key, text in step["env"].items()},
            capture_output=True,
            text=True,
            check=False,
        )

    def evaluated(
        self, text: str, inputs: dict[str, str], variables: dict[str, str], first: dict[str, str]
    ) -> str:
        (expression,) = re.fullmatch(r"\$\{\{ (.+) \}\}", text).groups()  # type: ignore[union-attr]
        for part in expression.split(" || "):
            context, _, name = part.partition(".")
            if value := {"inputs": inputs, "env": variables, "steps": first}[context].get(name, ""):
                return value
        return ""

    def arguments(self, name: str, **inputs: str) -> list[str]:
        done = self.run(name, **inputs)
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout)["arguments"])


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    binaries = tmp_path / "the action" / "bin"
    binaries.mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "action", binaries)
    (binaries / "quality-gate").write_text(STAND_IN, encoding="utf-8")
    (binaries / "quality-gate").chmod(0o755)
    return Runner(tmp_path)


def test_it_uses_no_other_action_so_that_no_policy_can_refuse_one() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all("uses" not in step and step["shell"] == "bash" for step in STEPS.values())


def test_no_expression_stands_in_a_script() -> None:
    assert not [step["run"] for step in STEPS.values() if "${{" in step["run"]]


def test_every_input_has_words_and_a_default_and_does_something() -> None:
    steps = json.dumps(ACTION["runs"])

    for name, entry in ACTION["inputs"].items():
        assert entry["description"] and isinstance(entry["default"], str), name
        assert f"inputs.{name} " in steps, name


def test_outputs_come_from_the_step_that_runs_no_stage() -> None:
    for name, entry in ACTION["outputs"].items():
        assert entry["value"] == f"${{{{ steps.verdict.outputs.{name} }}}}"
    assert STEPS["Verdict"]["id"] == "verdict" and STEPS["Verdict"]["if"] == "always()"


def test_the_token_is_handed_to_the_verdict_alone() -> None:
    assert ACTION["inputs"]["token"]["default"] == "${{ github.token }}"
    assert "token" not in json.dumps(STEPS["Stages"]).lower()
    assert [key for key, value in STEPS["Verdict"]["env"].items() if "token" in value] == ["INPUT_TOKEN"]
    assert "secret" not in json.dumps(STEPS).lower()


def test_the_verdict_sees_the_token_and_no_other_input(runner: Runner) -> None:
    seen = json.loads(runner.run("Verdict", needs="{}").stdout)["variables"]

    assert {name: value for name, value in seen.items() if name.startswith(("INPUT_", "STAGES_"))} == {
        "INPUT_TOKEN": "the token"
    }


def test_a_run_is_stages_first_and_then_a_verdict(runner: Runner) -> None:
    assert runner.arguments("Stages") == ["run", "--no-verdict"]
    assert runner.arguments("Verdict") == ["conclude", "--seal", "5ea1"]
    assert STEPS["Stages"]["if"] == "inputs.command == 'run'"


@pytest.mark.parametrize("outcome", ["failure", "cancelled", "skipped", ""])
def test_stages_that_did_not_end_well_vouch_for_nothing(runner: Runner, outcome: str) -> None:
    done = runner.run("Verdict", first={**ENDED_WELL, "stages.outcome": outcome})

    assert json.loads(done.stdout)["arguments"] == ["conclude", "--seal", ""]


def test_what_other_jobs_handed_over_is_judged_in_one_step(runner: Runner) -> None:
    inputs = {"command": "conclude", "args": "handed over", "needs": '{"a": {"result": "success"}}'}

    assert runner.arguments("Verdict", **inputs) == [
        *("conclude", "--needs", '{"a": {"result": "success"}}', "handed", "over")
    ]


def test_a_plan_is_an_output_and_a_line_of_the_log(runner: Runner) -> None:
    output = runner.folder / "output"
    done = runner.run("Verdict", {"GITHUB_OUTPUT": str(output)}, command="plan", profile="quick", base="b")

    assert output.read_text(encoding="utf-8") == f"ready=false\nmatrix={done.stdout}"
    assert json.loads(done.stdout)["arguments"] == ["plan", "--matrix", "--profile", "quick"]


def test_a_plan_that_cannot_be_made_is_no_output(runner: Runner) -> None:
    output = runner.folder / "output"
    done = runner.run("Verdict", {"GITHUB_OUTPUT": str(output), "WANTED_EXIT": "2"}, command="plan")

    assert done.returncode == 2
    assert output.read_text(encoding="utf-8") == "ready=false\n"


@pytest.mark.parametrize("inputs", [{"command": "chekc"}, {"strict": "yes"}, {"python": "/nowhere"}])
def test_whatever_goes_wrong_it_is_not_ready(runner: Runner, inputs: dict[str, str]) -> None:
    output = runner.folder / "output"
    runner.run("Verdict", {"GITHUB_OUTPUT": str(output), "WANTED_EXIT": "3"}, **inputs)

    assert output.read_text(encoding="utf-8") == "ready=false\n"


def test_a_check_is_one_step(runner: Runner) -> None:
    assert runner.arguments("Verdict", command="check", args="out/a.xml out/*.xml", strict="true") == [
        *("check", "--strict", "out/a.xml", "out/*.xml")
    ]


def test_both_steps_of_a_run_are_told_the_same_but_for_what_concerns_the_running(runner: Runner) -> None:
    inputs = {
        "config": "a b.yml",
        "profile": "quick",
        "stages": "unit, e2e\nsmoke",
        "args": "--fail-fast --probe health --run-untrusted-code",
        "target": "staging",
        "base": "before.json",
        "strict": "true",
    }
    same = [
        "--config",
        "a b.yml",
        "--profile",
        "quick",
        "--target",
        "staging",
        "--base",
        "before.json",
        "--stage",
        "unit",
        "--stage",
        "e2e",
        "--stage",
        "smoke",
    ]

    more = ["--fail-fast", "--probe", "health", "--run-untrusted-code"]
    assert runner.arguments("Stages", **inputs) == ["run", "--no-verdict", *same, *more]
    assert runner.arguments("Verdict", **inputs) == [
        *("conclude", "--seal", "5ea1", *same, "--strict", "--probe", "health")
    ]


@pytest.mark.parametrize("field", ["config", "profile", "stages", "target", "base", "args"])
def test_inputs_are_never_code(runner: Runner, field: str) -> None:
    hostile = "$(touch${IFS}harm);`touch${IFS}harm`&&touch${IFS}harm*'\""
    arguments = runner.arguments("Stages", **{field: hostile})

    assert arguments[-1] == hostile
    assert not list(runner.folder.rglob("harm"))


@pytest.mark.parametrize(("field", "value"), [("command", "chekc"), ("command", ""), ("strict", "yes")])
def test_a_misspelt_input_ends_the_step_as_a_usage_error(runner: Runner, field: str, value: str) -> None:
    done = runner.run("Verdict", **{field: value})

    assert done.returncode == 2 and done.stdout == ""
    assert f"the input {field} is '{value}'" in done.stderr


@pytest.mark.parametrize("exit_code", [0, 1, 2, 3, 4, 130])
def test_the_exit_code_of_the_gate_is_the_exit_code_of_the_step(runner: Runner, exit_code: int) -> None:
    assert runner.run("Verdict", {"WANTED_EXIT": str(exit_code)}).returncode == exit_code


def test_stages_see_nothing_of_the_inputs(runner: Runner) -> None:
    seen = json.loads(runner.run("Stages", profile="quick").stdout)["variables"]

    assert not [name for name in seen if name.startswith("INPUT_") or name == "QUALITY_GATE_PYTHON"]


def test_a_python_is_taken_from_the_input_else_from_the_callers_variable(runner: Runner) -> None:
    outside = {"QUALITY_GATE_PYTHON": "/theirs"}

    def python(**inputs: str) -> str:
        return str(
            json.loads(runner.run("Stages", outside, **inputs).stdout)["variables"]["QUALITY_GATE_PYTHON"]
        )

    assert python(python="/ours") == "/ours"
    assert python() == "/theirs"


def test_the_verdict_takes_no_python_that_a_stage_may_have_named(runner: Runner) -> None:
    set_by_a_stage = {"QUALITY_GATE_PYTHON": "/theirs"}

    def variables(**inputs: str) -> dict[str, str]:
        return dict(json.loads(runner.run("Verdict", set_by_a_stage, **inputs).stdout)["variables"])

    assert "QUALITY_GATE_PYTHON" not in variables()
    assert variables(python="/ours")["QUALITY_GATE_PYTHON"] == "/ours"


def test_a_refusal_that_nobody_can_hear_is_still_a_usage_error(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", 'exec "$0" verdict 2>&-', str(ROOT / "bin" / "action")],
        env={"PATH": "/usr/bin:/bin", "INPUT_COMMAND": "chekc"},
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 2


def test_it_works_in_the_folder_that_was_asked_for(runner: Runner) -> None:
    (runner.folder / "services" / "api").mkdir(parents=True)
    done = runner.run("Stages", working_directory="services/api")

    assert json.loads(done.stdout)["folder"] == str(runner.folder / "services" / "api")


def test_the_action_hands_on_exactly_what_the_gate_writes() -> None:
    tree = ast.parse((ROOT / "src" / "quality_gate" / "renderers" / "outputs.py").read_text(encoding="utf-8"))
    (written,) = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))

    values = {key.value for key in written.keys if isinstance(key, ast.Constant)}
    assert values == set(ACTION["outputs"]) - {"matrix"}
