"""Runs the gate: from the release file where it lies beside this one, else from the sources of this clone."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

ROOT = Path(os.path.realpath(__file__)).parent.parent
BUNDLE = ROOT / "bin" / "quality-gate.pyz"
_SEAL = 8  # hexadecimal digits at the end of the bundle: the checksum of all that stands before


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - anybody may call this file with an older Python
        version = sys.version.split()[0]
        return _cannot(f"{sys.executable} is Python {version}; name a newer one in QUALITY_GATE_PYTHON")
    if not (sys.flags.isolated and sys.flags.no_site):
        return _restart_isolated()
    try:
        path = _of_the_bundle() if BUNDLE.exists() else _of_the_clone()
    except KeyboardInterrupt:
        return 130
    if not path:
        return 3
    # Behind the standard library; with -I and -S nothing of the caller's Python stands on the path.
    sys.path += path
    sys.argv[0] = "quality-gate"
    from quality_gate.cli.main import entry

    entry()
    return 0


def _of_the_bundle() -> list[str]:
    """Its compiled code for this Python, then its sources; nothing, with the reason told, if it is broken."""
    try:
        content = memoryview(BUNDLE.read_bytes())
        import zlib
    except (OSError, ImportError) as error:
        _cannot(f"{BUNDLE} cannot be read: {error}")
        return []
    if bytes(content[-_SEAL:]) != b"%08x" % zlib.crc32(content[:-_SEAL]):
        _cannot(f"{BUNDLE} is damaged; fetch the release again, or delete the file to run from the sources")
        return []
    return [str(BUNDLE / str(sys.implementation.cache_tag)), str(BUNDLE)]


def _of_the_clone() -> list[str]:
    """The sources and the environment; nothing, with the reason told, where there can be none."""
    try:
        cache = cache_folder()
        packages = environment(cache)
    except OSError as error:
        _cannot(f"there is no folder for a private environment: {error}")
        return []
    if packages is None:
        return []
    # Compiled code makes the next start fast; it goes to the cache because a clone must stay as it is.
    sys.pycache_prefix = str(cache / "compiled")
    sys.dont_write_bytecode = False
    return [str(ROOT / "src"), str(packages)]


def cache_folder() -> Path:
    """The user's own cache where there is one to write to; bin/quality-gate chooses in the same way."""
    home = os.environ.get("HOME", "")
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if not Path(chosen).is_absolute() and sys.platform == "win32":
        chosen = os.environ.get("LOCALAPPDATA", "")
    elif not Path(chosen).is_absolute() and Path(home).is_absolute():
        library = Path(home, "Library", "Caches")
        chosen = str(library if library.is_dir() else Path(home, ".cache"))
    folder = Path(chosen, "quality-gate")
    if folder.is_absolute() and _writable(folder):
        return folder
    return _temporary_folder()


def environment(cache: Path) -> Path | None:
    """Where the dependencies lie, built on the first call; None, with the reason told, where that fails."""
    from hashlib import sha256  # imported late: a bundle starts without it

    # The list as it is written: at every start, reading one line costs less than parsing the file.
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = project.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    tag = str(sys.implementation.cache_tag)
    machine = os.uname().machine if sys.platform != "win32" else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    system = str(getattr(sys.implementation, "_multiarch", sys.platform))
    abi = str(getattr(sys, "abiflags", ""))
    key = sha256(f"{tag}\n{abi}\n{system}\n{machine}\n{wanted}".encode()).hexdigest()[:16]
    folder = cache / "environments" / f"{tag}-{key}"
    if not folder.is_dir():
        sys.path.append(str(ROOT / "bin"))
        from prepare import prepare

        sys.path.pop()
        problem = prepare(folder, ROOT / "pyproject.toml")
        if problem:
            _cannot(problem)
            return None
    return folder


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _temporary_folder() -> Path:
    import tempfile

    user = os.getuid() if sys.platform != "win32" else "user"
    folder = Path(tempfile.gettempdir(), f"quality-gate-{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="quality-gate-"))
    # Everybody may write to the parent: code from a folder that another user made is not ours to run.
    shared = sys.platform != "win32" and (found.st_uid != user or bool(found.st_mode & 0o077))
    if stat.S_ISDIR(found.st_mode) and not shared:
        return folder
    return Path(tempfile.mkdtemp(prefix="quality-gate-"))


def _restart_isolated() -> int:
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", os.path.realpath(__file__), *sys.argv[1:]]
    if sys.platform != "win32":
        os.execv(sys.executable, command)  # noqa: S606 - exec, so that signals reach the gate
    import subprocess

    return subprocess.run(command, check=False).returncode


def _cannot(problem: str) -> int:
    # Straight to the stream: where nobody can hear it, the exit code is still the right one.
    with contextlib.suppress(OSError):
        os.write(2, f"quality-gate: {problem}\n".encode(errors="replace"))
    return 3


if __name__ == "__main__":
    sys.exit(main())
