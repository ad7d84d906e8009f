"""The launcher, from a copy of the clone whose gate only tells how it was started."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PREPARING = "preparing a private environment"
GATE = """
import json, os, sys
import stand_in

def entry():
    print(json.dumps({
        "arguments": sys.argv[1:], "process": os.getpid(), "path": sys.path, "json": json.__file__,
        "stand-in": stand_in.__file__, "variables": dict(os.environ), "folder": os.getcwd(),
    }))
    sys.exit(int(os.environ.get("WANTED_EXIT", "0")))
"""


def write_wheel(folder: Path, version: str = "1.0") -> None:
    """A dependency that pip can install without asking anybody."""
    folder.mkdir(exist_ok=True)
    information = f"stand_in-{version}.dist-info"
    with zipfile.ZipFile(folder / f"stand_in-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("stand_in.py", f"VERSION = {version!r}\n")
        wheel.writestr(
            f"{information}/METADATA", f"Metadata-Version: 2.1\nName: stand-in\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{information}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{information}/RECORD", "")


@dataclass(frozen=True)
class Clone:
    root: Path
    cache: Path
    wheels: Path

    @property
    def launcher(self) -> Path:
        return self.root / "bin" / "quality-gate"

    @property
    def environments(self) -> list[Path]:
        folder = self.cache / "quality-gate" / "environments"
        return sorted(path for path in folder.glob("*") if path.is_dir())

    def depend_on(self, requirement: str) -> None:
        text = f'[project]\nname = "stand-in-gate"\ndependencies = [\n    "{requirement}",\n]\n'
        (self.root / "pyproject.toml").write_text(text, encoding="utf-8")

    def variables(self, more: Mapping[str, str] = {}) -> dict[str, str]:
        return {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "XDG_CACHE_HOME": str(self.cache),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            **more,
        }

    def command(self, *arguments: str) -> list[str]:
        return [str(self.launcher), *arguments]

    def start(
        self, *arguments: str, folder: Path | None = None, more: Mapping[str, str] = {}
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=folder or self.root,
            env=self.variables(more),
            capture_output=True,
            text=True,
            check=False,
        )

    def told(self, *arguments: str, **how: object) -> dict[str, object]:
        """What the gate says about its start."""
        done = self.start(*arguments, **how)  # type: ignore[arg-type]
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))


def new_clone(folder: Path) -> Clone:
    clone = Clone(root=folder / "a clone", cache=folder / "a cache", wheels=folder / "wheels")
    shutil.copytree(ROOT / "bin", clone.root / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    package = clone.root / "src" / "quality_gate"
    (package / "cli").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "cli" / "__init__.py").touch()
    (package / "cli" / "main.py").write_text(GATE, encoding="utf-8")
    write_wheel(clone.wheels)
    clone.depend_on("stand-in==1.0")
    return clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A clone that was never started."""
    return new_clone(tmp_path)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone whose environment is there; tests leave it as it is."""
    clone = new_clone(tmp_path_factory.mktemp("started"))
    clone.told()
    return clone


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_the_first_start_prepares_and_says_so_and_the_second_is_silent(clone: Clone) -> None:
    first, second = clone.start(), clone.start()

    assert first.returncode == second.returncode == 0
    assert first.stderr.count("\n") == 1 and PREPARING in first.stderr
    assert second.stderr == ""
    assert len(clone.environments) == 1


def test_the_clone_stays_as_it_is_and_compiled_code_goes_to_the_cache(clone: Clone) -> None:
    before = files(clone.root)
    clone.told()

    assert files(clone.root) == before
    assert list((clone.cache / "quality-gate" / "compiled").rglob("main.*.pyc"))


def test_arguments_and_exit_code_pass_through_untouched(started: Clone) -> None:
    arguments = ["check", "two words", "", "*", "$HOME", "--x=\n"]

    assert started.told(*arguments)["arguments"] == arguments
    assert started.start(more={"WANTED_EXIT": "4"}).returncode == 4


def test_it_works_through_a_chain_of_links_from_another_folder(started: Clone, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gate").symlink_to("../second link")
    (tmp_path / "second link").symlink_to(started.launcher)
    done = subprocess.run(
        ["gate", "read"],
        cwd=tmp_path,
        env={**started.variables(), "PATH": f"{tmp_path / 'bin'}:{started.variables()['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout)["arguments"] == ["read"]
    assert json.loads(done.stdout)["folder"] == str(tmp_path)


def test_nothing_of_the_callers_python_reaches_the_gate(started: Clone, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('not asked for')\n", encoding="utf-8")
    told = started.told(folder=tmp_path, more={"PYTHONPATH": str(tmp_path), "PYTHONHOME": "/nowhere"})

    path = [str(entry) for entry in told["path"]]  # type: ignore[attr-defined]
    assert not any("site-packages" in entry or entry in ("", str(tmp_path)) for entry in path)
    assert str(told["stand-in"]).startswith(str(started.cache))


def test_the_callers_variables_reach_the_gate_unchanged(started: Clone) -> None:
    more = {"PYTHONPATH": "/their/own", "GREETING": "hello, you", "PIP_USER": "1"}
    of_the_shell = {"PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE"}
    seen = started.told(more=more)["variables"]

    assert isinstance(seen, dict)
    assert {name: value for name, value in seen.items() if name not in of_the_shell} == started.variables(
        more
    )


def test_the_gate_takes_the_place_of_the_launcher_so_that_signals_reach_it(started: Clone) -> None:
    process = subprocess.Popen(
        started.command(),
        env=started.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    out, _ = process.communicate()

    assert json.loads(out)["process"] == process.pid


def test_launch_py_started_by_any_python_isolates_itself(started: Clone, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(started.root / "bin" / "launch.py"), "plan"],
        cwd=tmp_path,
        env=started.variables({"PYTHONPATH": str(tmp_path)}),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout)["arguments"] == ["plan"]
    assert not list(started.root.rglob("__pycache__"))


def test_starts_at_the_same_time_build_one_environment(clone: Clone) -> None:
    processes = [
        subprocess.Popen(
            clone.command(), env=clone.variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = [process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0] * 4, answers
    assert sum(PREPARING in err for _, err in answers) == 1
    assert len(clone.environments) == 1


def test_what_a_killed_start_left_is_never_used_and_is_swept_away(clone: Clone) -> None:
    clone.told()
    (environment,) = clone.environments
    # As it lies there when the machine went down in the middle: the lock file, and a folder half written.
    half = environment.with_name(f"{environment.name}.new-abc")
    environment.rename(half)
    (half / "stand_in.py").write_text("raise SystemExit('half written')\n", encoding="utf-8")

    assert PREPARING in clone.start().stderr
    assert clone.environments == [environment]


def test_another_dependency_list_asks_for_another_environment(clone: Clone) -> None:
    clone.told()
    write_wheel(clone.wheels, "2.0")
    clone.depend_on("stand-in==2.0")

    assert PREPARING in clone.start().stderr
    assert len(clone.environments) == 2


def test_when_pip_fails_its_last_lines_are_told_and_nothing_is_left(clone: Clone) -> None:
    clone.depend_on("stand-in==9.9")
    failed = clone.start()

    assert failed.returncode == 3
    assert "pip could not install" in failed.stderr and "stand-in==9.9" in failed.stderr
    assert "Traceback" not in failed.stderr and failed.stdout == ""
    assert clone.environments == []

    write_wheel(clone.wheels, "9.9")
    assert clone.start().returncode == 0


def test_what_the_caller_told_pip_about_other_places_does_not_matter(clone: Clone, tmp_path: Path) -> None:
    more = {
        "PIP_USER": "1",
        "PIP_TARGET": str(tmp_path / "t"),
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PYTHONHOME": "/nowhere",
    }

    assert str(clone.told(more=more)["stand-in"]).startswith(str(clone.cache))
    assert not (tmp_path / "t").exists()


def test_an_interpreter_without_pip_gets_one_for_the_occasion(clone: Clone, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    done = subprocess.run(
        [str(tmp_path / "bare" / "bin" / "python"), str(clone.root / "bin" / "launch.py")],
        env=clone.variables(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert [path.name for path in clone.environments[0].glob("*.py")] == ["stand_in.py"]


@pytest.mark.parametrize(
    "places",
    [
        {"XDG_CACHE_HOME": "", "HOME": ""},
        {"XDG_CACHE_HOME": "relative/folder", "HOME": "/dev/null"},
        {"XDG_CACHE_HOME": "/dev/null/cache", "HOME": "/dev/null"},
    ],
)
def test_without_a_cache_a_private_temporary_folder_serves(
    clone: Clone, tmp_path: Path, places: dict[str, str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    more = {**places, "TMPDIR": str(temporary)}

    assert str(clone.told(more=more)["stand-in"]).startswith(str(temporary))
    assert clone.start(more=more).stderr == ""
    assert not (clone.root / "relative").exists()


def test_a_temporary_folder_that_others_may_write_to_is_not_trusted(clone: Clone, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    shared = temporary / f"quality-gate-{os.getuid()}"
    shared.mkdir(parents=True)
    shared.chmod(0o777)
    told = clone.told(more={"XDG_CACHE_HOME": "", "HOME": "", "TMPDIR": str(temporary)})

    assert not str(told["stand-in"]).startswith(f"{shared}/")
    assert list(shared.iterdir()) == []


def test_home_holds_the_cache_where_nothing_else_is_said(clone: Clone, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "Library" / "Caches").mkdir(parents=True)
    told = clone.told(more={"XDG_CACHE_HOME": "", "HOME": str(home)})

    assert str(told["stand-in"]).startswith(str(home / "Library" / "Caches" / "quality-gate"))
    assert list((home / "Library" / "Caches" / "quality-gate" / "interpreters").rglob("python"))


def test_a_python_that_was_named_is_used_or_refused(started: Clone, tmp_path: Path) -> None:
    assert started.start(more={"QUALITY_GATE_PYTHON": sys.executable}).returncode == 0

    refused = started.start(more={"QUALITY_GATE_PYTHON": str(tmp_path / "python")})
    assert refused.returncode == 3
    assert str(tmp_path / "python") in refused.stderr and "3.11" in refused.stderr


def only_tools(folder: Path, *tools: str) -> str:
    """A PATH on which there is nothing but these."""
    folder.mkdir()
    for tool in tools:
        found = shutil.which(tool)
        assert found, tool
        (folder / tool).symlink_to(found)
    return str(folder)


def hide_the_systems_python(clone: Clone) -> None:
    """The launcher knows absolute paths; no test can take the files that lie there away."""
    text = clone.launcher.read_text(encoding="utf-8")
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        assert f" {folder}/python3 " in text
        text = text.replace(f" {folder}/python3 ", " /nowhere/python3 ")
    clone.launcher.write_text(text, encoding="utf-8")


def old_python(file: Path) -> None:
    """Answers as an interpreter does whose version is too low: it prints nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    file.chmod(0o755)


