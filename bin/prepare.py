"""Builds the private environment of the launcher: the gate's dependencies in a folder of their own, once."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_SHOWN = 15  # lines of pip's last words
# What a caller set for pip to say where from and how to reach it stays; what says where to or what does not.
_NOT_FOR_US = frozenset(
    f"PIP_{name}"
    for name in (
        "USER",
        "TARGET",
        "PREFIX",
        "ROOT",
        "CONSTRAINT",
        "REQUIREMENT",
        "EDITABLE",
        "NO_DEPS",
        "DRY_RUN",
        "REQUIRE_HASHES",
        "REQUIRE_VIRTUALENV",
    )
)


def prepare(folder: Path, project: Path) -> str:
    """Makes the folder appear, complete; returns what went wrong, or nothing."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.with_suffix(".lock")) as alone:
            if folder.is_dir():
                return ""
            if alone:
                _sweep(folder)
            return _build(
                folder, tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
            )
    except OSError as error:
        return f"the private environment in {folder} cannot be written: {error}"


def _build(folder: Path, requirements: list[str]) -> str:
    with contextlib.suppress(OSError):  # it does not matter whether anybody can hear it
        os.write(2, f"quality-gate: preparing a private environment in {folder}, once\n".encode())
    # A sibling, so that the last step is one rename: the folder is complete or it is not there.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.new-") as workshop:
        packages = Path(workshop, "packages")
        python = _interpreter_with_pip(Path(workshop, "installer"))
        if not python:
            return f"{sys.executable} has neither pip nor venv; on Debian install python3-pip or python3-venv"
        options = ["--disable-pip-version-check", "--no-input", "--no-compile", "--quiet"]
        done = _run(
            [python, "-I", "-m", "pip", "install", *options, "--target", str(packages), *requirements]
        )
        if done.returncode:
            lines = done.stdout.decode("utf-8", "replace").splitlines()[-_SHOWN:]
            return "\n  ".join(["pip could not install the gate's dependencies:", *lines])
        try:
            packages.rename(folder)
        except OSError:
            # Where locks do not work, another start may have been first; its folder is as good.
            if not folder.is_dir():
                raise
    return ""


def _interpreter_with_pip(installer: Path) -> str:
    if not _run([sys.executable, "-I", "-m", "pip", "--version"]).returncode:
        return sys.executable
    if _run([sys.executable, "-I", "-m", "venv", str(installer)]).returncode:
        return ""
    return str(installer / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    variables = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in _NOT_FOR_US and not name.upper().startswith("PYTHON")
    }
    # A configuration file may say `user = true`, and that does not go together with a target.
    variables["PIP_USER"] = "0"
    return subprocess.run(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Waits for its turn. The system lets go of the lock of a process that died, so none can be stale."""
    with lock.open("ab") as handle:
        yield _locked(handle)


def _locked(handle: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """What a start left that was killed while it built; nobody works there while we hold the lock."""
    for left in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)
