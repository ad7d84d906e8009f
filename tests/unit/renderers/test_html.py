"""The HTML page: a whole one as a golden file, and what must be true of every one, whatever it is told."""

from __future__ import annotations

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from builders import CONTEXT, cases, counts, coverage, file_coverage, report, ruling, spot, stage, stage_row
from golden import check
from hostile import TEXTS
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.model.evidence import Evidence
from quality_gate.model.findings import Severity
from quality_gate.model.report import Report
from quality_gate.model.rollup import FindingsRow, ModuleRow, Rollup
from quality_gate.model.verdict import Decision, Spot
from quality_gate.renderers.html import html
from quality_gate.renderers.html_template import STYLE
from quality_gate.renderers.phrases import phrase
from quality_gate.renderers.record import record_text
from rendered import Page

SAMPLES = Path(__file__).parents[2] / "samples" / "verdicts"
CASES = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "report.py").is_file())
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
TAGS = """html head meta title style body header main footer section h1 h2 p ul ol li a code span pre details
    summary div table thead tbody tr th td"""
ATTRIBUTES = """lang charset http-equiv content name class id aria-labelledby aria-hidden role tabindex href
    rel scope style colspan"""


def sample(name: str) -> Report:
    loaded = runpy.run_path(str(SAMPLES / name / "report.py"))["REPORT"]
    assert isinstance(loaded, Report)
    return loaded


def page(text: str) -> Page:
    found = Page()
    found.feed(text.replace("<meta ", "<input "))  # an element without an end, which the parser knows
    found.close()
    return found


def shown(text: str) -> str:
    """All words of the page, without the style."""
    found = page(text.replace(STYLE, ""))
    return " ".join("".join([*found.words, *found.code]).split())


@pytest.mark.parametrize("name", ["not-ready", "ready-with-warnings"])
def test_the_whole_page(name: str) -> None:
    check(SAMPLES / name / "expected.html", html(sample(name)))


@pytest.mark.parametrize("name", CASES)
def test_one_verdict_and_nothing_of_a_stranger(name: str) -> None:
    given_report = sample(name)
    text, said = html(given_report), phrase(given_report.verdict)
    found = page(text)

    assert text.count(said) == 1
    assert text.count("READY") == said.count("READY")
    assert set(found.tags) <= {*TAGS.split(), "input"}
    assert {attribute for _, attribute, _ in found.attributes} <= set(ATTRIBUTES.split())
    assert all(link.startswith("https://github.example/acme/shop/") for link in found.links)
    assert {value for _, attribute, value in found.attributes if attribute == "style"} <= {
        f"width: {percent}%" for percent in range(101)
    }
    assert (found.unbalanced, found.remarks) == ([], [])
    assert not CONTROLS.search(text)
    assert "::set-output" in text or name != "hostile"  # shown as it is, in the trace of a test


@pytest.mark.parametrize("name", CASES)
def test_the_same_digits_as_everywhere(name: str) -> None:
    found, record = shown(html(sample(name))), json.loads(record_text(sample(name)))

    for row in record["coverage"]["rows"] if record["coverage"] else []:
        assert f"{row['percent']} %" in found


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_whatever_a_name_is_the_tags_are_ours(name: str) -> None:
    def told(words: str) -> Page:
        # A good verdict: otherwise a command is shown, which not every name allows.
        case = Case(Place(file=words), words, Outcome.FAILED, message=words, text=f"trace {words}")
        rulings = [
            ruling(
                "a.b",
                "failed",
                title=f"t {words}",
                got=f"g {words}",
                next=f"n {words}",
                spots=(Spot(words or "x", 2),),
            )
        ]
        evidence = Evidence(
            stages=(stage(words, Cases({}, (case,))),), coverage=Coverage({words: file_coverage("+-")})
        )
        modules = (ModuleRow(name=words, counts=counts("1/2")),)
        row = stage_row(words, f"failed {words}", tail=(f"tail {words}",), log=f"log {words}")
        return page(
            html(
                report(
                    Decision.READY_WITH_WARNINGS,
                    rulings,
                    evidence=evidence,
                    rollup=Rollup(stages=(row,), modules=modules),
                    context=replace(CONTEXT, gate=words, server_url=""),
                    notices=(f"x {words}",),
                )
            )
        )

    found, plain = told(name), told("plain")
    assert [tag for tag in found.tags if tag != "code"] == [tag for tag in plain.tags if tag != "code"]
    assert set(found.links) <= {CONTEXT.run_url}
    assert found.unbalanced == []


def test_it_loads_and_runs_nothing() -> None:
    text = html(sample("not-ready"))

    assert not re.search("@import|url[(]|expression", STYLE)
    assert not {name for _, name, _ in page(text).attributes if name.startswith("on") or name == "src"}
    assert "default-src &#39;none&#39;" in text


