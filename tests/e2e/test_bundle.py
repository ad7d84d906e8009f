"""The release file: the same bytes from the same commit, whole by itself, started by every Python here."""

from __future__ import annotations

import ast
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from repository import Repository, junit

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "bin" / "release"
MINORS = ("3.11", "3.12", "3.13", "3.14")
UNREACHABLE = re.compile(r"Retrying|ConnectionError|ConnectTimeout|ProxyError|Temporary failure")
ISOLATED = ["-I", "-S", "-B", "-X", "utf8"]
# Nothing of this process, so that only what is said here can matter.
PLAIN = {"PATH": "/usr/bin:/bin"}
NOWHERE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")


def pythons() -> dict[str, Path]:
    """Each supported Python that this machine has: on PATH, in the runner's tool cache or kept by pyenv."""
    caches = [os.environ.get("RUNNER_TOOL_CACHE", "/nowhere"), str(Path.home() / ".pyenv")]
    found = {}
    for minor in MINORS:
        spots = [Path(os.path.realpath(path)) for path in [shutil.which(f"python{minor}")] if path]
        spots += [*Path(caches[0]).glob(f"Python/{minor}.*/x64/bin/python{minor}")]
        spots += [*Path(caches[1]).glob(f"versions/{minor}.*/bin/python{minor}")]
        if f"{sys.version_info[0]}.{sys.version_info[1]}" == minor:
            spots.insert(0, Path(getattr(sys, "_base_executable", sys.executable)))
        for spot in spots:
            asked = [str(spot), "-I", "-S", "-c", "import sys; print(sys.implementation.cache_tag)"]
            done = subprocess.run(asked, capture_output=True, text=True, check=False)
            if done.stdout.strip() == f"cpython-{minor.replace('.', '')}":
                found[minor] = spot
                break
    return found


PYTHONS = pythons()


@dataclass(frozen=True)
class Commit:
    """This tree as a commit of its own, so that a build has something that stands still."""

    root: Path

    def build(
        self, output: Path, python: Path, *words: str, more: Mapping[str, str] = {}, umask: int = 0o022
    ) -> bytes:
        binaries = output.parent / f"{output.name}-pythons"
        binaries.mkdir(parents=True)
        for minor, path in PYTHONS.items():
            (binaries / f"python{minor}").write_text(f'#!/bin/sh\nexec "{path}" "$@"\n', encoding="utf-8")
            (binaries / f"python{minor}").chmod(0o755)
        command = [
            str(python),
            str(self.root / "bin" / "release" / "bundle.py"),
            "--output",
            str(output),
            *words,
        ]
        done = subprocess.run(
            command,
            cwd=output.parent,
            env={**os.environ, "PYTHONPATH": "", "PATH": f"{binaries}:/usr/bin:/bin", **more},
            capture_output=True,
            text=True,
            check=False,
            umask=umask,
        )
        assert done.returncode == 0, done.stderr
        return output.read_bytes()


def commit(folder: Path) -> Commit:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    repository = Repository(folder)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    repository.commit(date="2026-02-03T04:05:07Z")
    repository.git("tag", "v1.2.3")
    return Commit(folder)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    script = "import sys; from pathlib import Path; import carried; carried.download(Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        env={**os.environ, "PYTHONPATH": str(RELEASE), "PIP_RETRIES": "1", "PIP_DEFAULT_TIMEOUT": "10"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip("the package index cannot be reached from this machine")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Commit:
    return commit(tmp_path_factory.mktemp("commit") / "a tree")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, committed: Commit, wheels: Path) -> Path:
    output = tmp_path_factory.mktemp("built") / "quality-gate.pyz"
    committed.build(output, PYTHONS[min(PYTHONS)], "--wheels", str(wheels))
    return output


def start(
    bundle: Path, *words: str, python: str = min(PYTHONS), folder: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHONS[python]), *ISOLATED, str(bundle), *words],
        cwd=folder or bundle.parent,
        env={**PLAIN, **NOWHERE, "HOME": "", **more},
        capture_output=True,
        text=True,
        check=False,
    )


