"""Commands behind the door: what the thread that waits for one meets when another was faster."""

from __future__ import annotations

import os
import subprocess

import pytest

from quality_gate.world.shell import Running


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="there is no waitid here, so nobody can be faster")
def test_a_command_whose_end_was_taken_already_is_over_and_no_thread_breaks_off() -> None:
    process = subprocess.Popen(["true"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.wait()
    running = Running(process, "marker")  # an error in its thread would be one of this test

    for _ in range(500):
        if running.exited and running.closed:
            break
        running.output(0.01)
    assert running.exited
    assert running.closed
    assert running.status is None
    running.finish()
