"""The comment of the worst pull request there is: within its limits, readable, and harmless."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from builders import CONTEXT, cases, report, ruling, spot, stage, stage_row
from hostile import NAMES, TEXTS
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.report import Report
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision
from quality_gate.renderers.comment import MOST, comment
from quality_gate.renderers.marker import marker_in, marker_of
from rendered import Page, page

ALLOWED = {
    *("h2", "h3", "p", "ul", "ol", "li", "strong", "em", "br", "a", "sub", "span", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "code", "pre", "hr", "blockquote"),
}
MESSAGE = ("assert total == 12, https://evil.example @team-all #1\n" + "x" * 199 + "\n") * 40


def failing(names: list[str], messages: list[str]) -> Cases:
    return Cases(
        others=tuple(
            Case(
                Place("s", f"t{at}", f"tests/{name}.py"),
                name,
                Outcome.FAILED,
                message=message,
                text=message,
                line=3,
            )
            for at, (name, message) in enumerate(zip(names, messages, strict=True))
        )
    )


def bad(found: Cases, *names: str) -> Report:
    spots = (*(spot("", name) for name in names), spot("src/a.py:3", "b"))
    return report(
        Decision.NOT_READY,
        [
            ruling(
                "tests.pass-rate",
                "failed",
                title=names[0] if names else "",
                got="0 %",
                reason=names[-1],
                spots=spots,
            )
        ],
        evidence=Evidence(stages=(stage("unit", found),)),
        rollup=Rollup(stages=(stage_row("unit", "failed exit 1", tail=tuple(names)),)),
        context=replace(CONTEXT, gate=names[0][:60] or "api"),
        notices=names,
    )


def said(one: Report) -> str:
    return comment(one, marker_of(one))


def judged(text: str) -> Page:
    """Nothing in it acts, and nothing leads elsewhere."""
    found = page(text)
    assert set(found.tags) <= ALLOWED
    assert found.unbalanced == []
    assert found.alive == []
    assert len(found.remarks) == 1
    assert [link for link in found.links if not link.startswith("https://github.example/acme/shop")] == []
    assert {name for _, name, _ in found.attributes} <= {"href", "style", "class", "align", "open", "start"}
    return found


@pytest.mark.parametrize("wide", [MESSAGE, MESSAGE.replace("x", "漢")])
@pytest.mark.parametrize("distinct", [True, False])
def test_three_hundred_failures_with_long_messages(distinct: bool, wide: str) -> None:
    names = [f"{NAMES[at % len(NAMES)][:150]} case-{at}" for at in range(300)]
    messages = [f"{f'cause {at}: ' if distinct else ''}{wide}" for at in range(300)]
    one = bad(failing(names, messages), *NAMES)

    text = said(one)

    assert len(text.encode()) <= MOST
    first, second = text.splitlines()[:2]
    assert marker_in(text) == marker_of(one)
    assert first == marker_of(one).line
    assert second.startswith("## ❌ NOT READY")
    found = judged(text)
    shown = [at for at in range(300) if f"case-{at}" in "".join((*found.words, *found.code))]
    assert len(shown) >= 10
    assert "Shortened to fit: " in text
    assert f"[The job summary]({CONTEXT.run_url}) shows more; everything is in" in text
    assert found.links.count(CONTEXT.run_url) == 2
    assert text.count("NOT READY") == 1


def test_failures_of_another_kind_come_before_more_of_the_same() -> None:
    many = failing([f"same-{at}" for at in range(100)], ["connection refused"] * 100)
    few = failing(["odd", "rare"], ["12 != 13", "no such key"])
    text = said(bad(Cases(others=(*many.others, *few.others)), "x"))

    places = [text.index(f"::{name}</code>") for name in ("same-0", "odd", "rare", "same-1")]
    assert places == sorted(places)


def test_a_short_report_is_told_whole() -> None:
    found = cases("t", "a b!", file="tests/test_t.py")
    one = bad(replace(found, others=tuple(replace(c, text="é" * 3_000) for c in found.others)), "x")

    assert "é" * 300 in said(one)
    assert "Shortened" not in said(one)


def test_stages_without_tests_are_no_trouble() -> None:
    one = report(Decision.READY, [ruling("stages.lint")], evidence=Evidence(stages=(stage("lint"),)))

    assert said(one).splitlines()[1].startswith("## ✅ READY")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_comes_alive(name: str) -> None:
    judged(said(bad(failing([name], [name]), name)))


@settings(max_examples=150, deadline=None)
@given(one=TEXTS, other=TEXTS)
def test_no_pair_of_names_comes_alive(one: str, other: str) -> None:
    judged(said(bad(failing([one, other], [other, one]), one, other)))
