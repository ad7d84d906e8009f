"""Whatever a report holds, the Markdown keeps its limit, its markup is whole, its verdict stands first."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from builders import CONTEXT, counts, report, ruling, stage, stage_row
from hostile import TEXTS
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.rollup import CoverageRow, ModuleRow, Rollup
from quality_gate.model.verdict import Decision, Spot
from quality_gate.renderers.fitting import size_of
from quality_gate.renderers.markdown import markdown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Few different texts, many times: the sizes vary, the time does not."""
    words = draw(st.lists(TEXTS, min_size=3, max_size=6))
    many = draw(st.integers(0, 60))

    def word(at: int) -> str:
        return words[at % len(words)]

    rulings = [
        ruling(
            word(at),
            draw(st.sampled_from(["failed", "warned", "passed", "unknown missing", "skipped"]))
            if at < 9
            else "failed",
            title=word(at + 1),
            got=word(at + 2),
            reason=word(at + 3),
            spots=tuple(Spot(word(at + n), n or None, 2 * n, word(n)) for n in range(at % 12)),
        )
        for at in range(many)
    ]
    failing = tuple(
        Case(
            Place(classname=word(at)),
            f"{at} {word(at + 1)}",
            Outcome.FAILED,
            message=word(at),
            text=word(at) * 9,
        )
        for at in range(many * 2)
    )
    return report(
        draw(st.sampled_from(list(Decision))),
        rulings,
        scope=draw(st.sampled_from(["", words[0]])),
        evidence=Evidence(stages=(stage(words[0], Cases({}, failing)),)),
        rollup=Rollup(
            stages=tuple(
                stage_row(word(at), f"failed {word(at + 1)}", tail=(word(at),) * 3) for at in range(many)
            ),
            modules=tuple(
                ModuleRow(name=word(at), counts=Counts(passed=at, failed=at % 3)) for at in range(many)
            ),
            tests=counts("1/2"),
            coverage=tuple(
                CoverageRow(name=word(at), unit="lines", ratio=Ratio(at, many)) for at in range(many)
            ),
            producers=tuple(words),
        ),
        context=replace(CONTEXT, gate=words[1], profile=words[2]),
        notices=tuple(words),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(reports(), st.integers(1_500, 70_000))
def test_never_larger_than_its_limit(subject: Report, limit: int) -> None:
    text = markdown(subject, limit)

    assert len(text) <= size_of(text) <= limit
    assert re.match(rf"## \S+ {subject.verdict.decision}", text)
    assert text.count("READY") == str(subject.verdict.decision).count("READY")
    tokens = MARKDOWN.parse(text)
    assert "image" not in {child.type for token in tokens for child in token.children or []}
    html = "".join(token.content for token in tokens if token.type == "html_block")
    assert html.count("<details>") == html.count("</details>")
    assert set(re.findall(r"<(\w+)", html)) <= {"details", "summary", "code", "p"}
    links = [str(c.attrs["href"]) for t in tokens for c in t.children or [] if c.type == "link_open"]
    assert all(link.startswith("https://github.example/acme/shop/") for link in links)
    assert tokens[-1].type in ("paragraph_close", "heading_close")


def test_what_went_is_said() -> None:
    subject = report(
        Decision.NOT_READY,
        [ruling(f"stages.s{at}", "failed", got="exit 1", next="see the end of its log") for at in range(200)],
        notices=("a note",) * 50,
    )

    text = markdown(subject, 4_000)

    assert "- … and " in text
    gone = "checklist, notes, next steps, what blocks"
    assert f"*Shortened to fit: {gone}. Everything is in `quality-gate/record.json`.*" in text
    assert size_of(text) > 3_800


def test_a_very_small_limit_keeps_the_verdict() -> None:
    subject = report(Decision.NOT_READY, [ruling("stages.unit", "failed", got="exit 1")])

    assert markdown(subject, 150) == "## ❌ NOT READY\n\n1 of 1 required rule does not hold.\n"
    assert markdown(subject, 30) == "## ❌ NOT READY\n"


def test_many_failing_tests_and_modules_are_summed_up() -> None:
    failing = tuple(Case(Place(file="tests/test_a.py"), f"t{at}", Outcome.FAILED) for at in range(60))
    modules = tuple(ModuleRow(name=f"m{at}", counts=Counts(passed=1, failed=at // 210)) for at in range(250))
    subject = report(
        Decision.NOT_READY,
        evidence=Evidence(stages=(stage("unit", Cases({}, failing)),)),
        rollup=Rollup(modules=modules),
    )

    text = markdown(subject)

    assert "<summary>Failing tests (60)</summary>" in text and "… and 10 more" in text
    assert "| … 50 more modules | 50/50 | 100 % | ✅ passed |" in text
    assert "| m249 | 1/2 | 50 % | ❌ 1 failed |" in text
    assert "| **Total** | **250/290** | **86.2 %** | ❌ 40 failed |" in text


def test_a_short_message_needs_no_fold() -> None:
    place = Place(file="tests/test_a.py")
    cases = (
        Case(place, "one", Outcome.FAILED, message="one line"),
        Case(place, "two", Outcome.ERROR, message="two\nlines"),
        Case(place, "none", Outcome.FAILED),
    )
    subject = report(
        Decision.NOT_READY, evidence=Evidence(stages=(stage("unit", Cases({}, cases)), stage("lint")))
    )

    text = markdown(subject)

    assert "<p>❌ failed <code>tests/test_a.py::one</code> — one line</p>" in text
    assert (
        "<summary>❌ error <code>tests/test_a.py::two</code> — two</summary>\n\n```text\ntwo\nlines\n```"
        in text
    )
    assert "<p>❌ failed <code>tests/test_a.py::none</code></p>" in text


def test_many_places_are_counted() -> None:
    spots = tuple(Spot("src/a.py", at * 2) for at in range(1, 10)) + tuple(
        Spot(f"src/{at}.py") for at in range(9)
    )
    subject = report(
        Decision.NOT_READY,
        [ruling("coverage.total", "failed", spots=spots)],
        context=replace(CONTEXT, commit=""),
    )

    text = markdown(subject)

    assert "  - `src/a.py:2`, `4`, `6`, `8`, `10`, `12`, and 3 more\n" in text
    assert "  - `src/0.py`\n" in text and "  - … and 2 more" in text
