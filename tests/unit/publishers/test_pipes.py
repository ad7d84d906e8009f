"""A pipe where the runner's file should be: told, and never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from outlet_site import NOT_READY, told, values, world
from quality_gate.model.outlet import Outlet
from quality_gate.publishers.publish import publish

FILES = [("summary", "GITHUB_STEP_SUMMARY"), ("outputs", "GITHUB_OUTPUT")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("name", "variable"), FILES)
def test_a_pipe_refuses(name: str, variable: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    where = world(tmp_path, {variable: str(tmp_path / "pipe")})

    assert publish(NOT_READY, [Outlet(name, required=True)], where) == (name,)
    assert told(where).startswith(f"warning: {name}: it is not a regular file")


@pytest.mark.parametrize(("name", "variable"), FILES)
def test_a_missing_folder_refuses(name: str, variable: str, tmp_path: Path) -> None:
    where = world(tmp_path, {variable: str(tmp_path / "no" / "file")})

    assert publish(NOT_READY, [Outlet(name, required=True)], where) == (name,)
    assert "No such file or directory" in told(where)


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    where = world(tmp_path, {"GITHUB_OUTPUT": str(tmp_path / "outputs.txt")})

    assert publish(NOT_READY, [Outlet("outputs", required=True)], where) == ()
    assert values((tmp_path / "outputs.txt").read_text(encoding="utf-8"))["ready"] == "false"
