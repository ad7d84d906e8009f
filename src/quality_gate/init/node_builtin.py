"""Node's own test runner: the call with the reporters that it brings along, for JUnit XML and LCOV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from quality_gate.init.proposal import Stage

_CHAINED: Final = re.compile(r"[;&|<>()`$\n]")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=")
_WITH_VALUE: Final = frozenset(("--import", "--require", "-r", "--loader", "--experimental-loader", "-C"))
_REPORTERS: Final = (
    "--test-reporter=spec --test-reporter-destination=stdout"
    " --test-reporter=junit --test-reporter-destination=out/{0}.xml"
    " --test-reporter=lcov --test-reporter-destination=out/{0}.lcov"
)
_COVERAGE: Final = "--experimental-test-coverage"
_COMMENTS: Final = ("The script of package.json, with the reports that node (20.11 or later) writes itself.",)


def with_reports(stage: Stage, script: str, scripts: Mapping[str, str]) -> Stage | None:
    """None where the script is more than one plain call of `node --test`."""
    command = scripts[script]
    end = _end_of_call(command)
    if not end or f"pre{script}" in scripts or f"post{script}" in scripts:
        return None
    coverage = "" if _COVERAGE in command else f"{_COVERAGE} "
    words = [command[:end].strip(), coverage + _REPORTERS.format(stage.name), command[end:].strip()]
    return replace(
        stage,
        setup="mkdir -p out",
        run=" ".join(word for word in words if word),
        reports=(f"out/{stage.name}.xml", f"out/{stage.name}.lcov"),
        tests=True,
        comments=(*stage.comments, *_COMMENTS),
    )


def _end_of_call(command: str) -> int:
    """Where more options can stand: right behind `--test`, as behind a file they would be the file's."""
    if _CHAINED.search(command) or "--test-reporter" in command or not command.isprintable():
        return 0
    words = re.finditer(r"\S+", command)
    first = next((word for word in words if not _ASSIGNMENT.match(word[0])), None)
    if first is None or first[0] != "node":
        return 0
    for word in words:
        if word[0] == "--test":
            return word.end()
        if word[0] in _WITH_VALUE:
            next(words, None)
        elif not word[0].startswith("-"):
            return 0
    return 0
