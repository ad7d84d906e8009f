"""Writes the locks of a release: the newest versions that are allowed, each with the hash of one wheel."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from carried import LOCK, WHEELS

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
_BUILDERS = Path(__file__).with_name("build.lock")
# rich colours source code and Markdown with these; the gate shows neither, and they are large.
_NOT_CARRIED = frozenset({"markdown-it-py", "mdurl", "pygments"})
_HEAD = "# {}. Written by `python bin/release/lock.py`, which takes the newest.\n"


def main() -> None:
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
    carried = _resolved(project["project"]["dependencies"], _NOT_CARRIED)
    LOCK.write_text(_HEAD.format("What the release file carries") + carried, encoding="utf-8")
    builders = _resolved(["build", *project["build-system"]["requires"]])
    _BUILDERS.write_text(_HEAD.format("What builds the package") + builders, encoding="utf-8")


def _resolved(wanted: list[str], but: frozenset[str] = frozenset()) -> str:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ["--dry-run", "--ignore-installed", "--quiet", "--disable-pip-version-check", "--no-input"]
        place = ["--target", folder, "--report", str(report)]
        subprocess.run(
            [sys.executable, "-I", "-m", "pip", "install", *options, *WHEELS, *place, *wanted], check=True
        )
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    lines = []
    for one in found:
        name = str(one["metadata"]["name"]).lower().replace("_", "-")
        if name not in but:
            digest = one["download_info"]["archive_info"]["hashes"]["sha256"]
            lines.append(f"{name}=={one['metadata']['version']} --hash=sha256:{digest}\n")
    return "".join(sorted(lines))


if __name__ == "__main__":
    main()
