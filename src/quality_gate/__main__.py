"""`python -m quality_gate` is the command `quality-gate`."""

from quality_gate.cli.main import entry

entry()
