"""Numbers are found in logs and at JSON keys; what cannot be found or read is told with its reason."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.envelopes.json_keys import at_key, numbers_in
from quality_gate.envelopes.lookups import MOST_NUMBERS, look_up
from quality_gate.envelopes.merge import StageParts
from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.envelope import Envelope
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Cause
from stage_site import Site

PAGE = {
    "p95": 5,
    "a": {"b": [10, 20], "c.d": 7},
    "runs": [{"mean": 1, "times": [1, 2]}, {"mean": 3, "times": [4]}],
    "v1.2": {"x": 9},
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def asked(site: Site, question: Lookup, *envelopes: Envelope) -> Found:
    parts = {"unit": StageParts(envelopes=envelopes), "other": StageParts()}
    return look_up([question, question], parts, ReportReader(site.world))[question]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("p95", [5]),
        ("a.b", [[10, 20]]),
        ("a.b[1]", [20]),
        ("a.b.1", [20]),
        ("a.b[-1]", [20]),
        ("a.b[7]", []),
        ("a.c.d", [7]),
        ("runs.mean", [1, 3]),
        ("runs[0].times", [[1, 2]]),
        ("runs[0]times", [[1, 2]]),
        ("runs[1].times[0]", [4]),
        ("runs.1.mean", [3]),
        ("v1.2.x", [9]),
        ("p95.deeper", []),
    ],
)
def test_paths_lead_to_values(path: str, values: list[object]) -> None:
    assert list(at_key(PAGE, path, {})) == values


def test_what_is_near_is_named() -> None:
    near: dict[str, None] = {}
    assert list(at_key(PAGE, "p96", near)) == []
    assert list(at_key(PAGE, "a.zzz", near)) == []
    assert list(near) == ["p95", "a.b", "a.c.d"]


def test_no_path_leads_down_for_ever() -> None:
    deep: object = 5
    for _ in range(200):
        deep = [deep]
    assert list(at_key({"a": deep}, "a" + "[0]" * 200, {})) == []


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (5, [(Fraction(5), "")]),
        ("1.5ms", [(Fraction("1.5"), "ms")]),
        ([1, "2 s"], [(Fraction(1), ""), (Fraction(2), "s")]),
        ([], []),
    ],
)
def test_values_become_numbers(value: object, numbers: list[tuple[Fraction, str]]) -> None:
    assert numbers_in(value, 10) == numbers


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (True, "it is true or false"),
        (None, "it is null"),
        ({}, "it is an object"),
        ([[1]], "it is a list within a list"),
        ("fast", "'fast' is no number with a unit"),
        pytest.param(10**5000, "a number in it has too many digits", id="huge"),
        (1.5, "it is no number"),
    ],
)
def test_what_is_no_number_is_told(value: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        numbers_in(value, 10)


def test_a_pattern_is_searched_in_the_log(site: Site) -> None:
    envelope = site.one("echo 'P50=1.0ms P95=1,5ms'; echo 'P95=2.5ms'")
    found = asked(site, Lookup(log="unit", pattern=r"P95=(?P<value>[\d.,]+)(?P<unit>ms)?"), envelope)
    assert found.numbers == ((Fraction("1.5"), "ms"), (Fraction("2.5"), "ms"))
    bare = asked(site, Lookup(log="unit", pattern=r"P50=([\d.]+)"), envelope)
    assert bare.numbers == ((Fraction(1), ""),)


@pytest.mark.parametrize(
    ("pattern", "cause", "why"),
    [
        ("P99=(.*)", Cause.NO_MATCH, "nothing in the log of unit fits P99=(.*)"),
        ("P95=(.*)", Cause.UNREADABLE, "in the log of unit: '1.5ms' is no number"),
        ("P95=1.5ms(x)?", Cause.UNREADABLE, "in the log of unit: 'P95=1.5ms' fits, and has no value"),
    ],
)
def test_a_log_without_the_number_is_told(site: Site, pattern: str, cause: Cause, why: str) -> None:
    problem = asked(site, Lookup(log="unit", pattern=pattern), site.one("echo P95=1.5ms")).problem
    assert problem is not None
    assert (problem.cause, problem.reason) == (cause, why)


def test_a_log_that_is_gone_is_told(site: Site) -> None:
    envelope = site.one("echo 5")
    question = Lookup(log="unit", pattern="(5)")
    (site.root / envelope.folder / envelope.log).unlink()
    gone = asked(site, question, envelope).problem
    never = asked(site, question, replace(envelope, log="")).problem
    nobody = asked(site, Lookup(log="other", pattern="(5)"), envelope).problem
    assert gone and never and nobody
    assert gone.cause is Cause.UNREADABLE
    assert (never.cause, never.reason) == (Cause.NOT_RUN, "unit left no log: nobody ran its command")
    assert nobody.cause is Cause.NO_MATCH


def test_endless_numbers_are_refused(site: Site) -> None:
    found = asked(
        site, Lookup(log="unit", pattern="([0-9])"), site.one(f"printf '5\\n%.0s' $(seq {MOST_NUMBERS + 5})")
    )
    assert found.problem
    assert found.problem.reason == f"the log of unit: more than {MOST_NUMBERS:,} numbers"


def loaded(site: Site, content: str) -> Envelope:
    site.write("content.txt", content)
    return site.one("cp content.txt load.json", reports=("load.json",))


def test_a_key_is_found_in_any_json(site: Site) -> None:
    envelope = loaded(site, '{"share": 0.7, "times": [1, 2.5], "p": "5 ms"}')
    assert asked(site, Lookup(report="load.json", key="share"), envelope).numbers == ((Fraction("0.7"), ""),)
    many = asked(site, Lookup(report="*.json", key="times"), envelope)
    assert many.numbers == ((Fraction(1), ""), (Fraction("2.5"), ""))
    assert asked(site, Lookup(report="load.json", key="p"), envelope).numbers == ((Fraction(5), "ms"),)


@pytest.mark.parametrize(
    ("content", "cause", "why"),
    [
        ('{"share": {"x": 1}}', Cause.UNREADABLE, "share in load.json: it is an object"),
        ('{"chare": 1}', Cause.NO_MATCH, "load.json has no number at share; there are: chare"),
        ('{"share": []}', Cause.NO_MATCH, "load.json has no number at share"),
        ('{"share": 1', Cause.UNREADABLE, "load.json is no JSON that can be read: "),
        (
            f'{{"share": [{"1," * MOST_NUMBERS}1]}}',
            Cause.INCONCLUSIVE,
            "share in load.json: more than 10,000",
        ),
    ],
)
def test_a_document_without_the_number_is_told(site: Site, content: str, cause: Cause, why: str) -> None:
    problem = asked(site, Lookup(report="load.json", key="share"), loaded(site, content)).problem
    assert problem is not None
    assert problem.cause is cause
    assert problem.reason.startswith(why)


def test_several_questions_about_one_document(site: Site) -> None:
    site.write("content.txt", '{"a": 1, "b": 2}')
    envelope = site.one("cp content.txt load.json; echo '<a/>' > a.xml", reports=("load.json", "a.xml"))
    questions = [Lookup(report="load.json", key=key) for key in "ab"]
    parts = {"unit": StageParts(envelopes=(envelope,))}
    found = look_up(questions, parts, ReportReader(site.world))
    assert [found[one].numbers[0][0] for one in questions] == [1, 2]


def test_a_copy_that_was_changed_is_told(site: Site) -> None:
    envelope = loaded(site, '{"share": 1}')
    path = site.root / envelope.folder / envelope.reports[0].stored
    path.write_text('{"share": 2}')
    problem = asked(site, Lookup(report="load.json", key="share"), envelope).problem
    assert problem is not None
    assert "its SHA-256 differs" in problem.reason


def test_json_of_no_known_format_is_sound_where_a_key_is_asked_of_it(site: Site) -> None:
    envelope = loaded(site, '{"share": 1}')
    report = envelope.reports[0]
    known = ReportReader(site.world, plain=("*.json",)).said(envelope, report)
    stranger = ReportReader(site.world, plain=("other.json",)).said(envelope, report)
    assert known == Reading(format="json")
    assert isinstance(stranger, Reading)
    assert stranger.state is State.INVALID


def test_what_is_no_json_stays_invalid(site: Site) -> None:
    envelope = loaded(site, '{"share": 1')
    said = ReportReader(site.world, plain=("load.json",)).said(envelope, envelope.reports[0])
    assert isinstance(said, Reading)
    assert (said.state, said.format) == (State.INVALID, "json")
