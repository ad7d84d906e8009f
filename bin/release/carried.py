"""The packages that the release file carries: downloaded as the lock says, and only what is pure Python."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

LOCK = Path(__file__).with_name("bundle.lock")
# The same wheels on every machine; what they hold beside Python is left out.
WHEELS = [
    "--only-binary=:all:",
    "--platform=manylinux2014_x86_64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
]
_LEFT_OUT = frozenset({".so", ".pyd", ".pth", ".pyi", ".c", ".typed"})


def download(folder: Path) -> None:
    """Puts the locked wheels into the folder; a wheel with another content is refused."""
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--no-deps", "--require-hashes"]
    command = [sys.executable, "-I", "-m", "pip", "download", *options, *WHEELS]
    done = subprocess.run([*command, "--dest", str(folder), "--requirement", str(LOCK)], check=False)
    if done.returncode:
        sys.exit("bundle: the locked packages could not be downloaded")


def locked() -> dict[str, str]:
    """Every carried package with its version."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What goes into the archive: modules, their data, and of the information the name and the licences."""
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != len(locked()):
        sys.exit(f"bundle: {LOCK.name} names {len(locked())} packages, and {len(wheels)} wheels are there")
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            paths = [PurePosixPath(one.filename) for one in archive.infolist() if not one.is_dir()]
            if not any(map(_licence, paths)):
                sys.exit(f"bundle: {wheel.name} holds no licence")
            for path in filter(_wanted, paths):
                yield str(path), archive.read(str(path))


def _wanted(name: PurePosixPath) -> bool:
    top = name.parts[0]
    if top.endswith(".dist-info"):
        return name.name == "METADATA" or _licence(name)
    return len(name.parts) > 1 and not top.endswith(".data") and name.suffix not in _LEFT_OUT


def _licence(name: PurePosixPath) -> bool:
    if not name.parts[0].endswith(".dist-info"):
        return False
    return "licenses" in name.parts or name.name.startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))
