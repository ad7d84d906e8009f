"""The words of the configuration language: each kind of single value, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from quality_gate.bind import scalars
from quality_gate.bind.vocabulary import Together, Vocabulary
from quality_gate.bind.written import DURATION_PATTERN, PERCENT_PATTERN, SIZE_PATTERN
from quality_gate.model.expectation_text import EXPECTATION_PATTERN

TEXT: Final = Vocabulary(
    noun="text",
    ask="write text",
    such_as='"abc"',
    read=scalars.read_text,
    schema={"type": ["string", "number"], "pattern": r"\S"},
)
VERBATIM: Final = Vocabulary(
    noun="single value",
    ask="write one value",
    such_as='"abc" or 42',
    read=scalars.read_verbatim,
    schema={"type": ["string", "number", "boolean"]},
)
WORD: Final = Vocabulary(
    noun="name",
    ask="write letters, digits, `-`, `_` and `.`",
    such_as="api or api-v2",
    read=scalars.read_word,
    schema={"type": ["string", "number"], "pattern": scalars.WORD_PATTERN, "minimum": 0},
)
ENV_NAME: Final = Vocabulary(
    noun="name of an environment variable",
    ask="write the name of an environment variable: letters, digits and `_`",
    such_as="API_PORT",
    read=scalars.read_env_name,
    schema={"type": "string", "pattern": scalars.ENV_NAME_PATTERN},
)
BOOLEAN: Final = Vocabulary(
    noun="truth value",
    ask="write true or false",
    such_as="",
    read=scalars.read_boolean,
    schema={"type": "boolean"},
)
INTEGER: Final = Vocabulary(
    noun="whole number",
    ask="write a whole number",
    such_as="3",
    read=scalars.read_integer,
    schema={"type": "integer"},
)
COUNT: Final = Vocabulary(
    noun="count",
    ask="write a whole number, 0 or more",
    such_as="3",
    read=scalars.read_count,
    schema={"type": "integer", "minimum": 0},
)
POSITIVE: Final = Vocabulary(
    noun="count",
    ask="write a whole number, 1 or more",
    such_as="3",
    read=scalars.read_positive,
    schema={"type": "integer", "minimum": 1},
)
NUMBER: Final = Vocabulary(
    noun="number",
    ask="write a number",
    such_as="3 or 0.5",
    read=scalars.read_number,
    schema={"type": "number"},
)
PERCENT: Final = Vocabulary(
    noun="percentage",
    ask="write a number from 0 to 100",
    such_as="95 or 99.5",
    read=scalars.read_percent,
    schema={"type": ["number", "string"], "minimum": 0, "maximum": 100, "pattern": PERCENT_PATTERN},
)
DURATION: Final = Vocabulary(
    noun="duration",
    ask="write a number with its unit",
    such_as="90s, 10m or 1h30m",
    read=scalars.read_duration,
    schema={"type": "string", "pattern": DURATION_PATTERN},
)
SIZE: Final = Vocabulary(
    noun="size",
    ask="write a number with its unit",
    such_as="20 MiB or 2 GB",
    read=scalars.read_size,
    schema={"type": "string", "pattern": SIZE_PATTERN},
)
EXPECTATION: Final = Vocabulary(
    noun="expectation",
    ask="write an operator, a number and its unit",
    such_as='">= 95 ops/s" or "< 10 ms"',
    read=scalars.read_expectation,
    schema={"type": "string", "pattern": EXPECTATION_PATTERN},
)
DATE: Final = Vocabulary(
    noun="date",
    ask="write year, month and day",
    such_as="2027-01-15",
    read=scalars.read_date,
    schema={"type": "string", "pattern": scalars.DATE_PATTERN, "format": "date"},
)
GLOB: Final = Vocabulary(
    noun="path pattern",
    ask="write a path or a pattern",
    such_as="src/**",
    read=scalars.read_glob,
    schema={"type": ["string", "number"], "pattern": scalars.GLOB_PATTERN},
)
PATTERNS: Final = Together(
    scalars.some_wanted, single={"pattern": "^[^!]"}, several={"contains": {"pattern": "^[^!]"}}
)

PLAIN: Final[Mapping[object, Vocabulary]] = {
    str: TEXT,
    bool: BOOLEAN,
    int: INTEGER,
    Fraction: NUMBER,
    date: DATE,
}
