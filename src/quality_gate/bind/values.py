"""The types that a settings dataclass is declared with, and `setting()`, which declares one field of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, field
from fractions import Fraction
from typing import Annotated, Any, Final

from quality_gate.bind import words
from quality_gate.bind.vocabulary import Bounds
from quality_gate.model.expectation import Expectation, easier
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Level

Percent = Annotated[Fraction, words.PERCENT]  # 0 to 100
Duration = Annotated[Fraction, words.DURATION]  # seconds
Size = Annotated[int, words.SIZE]  # bytes
Expected = Annotated[Expectation, words.EXPECTATION]  # "> 100 ops/s"
Count = Annotated[int, words.COUNT]  # 0 or more
Positive = Annotated[int, words.POSITIVE]  # 1 or more
Word = Annotated[str, words.WORD]  # a name
EnvName = Annotated[str, words.ENV_NAME]
Verbatim = Annotated[str, words.VERBATIM]  # any single value as it was written, also an empty text
Glob = Annotated[str, words.GLOB]
Paths = Annotated[tuple[Glob, ...], words.PATTERNS]

# One limit grammar: a bare value is required; {required: 80, recommended: 100} has both.
PercentLimit = Annotated[Limit, Bounds(words.PERCENT, at_least=True)]
AtMostPercent = Annotated[Limit, Bounds(words.PERCENT, at_least=False)]
AtLeastCount = Annotated[Limit, Bounds(words.COUNT, at_least=True)]
AtMostCount = Annotated[Limit, Bounds(words.COUNT, at_least=False)]
AtMostDuration = Annotated[Limit, Bounds(words.DURATION, at_least=False)]
AtMostSize = Annotated[Limit, Bounds(words.SIZE, at_least=False)]

SETTING: Final = "quality-gate setting"


def setting(
    *,
    doc: str,
    example: str = "",  # as it is written in YAML
    default: Any = MISSING,
    default_factory: Callable[[], Any] | None = None,
    key: str | None = None,
) -> Any:
    """A field of a settings dataclass. Without a default it must be written."""
    metadata = {SETTING: (doc, example, key)}
    if default_factory is not None:
        return field(default_factory=default_factory, metadata=metadata)
    return field(default=default, metadata=metadata)


def level_setting() -> Any:
    """How much a thing weighs that is judged: every section says it in the same words."""
    return setting(
        default=Level.REQUIRED,
        doc="`required` blocks, `recommended` warns, `optional` only reports.",
        example="recommended",
    )


def told_sides(
    required: Expectation | None, recommended: Expectation | None
) -> Iterable[tuple[str, str, str]]:
    """A recommended limit asks for more than the required one, or it would never be heard."""
    if required is not None and recommended is not None and easier(recommended, required):
        what = "`recommended` is easier to reach than `required`"
        yield "recommended", what, "swap them, or leave `recommended` out"