def test_without_a_python_the_message_says_what_to_do(clone: Clone, tmp_path: Path) -> None:
    hide_the_systems_python(clone)
    path = only_tools(tmp_path / "tools", "mkdir", "mv", "readlink")
    old_python(tmp_path / "tools" / "python3")
    done = clone.start(more={"PATH": path})

    assert done.returncode == 3
    assert "no Python 3.11 or newer" in done.stderr and "QUALITY_GATE_PYTHON=" in done.stderr


def test_old_interpreters_are_passed_over_down_to_the_runners_tool_cache(
    clone: Clone, tmp_path: Path
) -> None:
    hide_the_systems_python(clone)
    path = only_tools(tmp_path / "tools", "mkdir", "mv", "readlink")
    old_python(tmp_path / "tools" / "python3")
    old_python(tmp_path / "tool cache" / "Python" / "3.10.1" / "x64" / "bin" / "python")
    real = tmp_path / "tool cache" / "Python" / "3.11.1" / "x64" / "bin" / "python"
    real.parent.mkdir(parents=True)
    real.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    real.chmod(0o755)
    more = {"PATH": path, "RUNNER_TOOL_CACHE": str(tmp_path / "tool cache")}

    assert clone.start(more=more).returncode == 0


def pretending_python(file: Path, *pretence: str) -> None:
    """The Python of these tests, made to look like another one to whoever asks it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    words = [f'exec "{sys.executable}" "$@"']
    if pretence:
        lines = "\n".join(["import sys", *pretence])
        words = ['case "$1$2$3" in', f"-I-S-c) set -- -I -S -c '{lines}'\"\n$4\";;", "esac", *words]
    file.write_text(
        "\n".join(["#!/bin/sh", f'echo "{file}" >>"{file.parent}/asked"', *words, ""]), encoding="utf-8"
    )
    file.chmod(0o755)


CONDA = 'sys.version = "3.12.1 | packaged by conda-forge | (main) [GCC]"'
FREE_THREADED = 'sys.version = "3.14.0 free-threading build (main) [GCC]"'
PYPY = 'sys.implementation.name = "pypy"'


@pytest.mark.parametrize("pretence", [CONDA, FREE_THREADED, PYPY])
def test_a_plain_python_is_preferred_to_what_stands_in_front(
    clone: Clone, tmp_path: Path, pretence: str
) -> None:
    hide_the_systems_python(clone)
    tools = Path(only_tools(tmp_path / "tools", "mkdir", "mv", "readlink"))
    pretending_python(tools / "python3", pretence)
    plain = tmp_path / "cache" / "Python" / "3.12.1" / "x64" / "bin" / "python"
    pretending_python(plain)
    done = clone.start(more={"PATH": str(tools), "RUNNER_TOOL_CACHE": str(tmp_path / "cache")})

    assert done.returncode == 0, done.stderr
    assert (tools / "asked").is_file() and (plain.parent / "asked").is_file()


@pytest.mark.parametrize(("pretence", "code"), [(CONDA, 0), (FREE_THREADED, 0), (PYPY, 3)])
def test_a_strange_python_serves_only_where_it_is_the_only_one(
    clone: Clone, tmp_path: Path, pretence: str, code: int
) -> None:
    hide_the_systems_python(clone)
    tools = Path(only_tools(tmp_path / "tools", "mkdir", "mv", "readlink"))
    pretending_python(tools / "python3", pretence)

    assert clone.start(more={"PATH": str(tools)}).returncode == code


def test_a_python_of_a_windows_runner_is_found_in_its_tool_cache(clone: Clone, tmp_path: Path) -> None:
    hide_the_systems_python(clone)
    tools = Path(only_tools(tmp_path / "tools", "mkdir", "mv", "readlink"))
    # The stub of the store says where to buy, and has a code of its own.
    (tools / "python3").write_text("#!/bin/sh\necho not found >&2\nexit 49\n", encoding="utf-8")
    (tools / "python3").chmod(0o755)
    pretending_python(tmp_path / "cache" / "Python" / "3.12.10" / "x64" / "python.exe")
    (tools / "cygpath").write_text(
        f'#!/bin/sh\n[ "$1$2" = "-uC:\\tools" ] && echo "{tmp_path}/cache"\n', encoding="utf-8"
    )
    (tools / "cygpath").chmod(0o755)

    assert clone.start(more={"PATH": str(tools), "RUNNER_TOOL_CACHE": "C:\\tools"}).returncode == 0


def test_the_interpreter_is_remembered_until_it_is_gone(clone: Clone, tmp_path: Path) -> None:
    clone.told()
    (memory,) = (clone.cache / "quality-gate" / "interpreters").rglob("python")
    remembered = memory.read_text(encoding="utf-8").strip()
    path = only_tools(tmp_path / "tools", "mkdir", "mv", "readlink")

    assert Path(remembered).is_file()
    assert clone.start(more={"PATH": path}).returncode == 0

    memory.write_text("/nowhere/python3\n", encoding="utf-8")
    assert clone.start().returncode == 0
    assert memory.read_text(encoding="utf-8").strip() == remembered
