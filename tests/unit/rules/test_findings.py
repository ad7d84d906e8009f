"""Rules over findings: counts, words, mistakes, and what is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import stage
from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.envelope import Freshness, ReportFile
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Level, Ruling, Spot
from quality_gate.readers.locate import Locator
from quality_gate.readers.locate_findings import placed_findings
from quality_gate.rules.compared import new_findings
from quality_gate.rules.rule import About


def finding(drawn: str, path: str = "a.py", **parts: object) -> Finding:
    """`finding("high R1")`."""
    severity, _, rule = drawn.partition(" ")
    made = Finding(rule=rule, severity=Severity(severity), message=f"about {rule}", path=path, line=1)
    return replace(made, **parts)  # type: ignore[arg-type]


def evidence(*drawn: str | Finding, path: str = "out/a.sarif", **parts: object) -> Evidence:
    found = tuple(finding(one) if isinstance(one, str) else one for one in drawn)
    reading = Reading(format="sarif", findings=replace(Findings(findings=found), **parts))  # type: ignore[arg-type]
    return Evidence(stages=(stage("lint", read=(ReadReport(path=path, reading=reading),)),))


def judged(rule: str, found: Evidence, level: Level = Level.REQUIRED) -> list[Ruling]:
    text = f"version: 1\nfindings: {{sast: {{from: out/*.sarif, {rule}}}}}\n"
    (written,) = assemble(load(text, "x"), "x").rules
    made = written.row.make(About(rule=written.key, title="sast", level=level), written.value, written.scope)
    return list(made.judge(found))


def only(rule: str, found: Evidence, level: Level = Level.REQUIRED) -> Ruling:
    (ruling,) = judged(rule, found, level)
    return ruling


def test_each_severity_has_its_own_limit() -> None:
    found = evidence("critical A", "high B", "high C", "low D")
    ruling = only("required: {critical: 1, high: 1, any: 9}, recommended: {low: 0}", found)

    assert (ruling.status, ruling.distance) == ("failed", "1 high too many, 1 low too many")
    assert ruling.expected == "≤ 9 in all, ≤ 1 critical, ≤ 1 high, recommended ≤ 0 low"
    assert ruling.got == "1 critical, 2 high, 1 low, 4 in all"
    assert [spot.note for spot in ruling.spots] == [
        "high B: about B",
        "high C: about C",
        "low D: about D",
    ]


def test_all_are_listed_where_all_are_too_many_and_at_most_two_hundred() -> None:
    found = evidence(*(f"low R{number:03}" for number in range(300)), "critical A")
    ruling = only("required: {any: 300}", found)

    assert ruling.distance == "1 in all too many"
    assert len(ruling.spots) == 200
    assert ruling.spots[0].note == "critical A: about A"


def test_suppressed_and_waived_ones_do_not_count() -> None:
    found = evidence(finding("high A", suppressed=True), finding("high B", waived="w"), "note C")
    ruling = only("required: {high: 0}", found)

    assert (ruling.status, ruling.got) == ("passed", "0 high, 1 note, 1 suppressed, 1 waived")


def test_a_finding_without_words_or_place() -> None:
    ruling = only("required: {any: 0}", evidence(Finding(rule="", severity=Severity.LOW, line=7)))

    assert ruling.spots == (Spot("", None, None, "low"),)


@pytest.mark.parametrize(
    ("rule", "level", "weight"),
    [
        ("required: {any: 0}", Level.REQUIRED, Level.REQUIRED),
        ("recommended: {any: 0}", Level.REQUIRED, Level.RECOMMENDED),
        ("recommended: {any: 0}", Level.OPTIONAL, Level.OPTIONAL),
        ("recommended: {any: 0}, must-scan: 1", Level.REQUIRED, Level.REQUIRED),
    ],
)
def test_what_is_only_recommended_weighs_less(rule: str, level: Level, weight: Level) -> None:
    assert only(rule, evidence("high A", scanned=3), level).level is weight
    assert only(rule, Evidence(), level).level is weight


def test_only_new_ones_may_be_limited() -> None:
    ruling = only("required: {new: {any: 0}}", evidence("high A"))

    assert (ruling.rule, ruling.status, ruling.cause) == ("findings.sast.new", "unknown", "no-base")


def test_a_report_that_cannot_be_read_is_told_once() -> None:
    broken = evidence("high A", failures=("b.py: cannot be parsed",))
    ruling = only("required: {high: 9, new: {any: 0}}", broken)

    assert (ruling.rule, ruling.cause, ruling.got) == ("findings.sast", "incomplete", "1 high")


def test_several_reports_add_up_and_several_troubles_are_counted() -> None:
    one, other = evidence("high A"), evidence("high A", path="out/b.sarif")
    both = replace(one, stages=(*one.stages, *other.stages))
    assert only("required: {high: 1}", both).got == "2 high"

    said = Reading(format="x", state=State.INVALID, note="cut off")
    reports = tuple(ReadReport(path=f"out/{name}.sarif", reading=said) for name in "abc")
    ruling = only("required: {high: 1}", Evidence(stages=(stage("lint", read=reports),)))
    assert ruling.reason == "out/a.sarif cannot be read: cut off; and 2 more reports"


def test_each_report_that_is_asked_for_must_be_there() -> None:
    text = (
        "version: 1\nfindings: {s: {from: [out/a.sarif, out/b.sarif, '!out/c.sarif'], required: {any: 0}}}\n"
    )
    (written,) = assemble(load(text, "x"), "x").rules
    made = written.row.make(About(rule=written.key, title="s"), written.value, written.scope)
    (ruling,) = made.judge(evidence())

    assert (ruling.status, ruling.cause) == ("unknown", "missing")
    assert ruling.reason == "no report of a stage fits out/b.sarif; there are: out/a.sarif"


def test_shards_that_say_the_same_say_it_once() -> None:
    report = evidence("high A", "high A").stages[0].reports[0]
    twice = Evidence(stages=(stage("lint", read=(report, report)),))

    assert only("required: {high: 1}", twice).got == "2 high"


def test_a_report_that_contradicts_itself() -> None:
    said = Reading(format="x", state=State.SUSPECT, note="2 claimed, 1 listed", findings=Findings())
    report = ReadReport(path="out/a.sarif", reading=said)
    ruling = only("required: {any: 0}", Evidence(stages=(stage("lint", read=(report,)),)))

    assert ruling.reason == "out/a.sarif: not all could be scanned: 2 claimed, 1 listed"


def test_what_holds_no_findings_has_scanned_nothing() -> None:
    report = ReadReport(path="out/a.sarif", reading=Reading(format="junit"))
    ruling = only("must-scan: 1", Evidence(stages=(stage("lint", read=(report,)),)))

    assert (ruling.cause, ruling.reason) == ("no-match", "out/a.sarif (junit) holds no findings")


@pytest.mark.parametrize(
    ("base", "cause", "said"),
    [
        (evidence("high A", path="out/other.json"), "no-base", "fits out/*.sarif; there are: out/other.json"),
        (Evidence(), "no-base", "the base has no report that fits out/*.sarif"),
        (
            Evidence(
                stages=(
                    stage(
                        "lint",
                        read=(
                            ReadReport(path="out/a.sarif", reading=Reading(format="x", state=State.INVALID)),
                        ),
                    ),
                )
            ),
            "no-base",
            "the base's report could not be read",
        ),
    ],
)
def test_a_base_that_says_nothing_of_it(base: Evidence, cause: str, said: str) -> None:
    ruling = only("required: {new: {any: 0}}", replace(evidence("high A"), base=base))

    assert (ruling.status, ruling.cause) == ("unknown", cause)
    assert said in ruling.reason


def test_an_incomplete_base_can_only_make_more_of_them_new() -> None:
    base = evidence("high A", failures=("b.py",))
    found = replace(evidence("high A", "high B"), base=base)

    assert only("required: {new: {high: 0}}", found).got == "1 high"


def test_a_renamed_file_brings_its_findings_along() -> None:
    changes = Changes(base="", files={"b.py": ChangedFile(change=Change.RENAMED, before="a.py")})
    now = evidence(finding("high A", "b.py"))
    base = evidence("high A")

    assert only("required: {new: {any: 0}}", replace(now, base=base, changes=changes)).status == "passed"
    assert only("required: {new: {any: 0}}", replace(now, base=base)).status == "failed"


A, B = finding("high A", fingerprint="f1"), finding("high A", fingerprint="f2")


@pytest.mark.parametrize(
    ("now", "before", "new"),
    [
        ([A], [A], 0),
        ([A, A], [A], 1),
        ([A, B], [A], 1),
        ([replace(A, path="moved.py", message="x")], [A], 0),
        ([B], [A], 1),
        ([B], [replace(A, fingerprint="")], 0),
        ([replace(B, fingerprint="")], [A], 0),
        ([A, replace(A, fingerprint="")], [A], 1),
        ([A], [replace(A, suppressed=True)], 1),
        ([A], [replace(A, waived="w")], 0),
    ],
)
def test_by_fingerprint_else_by_looks(now: list[Finding], before: list[Finding], new: int) -> None:
    assert len(new_findings(now, before, {})) == new


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("level: required", "there is no limit"),
        ("required: {high: 1}, recommended: {high: 2}", "`high` is easier to reach"),
        ("required: {new: {any: 1}}, recommended: {new: {any: 2}}", "`new any` is easier to reach"),
        ("required: {hihg: 0}", "did you mean `high`"),
        ("must-scan: 0", "less than 1"),
    ],
)
def test_mistakes(rule: str, said: str) -> None:
    text = f"version: 1\nfindings: {{sast: {{from: out/a.sarif, {rule}}}}}\n"
    with pytest.raises(ConfigMistakes) as caught:
        assemble(load(text, "x"), "x")

    assert any(said in f"{one.what}; {one.remedy}" for one in caught.value.mistakes)


@pytest.mark.parametrize(
    ("freshness", "cause"), [("missing", "missing"), ("stale", "stale"), ("tracked", "stale")]
)
def test_a_declared_report_that_is_not_there_as_it_should_be(freshness: str, cause: str) -> None:
    file = ReportFile(path="out/b.sarif", freshness=Freshness(freshness))
    other = ReportFile(path="out/b.xml", freshness=Freshness.MISSING)
    (lint,) = evidence().stages
    (envelope,) = lint.envelopes
    torn = replace(lint, envelopes=(replace(envelope, reports=(other, file)),))
    ruling = only("required: {any: 9}", Evidence(stages=(torn,)))

    assert (ruling.status, ruling.cause) == ("unknown", cause)
    assert ruling.reason == f"out/b.sarif of stage lint is {freshness}"


def test_an_empty_report_is_not_clean() -> None:
    said = Reading(format="json-list", state=State.EMPTY, note="nothing named", findings=Findings())
    report = ReadReport(path="out/a.sarif", reading=said)
    ruling = only("required: {any: 9}", Evidence(stages=(stage("lint", read=(report,)),)))

    assert (ruling.cause, ruling.reason) == (
        "empty",
        "out/a.sarif is empty, which is not clean: nothing named",
    )


@pytest.mark.parametrize(
    ("scanned", "least", "said"),
    [
        (3, 3, ""),
        (3, 4, "only 3 files scanned, where 4 must be"),
        (None, 1, "does not say how much was scanned"),
    ],
)
def test_how_much_must_have_been_scanned(scanned: int | None, least: int, said: str) -> None:
    ruling = only(f"must-scan: {least}", evidence(scanned=scanned))

    assert ruling.status == ("unknown" if said else "passed")
    assert said in ruling.reason


def test_findings_get_the_repository_s_own_paths() -> None:
    locator = Locator(["src/a.py", "x/b.py", "y/b.py"], root="/work")
    bare = Findings(findings=(finding("high A", ""),))
    drawn = ["/build/src/a.py", "./src/a.py", "src/a.py", "b.py", "/elsewhere/c.py", ""]
    found = Findings(findings=tuple(finding("high A", path) for path in drawn))

    placed = placed_findings(found, locator).findings
    assert [one.path for one in placed] == [*["src/a.py"] * 3, "b.py", "/elsewhere/c.py", ""]
    assert placed_findings(bare, locator) is bare


def test_too_many_findings_fail_whatever_else_could_not_be_looked_at() -> None:
    ruling = only("required: {high: 0}, must-scan: 9", evidence("high A", scanned=3))

    assert (ruling.status, ruling.cause, ruling.got) == ("failed", None, "1 high")
    assert [spot.note for spot in ruling.spots] == ["high A: about A"]
    assert ruling.reason