def test_the_worst_file_comes_first_and_says_what_it_misses() -> None:
    files = {
        "src/fine.py": "++",
        "src/b.py": "+-",
        "src/a.py": "+-.-+",
        "src/c.py": "+-+-",
        "none.py": "..",
        "z": "",
    }
    text = html(report(Decision.READY, evidence=Evidence(coverage=coverage(files))))
    rows = text.partition('id="coverage-by-file"')[2].partition("</section>")[0]

    assert [
        rows.index(f">{path}<") for path in ("src/a.py", "src/c.py", "src/b.py", "src/fine.py")
    ] == sorted(rows.index(f">{path}<") for path in ("src/a.py", "src/c.py", "src/b.py", "src/fine.py"))
    assert "none.py" not in rows
    assert '<td class="figure">2/4</td><td class="figure">50 %<span class="bar" aria-hidden="true">' in rows
    assert "/blob/3f9c2ab1d0e4f5a6b7c8d9e0f1a2b3c4d5e6f708/src/a.py#L2" in rows
    assert "<td>2, 4</td>" in rows


def test_of_too_many_files_and_tests_the_number_is_said() -> None:
    many = Coverage({f"src/{at}.py": FileCoverage(measured=2) for at in range(5_003)})
    failing = cases("t", " ".join(f"a{at}!" for at in range(502)))
    crowded = report(Decision.NOT_READY, evidence=Evidence(coverage=many, stages=(stage("unit", failing),)))
    text = html(crowded)

    assert '<tr><td colspan="4">… 3 more</td></tr>' in text
    assert "<li>… and 2 more</li>" in text

    shorter = html(crowded, 400_000)
    rows = shorter.partition('id="coverage-by-file"')[2].partition("</section>")[0]
    left = 5_003 - rows.count('<th scope="row">')
    assert f"… {left:,} more</td>" in rows
    assert left > 3


def test_what_is_too_large_is_shortened_by_rank_and_says_so() -> None:
    files = coverage({f"src/{at:04}.py": "+-" for at in range(300)})
    given_report = replace(sample("not-ready"), evidence=Evidence(coverage=files))
    whole = html(given_report)
    text = html(given_report, 30_000)

    assert len(whole.encode()) > 30_000 >= len(text.encode())
    assert "src/0299.py" in whole and "src/0299.py" not in text and "src/0000.py" in text
    assert (
        "Shortened to fit: coverage by file. Everything is in <code>quality-gate/record.json</code>." in text
    )
    assert "What blocks" in text and "Checklist" in text
    assert page(text).unbalanced == []


def test_places_without_a_line_with_many_ranges_and_too_many_of_them() -> None:
    spots = (
        Spot("src/a.py"),
        Spot("", None, None, "everywhere"),
        *(spot(f"src/b.py:{line}", "missed") for line in range(1, 20, 2)),
        *(spot(f"src/{at:02}.py:1") for at in range(40)),
    )
    rules = [ruling(f"tests.{at}", "failed", next="do it") for at in range(5)]
    found = shown(html(report(Decision.NOT_READY, [ruling("a.b", "failed", spots=spots), *rules])))

    assert "src/a.py" in found and "everywhere" in found and ", and 4 more — missed" in found
    assert "… and 13 more" in found
    assert "do it (" in found and " and 2 more)" in found


def test_words_for_what_is_missing() -> None:
    context = replace(CONTEXT, commit="", run_url="", target="prod")
    findings = (
        FindingsRow(path="a.sarif", stage="", tool="", counts=dict.fromkeys(Severity, 0)),
        FindingsRow(
            path="b.sarif", stage="", tool="bandit", counts=dict.fromkeys(Severity, 0), trouble="it broke"
        ),
    )
    modules = (ModuleRow(name="empty", counts=counts("0/0")),)
    given_report = report(
        Decision.PASSED,
        [
            ruling("a", "skipped", reason="nothing to do"),
            ruling("b"),
            ruling("c", "failed", reason="a ` b", level="optional"),
        ],
        scope="quick",
        context=context,
        rollup=Rollup(findings=findings, modules=modules),
        notices=("an odd ` tick",),
    )
    text = html(given_report)
    found = shown(text)

    assert "target prod" in found and "it cannot clear a deployment" in found
    assert "incomplete</span> — it broke" in text and "</code> (bandit)" in text
    assert "➖ skipped a — nothing to do" in found
    assert "an odd ` tick" in found
    assert '<td class="figure">–</td>' in text  # nothing is neither full nor empty
    assert "/actions/runs/" not in text


def test_a_message_of_several_lines_opens() -> None:
    case = Case(Place(file="t.py"), "a", Outcome.ERROR, message="first\nsecond")
    text = html(report(Decision.NOT_READY, evidence=Evidence(stages=(stage("unit", Cases({}, (case,))),))))

    assert "— first</summary>\n<pre>\nfirst\nsecond</pre></details>" in text
