"""The first lines of the release file: finds the compiled code of this Python, then starts the gate."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - anybody may call this file with an older Python
    sys.stderr.write(
        f"quality-gate: {sys.executable} is Python {sys.version.split()[0]}; 3.11 or newer is needed\n"
    )
    sys.exit(3)

# Absolute, because modules are still read from it when the folder has changed.
archive = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs start-up time
# A Python that nothing was compiled for finds the sources.
sys.path[0:1] = [os.path.join(archive, str(sys.implementation.cache_tag)), archive]  # noqa: PTH118 - likewise
sys.argv[0] = "quality-gate"

from quality_gate.cli.main import entry  # noqa: E402 - it is found only now

entry()
