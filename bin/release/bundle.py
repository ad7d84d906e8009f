"""Builds the release file `quality-gate.pyz` from the commit at hand: always the same bytes."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import carried

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_MINORS = (11, 12, 13, 14)
_VERSION_FILE, _VERSION_LINE = "quality_gate/version.py", b'BUILT: Final = ""\n'
_START = b"#!/usr/bin/env python3\n"
_SEAL = 8  # hexadecimal digits of the checksum, in the comment at the very end


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        wheels = asked.wheels or Path(folder, "wheels")
        if not asked.wheels:
            carried.download(wheels)
        sources = dict([*_own_files(asked.version), *carried.files(wheels)])
        pythons = _pythons(asked.compile)
        entries = dict(sources)
        for tag, python in pythons.items():
            entries |= _compiled(Path(folder, tag), python, tag, sources)
    entries["bundle.json"] = _manifest(asked.version, pythons)
    content = _archive(entries, _seconds())
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_bytes(content)
    asked.output.chmod(0o755)
    sys.stdout.write(f"{hashlib.sha256(content).hexdigest()}  {asked.output}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default="", help="default: what the newest tag says")
    parser.add_argument("--output", type=Path, default=_ROOT / "dist" / "quality-gate.pyz")
    parser.add_argument(
        "--wheels", type=Path, help="a folder with the locked wheels (default: download them)"
    )
    parser.add_argument(
        "--compile",
        metavar="3.x",
        nargs="+",
        default=[],
        help="compile for exactly these (default: those on PATH)",
    )
    asked = parser.parse_args()
    asked.version = asked.version or _git("describe", "--tags", "--always", "--match=v*.*.*").decode().strip()
    asked.version = asked.version.removeprefix("v")
    if not re.fullmatch(r"[\w.+-]+", asked.version):  # it becomes a line of the program
        sys.exit(f"bundle: {asked.version!r} is no version")
    if "ng" in zlib.ZLIB_RUNTIME_VERSION:
        # It packs as well, but to other bytes than the zlib that everybody else has.
        sys.exit("bundle: this Python packs with zlib-ng; take one with the original zlib")
    return asked


def _own_files(version: str) -> Iterator[tuple[str, bytes]]:
    """As the commit has them; what lies around in the working tree has no part in a release."""
    packed = _git(
        "-c", "core.autocrlf=false", "archive", "--format=tar", "HEAD", "src/quality_gate", "LICENSE"
    )
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive.getmembers():
            if (file := archive.extractfile(member)) is not None:
                name, content = member.name.removeprefix("src/"), file.read()
                if name == _VERSION_FILE:
                    if content.count(_VERSION_LINE) != 1:
                        sys.exit(f"bundle: {name} has no line for the version")
                    content = content.replace(_VERSION_LINE, f'BUILT: Final = "{version}"\n'.encode())
                yield name, content
    yield "__main__.py", (_HERE / "start.py").read_bytes().replace(b"\r\n", b"\n")


def _pythons(asked: list[str]) -> dict[str, tuple[str, str]]:
    """For each minor version the command and its exact version."""
    found = {}
    for minor in _MINORS:
        version = _answer(f"python3.{minor}")
        if version and (not asked or f"3.{minor}" in asked):
            found[f"cpython-3{minor}"] = (f"python3.{minor}", version)
    if missing := [one for one in asked if f"cpython-{one.replace('.', '')}" not in found]:
        sys.exit(f"bundle: there is no CPython {', '.join(missing)} on PATH")
    return found


def _answer(python: str) -> str:
    script = "import platform, sys; print(sys.implementation.cache_tag, platform.python_version())"
    try:
        done = subprocess.run([python, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    tag, _, version = done.stdout.strip().partition(" ")
    return version if tag == f"cpython-{python.removeprefix('python').replace('.', '')}" else ""


def _compiled(
    folder: Path, python: tuple[str, str], tag: str, sources: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """The compiled modules, and beside them the data that modules look for at their own place."""
    for name, content in sources.items():
        if "/" in name and not name.split("/")[0].endswith(".dist-info"):
            if not name.endswith(".py"):
                yield f"{tag}/{name}", content
                continue
            path = folder / "sources" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    # Without the caller's variables; a fixed seed, since the order of sets is written down, too.
    variables = {"PYTHONHASHSEED": "0"} | {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ
    }
    words = [python[0], "-S", "-s", "-P", "-B", "-X", "utf8", "-W", "ignore", str(_HERE / "compiling.py")]
    subprocess.run([*words, str(folder / "sources"), str(folder / "compiled")], env=variables, check=True)
    for path in (folder / "compiled").rglob("*.pyc"):
        yield f"{tag}/{path.relative_to(folder / 'compiled').as_posix()}", path.read_bytes()


def _manifest(version: str, pythons: Mapping[str, tuple[str, str]]) -> bytes:
    """What it takes to build the same file again."""
    told = {
        "version": version,
        "commit": _git("rev-parse", "HEAD").decode().strip(),
        "compiled": {tag: exact for tag, (_, exact) in pythons.items()},
        "carried": carried.locked(),
    }
    return json.dumps(told, indent=2, sort_keys=True).encode() + b"\n"


def _archive(entries: Mapping[str, bytes], seconds: int) -> bytes:
    """Nothing of the machine enters: sorted names, the commit's time in UTC, one mode, one packing."""
    buffer = io.BytesIO(_START)
    buffer.seek(len(_START))
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, time.gmtime(seconds)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, entries[name], compresslevel=9)
        archive.comment = b"0" * _SEAL
    unsealed = buffer.getvalue()[:-_SEAL]
    return unsealed + b"%08x" % zlib.crc32(unsealed)


def _seconds() -> int:
    return int(_git("show", "-s", "--format=%ct", "HEAD"))


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=_ROOT, stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    main()
