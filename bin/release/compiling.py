"""Compiles a folder of sources with the Python that runs this, so that the result depends on nothing else."""

from __future__ import annotations

import importlib.util
import marshal
import sys
from pathlib import Path

# Neither the time nor the content of the source is compared at the start: PEP 552, unchecked and by hash.
_UNCHECKED = (1).to_bytes(4, "little")


def main(sources: Path, target: Path) -> None:
    for source in sorted(sources.rglob("*.py")):
        name = source.relative_to(sources).as_posix()
        content = source.read_bytes()
        # Named as it lies in the archive: a traceback must not show the folder of the build.
        code = compile(content, name, "exec", dont_inherit=True, optimize=0)
        compiled = target / f"{name}c"
        compiled.parent.mkdir(parents=True, exist_ok=True)
        header = importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(content)
        compiled.write_bytes(header + marshal.dumps(code))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
