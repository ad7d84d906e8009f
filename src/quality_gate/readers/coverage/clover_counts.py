"""What Clover files count and do not list: methods of PHPUnit, lines of gcovr, branches of Istanbul."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.readers.coverage.written import ratio_or_none
from quality_gate.readers.coverage.written_counts import counter


def one_line_methods(
    lines: Mapping[int, bool], methods: Mapping[int, bool], statements: Ratio
) -> Iterator[tuple[int, bool]]:
    """As many methods as there are more statements than lines, each with its line and whether it ran.

    PHPUnit lists each line once, and the line of a method as nothing else. A method without any line up to
    the next one is written on one line; where there are not enough of these, others have to stand in.
    """
    ran = statements.part - sum(lines.values())
    missed = statements.missing - (len(lines) - sum(lines.values()))
    if ran < 0 or missed < 0 or not methods:
        return
    known = sorted(lines)
    starts = sorted(methods)
    ends = [*starts[1:], max((*known, *starts), default=0) + 1]
    places = (
        (bisect_right(known, start), bisect_right(known, end - 1))
        for start, end in zip(starts, ends, strict=True)
    )
    alone = {start: first == last for start, (first, last) in zip(starts, places, strict=True)}
    left = {True: ran, False: missed}
    for start in sorted(starts, key=lambda start: (not alone[start], start)):
        hit = methods[start]
        if start not in lines and left[hit]:
            left[hit] -= 1
            yield start, hit


def elements_left(attributes: Mapping[str, str], found: Mapping[Unit, Ratio]) -> Ratio | None:
    """The elements that are neither conditions nor methods: before 8.4, gcovr calls no line a statement."""
    elements = counter(attributes.get("coveredelements"), attributes.get("elements"))
    others = sum(found.values(), NOTHING)
    if elements is None:
        return None
    return ratio_or_none(elements.part - others.part, elements.whole - others.whole)


def unlisted(declared: Ratio, listed: Ratio) -> tuple[int, int]:
    """How many branches were taken, of how many that a file declares beyond those that it lists."""
    rest = ratio_or_none(declared.part - listed.part, declared.whole - listed.whole) or NOTHING
    return rest.part, rest.whole
