"""The badge: well-formed whatever a gate is called, with the verdict's own words, and loading nothing."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from builders import report
from hostile import NAMES
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.renderers.badge import badge

SVG = "{http://www.w3.org/2000/svg}"


def named(name: str, decision: Decision = Decision.READY) -> Report:
    made = report(decision)
    return replace(made, context=replace(made.context, gate=name))


@pytest.mark.parametrize("decision", Decision)
def test_it_says_the_verdict_and_looks_like_it(decision: Decision) -> None:
    svg = ET.fromstring(badge(named("shop", decision)))
    words = [text.text for text in svg.iter(f"{SVG}text")]

    assert words == ["shop", str(decision)]
    assert svg.get("aria-label") == svg.findtext(f"{SVG}title") == f"shop: {decision}"
    green = svg.find(f"{SVG}path[@fill='#1a7f37']") is not None
    assert green == (decision is Decision.READY)


@pytest.mark.parametrize("name", [*NAMES, "漢字", "x" * 500])
def test_no_name_breaks_out_of_it(name: str) -> None:
    text = badge(named(name))
    svg = ET.fromstring(text)

    assert {one.tag.removeprefix(SVG) for one in svg.iter()} == {"svg", "title", "rect", "path", "g", "text"}
    assert text.count("READY") == 3  # in the picture, in its title and for those who cannot see it
    assert int(svg.get("width", "")) < 1000


def test_a_run_that_decides_nothing_says_so() -> None:
    made = named("shop", Decision.PASSED)
    made = replace(made, verdict=replace(made.verdict, scope="quick <b>"))
    svg = ET.fromstring(badge(made))

    assert [text.text for text in svg.iter(f"{SVG}text")] == ["shop", "PASSED (quick <b>)"]


def test_both_halves_fill_the_picture() -> None:
    svg = ET.fromstring(badge(named("shop")))
    first, second = svg.iter(f"{SVG}text")
    ends = [float(one.get("x", "")) + float(one.get("textLength", "")) for one in (first, second)]

    assert ends[0] < float(second.get("x", ""))
    assert ends[1] < float(svg.get("width", ""))