def from_sources(tree: Commit, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quality_gate", *words],
        cwd=folder,
        env={**PLAIN, **NOWHERE, "HOME": "", "PYTHONPATH": str(tree.root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_same_commit_gives_the_same_bytes_whoever_builds_it_and_where(
    tmp_path: Path, bundle: Path, committed: Commit, wheels: Path
) -> None:
    other = Commit(tmp_path / "elsewhere" / "tree")
    shutil.copytree(committed.root, other.root)
    (other.root / "src" / "quality_gate" / "lying_around.py").write_text("x = 1\n", encoding="utf-8")
    (other.root / "src" / "quality_gate" / "run.py").write_text("changed = True\n", encoding="utf-8")
    abroad = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "HOME": str(tmp_path),
        "EXTRA": "1",
    }
    again = other.build(
        tmp_path / "again.pyz",
        PYTHONS[max(PYTHONS)],
        *("--wheels", str(wheels)),
        more={**abroad, "PYTHONHASHSEED": "7", "GIT_CONFIG_COUNT": "1"}
        | {"GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true"},
        umask=0o077,
    )

    assert again == bundle.read_bytes()


def test_a_tag_that_is_no_version_becomes_no_line_of_the_program(committed: Commit) -> None:
    command = [
        sys.executable,
        str(committed.root / "bin" / "release" / "bundle.py"),
        "--version",
        'v1"; exit()',
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "is no version" in done.stderr


def test_it_holds_only_python_the_licences_and_what_it_takes_to_build_it_again(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        told = json.loads(archive.read("bundle.json"))
    names = [entry.filename for entry in entries]

    assert names == sorted(names) and len(set(names)) == len(names)
    assert {entry.date_time for entry in entries} == {(2026, 2, 3, 4, 5, 6)}
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pth"))]
    assert told["version"] == "1.2.3" and re.fullmatch("[0-9a-f]{40}", told["commit"])
    assert sorted(told["compiled"]) == [f"cpython-{minor.replace('.', '')}" for minor in sorted(PYTHONS)]
    assert "LICENSE" in names
    for package in told["carried"]:
        start_of = re.compile(
            rf"{package.replace('-', '[-_]')}-[^/]+\.dist-info/.*(LICEN[CS]E|COPYING)", re.IGNORECASE
        )
        assert any(map(start_of.match, names)), package


def test_every_module_of_ours_is_there_as_source_and_compiled(bundle: Path, committed: Commit) -> None:
    tracked = Repository(committed.root).git("ls-files", "src/quality_gate").splitlines()
    ours = {name.removeprefix("src/") for name in tracked}
    with zipfile.ZipFile(bundle) as archive:
        names = set(archive.namelist())

    assert ours <= names
    for minor in PYTHONS:
        tag = f"cpython-{minor.replace('.', '')}"
        assert {f"{tag}/{name}c" if name.endswith(".py") else f"{tag}/{name}" for name in ours} <= names


@pytest.mark.parametrize("python", sorted(PYTHONS))
def test_it_starts_with_every_python_that_is_here(bundle: Path, tmp_path: Path, python: str) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n", encoding="utf-8")
    (tmp_path / "yaml").mkdir()
    done = start(bundle, "--version", python=python, folder=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "quality-gate 1.2.3 (bundle)\n", "")


@pytest.mark.parametrize("python", sorted(PYTHONS))
def test_the_compiled_code_of_that_python_is_what_runs(bundle: Path, python: str) -> None:
    script = "import runpy, sys; sys.argv = ['q', '--help']\n"
    script += f"try: runpy.run_path({str(bundle)!r}, run_name='__main__')\nexcept SystemExit: pass\n"
    script += "print(sys.modules['quality_gate.cli.main'].__file__)"
    done = subprocess.run(
        [str(PYTHONS[python]), *ISOLATED, "-c", script], capture_output=True, text=True, check=True
    )

    inside = f"cpython-{python.replace('.', '')}/quality_gate/cli/main.pyc"
    assert done.stdout.splitlines()[-1] == str(bundle / inside)


@pytest.mark.parametrize("python", sorted(PYTHONS))
def test_each_carried_package_works_without_its_compiled_parts(bundle: Path, python: str) -> None:
    tag = f"cpython-{python.replace('.', '')}"
    script = f"""
import sys; sys.path += [{str(bundle / tag)!r}, {str(bundle)!r}]
import certifi, coverage, jinja2, junitparser, requests, rich.live, yaml
assert "BEGIN CERTIFICATE" in open(certifi.where()).read()
assert jinja2.Environment(autoescape=True).from_string("{{{{ x }}}}").render(x="<") == "&lt;"
assert yaml.safe_load("a: [1, 'é']") == {{"a": [1, "é"]}}
print(all(one.__file__.endswith(".pyc") for one in (certifi, coverage, jinja2, requests, rich, yaml)))"""
    command = [str(PYTHONS[python]), *ISOLATED, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=PLAIN)

    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_python_that_nothing_was_compiled_for_runs_the_sources(bundle: Path) -> None:
    script = f"import sys; sys.path.insert(0, {str(bundle)!r})\n"
    script += "from quality_gate.cli.main import main; import quality_gate.cli.main as where\n"
    script += "main(['--version']); print(where.__file__)"
    python = str(PYTHONS[max(PYTHONS)])
    done = subprocess.run([python, *ISOLATED, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == f"quality-gate 1.2.3 (bundle)\n{bundle / 'quality_gate/cli/main.py'}\n"


def test_an_old_python_can_read_why_it_is_refused() -> None:
    text = (RELEASE / "start.py").read_text(encoding="utf-8")

    assert ast.parse(text, feature_version=(3, 6))
    refused = text.partition("# Absolute")[0].replace("(3, 11)", "(4, 0)")
    done = subprocess.run([sys.executable, "-c", refused], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "3.11 or newer is needed" in done.stderr and done.stderr.count("\n") == 1


JUNIT, FAILING = junit("a", "b"), junit("a", "b!")
CONFIGURATION = """\
version: 1
stages:
  unit:
    run: mkdir -p out && cp {} out/unit.xml
    reports: out/unit.xml
tests: {{pass-rate: 100, min-count: 2}}
"""


@pytest.fixture
def service(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "service")
    (repository.root / "out").mkdir()
    (repository.root / "sound.xml").write_text(JUNIT, encoding="utf-8")
    (repository.root / "broken.xml").write_text(FAILING, encoding="utf-8")
    repository.write(
        {"quality-gate.yml": CONFIGURATION.format("sound.xml"), "app.py": "def f():\n    return 1\n"}
    )
    repository.write({"failing.yml": CONFIGURATION.format("broken.xml")})
    return repository.commit()


def timeless(text: str) -> str:
    """Without what differs from run to run, or names the copy that ran."""
    text = re.sub(r"\d+(\.\d+)? ?(ms|s|MiB|kB)\b", "…", text)
    # The foot begins with the version, and what is in it is broken into lines by its length.
    text = re.sub(
        r"^quality-gate (?:1\.2\.3|0 \(source tree\)).*?record\.json",
        "",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    return re.sub(r"python {2,}.*|.*1\.2\.3.*|.*source tree.*|.*clone at.*", "", text)


COMMANDS = {
    "run": 0,
    "run --config failing.yml": 1,
    "check": 1,
    "read sound.xml broken.xml --format json": 0,
    "plan": 0,
    "plan --matrix": 0,
    "lint": 0,
    "doctor": 0,
    "schema": 0,
    "completion bash": 0,
    "coverage": 1,
    "stage unit": 0,
    "no-such-command": 2,
    "--help": 0,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_the_sources_say(
    bundle: Path, committed: Commit, service: Repository, command: str
) -> None:
    ours = start(bundle, *command.split(), folder=service.root)
    theirs = from_sources(committed, *command.split(), folder=service.root)

    assert ours.returncode == theirs.returncode == COMMANDS[command], ours.stdout + ours.stderr
    assert timeless(ours.stdout) == timeless(theirs.stdout)
    assert timeless(ours.stderr) == timeless(theirs.stderr)


def test_init_writes_the_same_configuration(bundle: Path, committed: Commit, service: Repository) -> None:
    file = service.root / "quality-gate.yml"
    file.unlink()
    assert start(bundle, "init", folder=service.root).returncode == 0
    ours = file.read_bytes()
    file.unlink()
    assert from_sources(committed, "init", folder=service.root).returncode == 0

    assert ours == file.read_bytes()


def test_a_coverage_database_is_read_by_the_coverage_that_is_carried(
    bundle: Path, service: Repository
) -> None:
    measured = [sys.executable, "-m", "coverage", "run", "--branch", "--data-file=data", "app.py"]
    subprocess.run(
        measured,
        cwd=service.root,
        check=True,
        capture_output=True,
        env={**os.environ, "COVERAGE_RCFILE": "/dev/null"},
    )
    done = start(bundle, "read", "data", "--format", "json", folder=service.root)

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["format"], told["state"]) == ("coverage-py-data", "ok")
    assert told["coverage"]["lines"] == {"covered": 1, "total": 2}


def test_progress_is_drawn_on_a_terminal(bundle: Path, service: Repository) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [str(PYTHONS[min(PYTHONS)]), *ISOLATED, str(bundle), "run"],
        cwd=service.root,
        env={**PLAIN, "HOME": "", "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # how a terminal says that nobody writes to it any more
            pass
    os.close(ours)

    assert process.returncode == 0, seen
    assert b"READY" in seen and b"Traceback" not in seen and b"\x1b[" in seen


def sealed_off(folder: Path) -> list[str]:
    """No network, and nothing can be written; where the system forbids that, at least no right to write."""
    script = 'mount --bind . . && mount -o remount,ro,bind "$PWD" && cd "$PWD" && exec "$@"'
    command = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", script, "sh"]
    if shutil.which("unshare") and not subprocess.run([*command, "true"], cwd=folder, check=False).returncode:
        return command
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & 0o555)
    return []


def test_nothing_is_needed_but_the_file_itself(bundle: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    shutil.copy(bundle, place)
    (place / "sound.xml").write_text(JUNIT, encoding="utf-8")
    (place / "quality-gate.yml").write_text(CONFIGURATION.format("sound.xml"), encoding="utf-8")
    around = sealed_off(place)
    for words in (["--version"], ["read", "sound.xml"], ["plan"], ["schema"]):
        done = subprocess.run(
            [*around, str(PYTHONS[min(PYTHONS)]), *ISOLATED, "quality-gate.pyz", *words],
            cwd=place,
            env={**PLAIN, **NOWHERE, "HOME": "", "TMPDIR": "/nowhere"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""


@pytest.fixture
def release(bundle: Path, tmp_path: Path) -> Path:
    """What a release tag holds, as far as the launcher goes."""
    shutil.copytree(ROOT / "bin", tmp_path / "release" / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(bundle, tmp_path / "release" / "bin")
    return tmp_path / "release"


def launched(release: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    python = str(PYTHONS[min(PYTHONS)])
    cache = str(release.parent / "cache")
    return subprocess.run(
        [str(release / "bin" / "quality-gate"), *words],
        cwd=release,
        env={**PLAIN, **NOWHERE, "XDG_CACHE_HOME": cache, "QUALITY_GATE_PYTHON": python, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_launcher_takes_the_bundle_that_lies_beside_it_and_writes_nothing(release: Path) -> None:
    before = sorted(release.parent.rglob("*"))
    done = launched(release, "--version")

    assert (done.returncode, done.stdout, done.stderr) == (0, "quality-gate 1.2.3 (bundle)\n", "")
    assert sorted(release.parent.rglob("*")) == before


def test_a_judgement_through_the_launcher(release: Path, service: Repository) -> None:
    done = launched(release, "run", "-C", str(service.root))

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("READY  service")


@pytest.mark.parametrize("where", ["empty", "cut", "middle", "end", "text"])
def test_a_bundle_that_is_not_whole_is_refused_in_words(release: Path, where: str) -> None:
    file = release / "bin" / "quality-gate.pyz"
    content = bytearray(file.read_bytes())
    if where in ("middle", "end"):
        content[{"middle": len(content) // 2, "end": -1}[where]] ^= 1
    damaged = {"empty": b"", "cut": bytes(content[:-1]), "text": b"version https://git-lfs\n"}.get(
        where, bytes(content)
    )
    file.write_bytes(damaged)
    done = launched(release, "--version")

    assert done.returncode == 3 and done.stdout == ""
    assert f"{file} is damaged" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(("version", "code"), [("1.2.3 (bundle)", 0), ("1.2.4 (bundle)", 1)])
def test_what_is_tried_on_every_system_tells_right_from_wrong(bundle: Path, version: str, code: int) -> None:
    command = [sys.executable, str(RELEASE / "smoke.py"), version, str(PYTHONS[max(PYTHONS)]), *ISOLATED]
    done = subprocess.run([*command, str(bundle)], capture_output=True, text=True, check=False)

    assert done.returncode == code, done.stderr
    assert ("instead of 0" in done.stderr or "or no" in done.stderr) is bool(code)


def test_the_lock_carries_what_the_project_asks_for() -> None:
    text = (RELEASE / "bundle.lock").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    versions = dict(line.split()[0].split("==") for line in lines)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [
        Requirement(line.strip(' ",'))
        for line in project.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    ]

    assert wanted
    assert all(re.fullmatch(r"\S+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    for requirement in wanted:
        assert requirement.specifier.contains(versions[requirement.name]), requirement
