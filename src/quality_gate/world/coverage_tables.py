"""Whether a `.coverage` file holds no more than plain tables, before coverage.py asks for what is in them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from quality_gate.model.wording import size_text

_MOST_BITS: Final = 1 << 20  # bytes of line numbers, of all files together: each bit becomes a number
_BITS: Final = "SELECT sum(most) FROM (SELECT max(length(numbits)) AS most FROM line_bits GROUP BY file_id)"
_COMPUTED: Final = (  # views and virtual tables have no page of their own
    "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR NOT rootpage",
    "SELECT count(*) FROM sqlite_master AS made, pragma_table_xinfo(made.name) AS known WHERE known.hidden",
)


def check_tables(path: Path) -> None:
    """A ValueError says why it is not to be read: a view may have rows without end, from one page.

    Pages that lead to each other may have as many; SQLite itself finds those.
    """
    import sqlite3  # imported late, as coverage is

    with closing(sqlite3.connect(path)) as tables:
        if any(tables.execute(question).fetchone() != (0,) for question in _COMPUTED):
            raise ValueError("it holds more than tables")
        if tables.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise ValueError("it is damaged")
        if tables.execute("SELECT count(*) FROM sqlite_master WHERE name = 'line_bits'").fetchone() == (0,):
            return
        (most,) = tables.execute(_BITS).fetchone()
        if (most or 0) > _MOST_BITS:
            raise ValueError(f"its line numbers take more than {size_text(_MOST_BITS)}")
