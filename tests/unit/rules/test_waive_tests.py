"""Waivers of tests and findings: scoped to an identity, an error, a variant, a number and a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import cases, stage
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.envelope import Ended
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.ratio import HUNDRED, Limit
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Cause, Decision, Level, Problem, Status, Verdict
from quality_gate.model.waivers import Waiver, WaiverKind
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.module_rate import ModuleRate
from quality_gate.rules.must_pass import MustPass
from quality_gate.rules.pass_rate import PassRate
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.rule import About, Rule
from quality_gate.rules.scope import Scope
from quality_gate.rules.stage import StageHolds
from quality_gate.rules.waivers.apply import waive
from quality_gate.rules.waivers.waived import Occasion, Waived

TODAY = date(2026, 11, 20)
NOW = Occasion(today=TODAY, config="quality-gate.yml")
FILE = "tests/api/test_market.py"
TEST = f"{FILE}::test_buy"
STAGE = StageHolds(about=About(rule="stages.unit", title="stage unit"), stage="unit")
RATE = PassRate(
    about=About(rule="tests.pass-rate", title="pass rate"), limit=Limit(required=HUNDRED), scope=Scope()
)
COVERED = replace(STAGE, judged=(Scope(),))


def waiver(pattern: str = TEST, number: int = 1, **parts: Any) -> Waiver:
    given_parts: dict[str, Any] = {
        "kind": WaiverKind.TESTS,
        "error": "broke",
        "reason": "it is known to do so",
        "owner": "@me",
        "expires": date(2027, 1, 15),
        "where": f"quality-gate.yml:{number}",
        **parts,
    }
    return Waiver(rule=f"waivers.{number}", pattern=pattern, **given_parts)


def unit(drawn: str, file: str = FILE, **parts: Any) -> StageEvidence:
    place = {key: parts.pop(key) for key in ("variant",) if key in parts}
    return stage("unit", cases("", drawn, file=file, **place), exit_code=parts.pop("exit_code", 1), **parts)


def judged(
    evidence: Evidence, *waivers: Waiver, rules: tuple[Rule, ...] = (STAGE,), occasion: Occasion = NOW
) -> tuple[Verdict, Waived]:
    waived = waive(evidence, waivers, occasion)
    return judge(waived.evidence, rules, Decides(), waived), waived


def decided(drawn: str, *waivers: Waiver, **parts: Any) -> Verdict:
    return judged(Evidence(stages=(unit(drawn),)), *waivers, **parts)[0]


def ruling_of(verdict: Verdict, rule: str = "waivers.1") -> Any:
    return next(ruling for ruling in verdict.rulings if ruling.rule == rule)


def test_a_known_failure_warns() -> None:
    verdict = decided("test_a test_buy!", waiver())

    assert verdict.decision is Decision.READY_WITH_WARNINGS
    assert ruling_of(verdict, "stages.unit").got == "exit 1, explained by 1 waived failure"
    used = ruling_of(verdict)
    assert (used.status, used.got, used.distance) == (
        Status.WARNED,
        "excuses 1 test",
        "until 2027-01-15, 56 days left",
    )
    assert used.next == "mend it before 2027-01-15, then delete quality-gate.yml:1"


@pytest.mark.parametrize(
    "other",
    [
        waiver(error="another"),
        waiver(f"{FILE}::test_bu"),
        waiver("test_buy"),
        waiver(variant=(("py", "3.11"),)),
        waiver(expires=date(2026, 11, 19)),
    ],
    ids=["error", "piece of a name", "no path", "variant", "expired"],
)
def test_everything_else_is_not_waived(other: Waiver) -> None:
    verdict = decided("test_a test_buy!", other)

    assert verdict.decision is Decision.NOT_READY
    assert ruling_of(verdict, "stages.unit").status is Status.FAILED


def test_some_waived_failures_explain_with_the_others() -> None:
    verdict = decided("test_a test_buy! test_b!", waiver(), rules=(COVERED, RATE))

    assert ruling_of(verdict, "stages.unit").got == "exit 1, explained by 2 failing tests, 1 of them waived"
    rate = ruling_of(verdict, "tests.pass-rate")
    assert (rate.got, rate.distance) == ("33.3 %, 1 waived: 1/2 of the rest", "1/2 tests, 1 short")
    assert [spot.note for spot in rate.spots] == ["test_b: test_b broke"]
    assert rate.reason == "1 test failed"


def test_where_all_is_waived_nothing_has_passed() -> None:
    verdict = decided("test_buy!", waiver(), rules=(COVERED, RATE))

    rate = ruling_of(verdict, "tests.pass-rate")
    assert (rate.status, rate.got) == (Status.FAILED, "0 %, 1 waived: 0/0 of the rest")
    assert verdict.decision is Decision.NOT_READY


def test_a_hidden_failure_is_not_excused() -> None:
    """A runner that says 0 over failing tests would hide the next ones, too."""
    verdict = judged(Evidence(stages=(unit("test_a test_buy!", exit_code=0),)), waiver())[0]

    assert ruling_of(verdict, "stages.unit").reason.startswith("the runner hid 1 failure")


def test_what_must_pass_cannot_be_waived() -> None:
    rule = MustPass(
        about=About(rule="tests.must-pass", title="must pass"), patterns=("*buy*",), scope=Scope()
    )
    answer = ruling_of(decided("test_a test_buy!", waiver(), rules=(rule,)), "tests.must-pass")

    assert answer.status is Status.FAILED
    assert answer.reason.endswith("test_buy failed, and what must pass cannot be waived")


@pytest.mark.parametrize(
    ("drawn", "complete", "status", "got"),
    [
        ("test_a test_buy", True, Status.WARNED, f"stale: {TEST} does not fail"),
        ("test_a test_buy", False, Status.WARNED, f"stale: {TEST} does not fail"),
        ("test_a test_buy~", True, Status.WARNED, f"stale: {TEST} does not fail"),
        ("test_a test_buy?", True, Status.WARNED, f"stale: {TEST} does not fail"),
        ("test_a", True, Status.WARNED, "stale: it fits nothing"),
        ("test_a", False, Status.SKIPPED, "not met"),
    ],
)
def test_a_stale_waiver_is_told(drawn: str, complete: bool, status: Status, got: str) -> None:
    evidence = Evidence(stages=(unit(drawn, exit_code=0),))
    verdict = judged(evidence, waiver(), occasion=replace(NOW, complete=complete))[0]

    assert (ruling_of(verdict).status, ruling_of(verdict).got) == (status, got)
    assert verdict.ready


def test_a_release_leaves_no_stale_waiver() -> None:
    evidence = Evidence(stages=(unit("test_a test_buy", exit_code=0),))
    verdict = judged(evidence, waiver(), occasion=replace(NOW, release=True))[0]

    assert verdict.decision is Decision.NOT_READY
    assert ruling_of(verdict).next == "delete it: quality-gate.yml:1"


@pytest.mark.parametrize(
    "lost",
    [
        StageEvidence(name="e2e", not_run="needs unit"),
        stage("e2e", problems=(Problem(Cause.MISSING, "no report"),)),
        stage("e2e", ended=Ended.TIMED_OUT),
        StageEvidence(name="e2e"),
    ],
    ids=["not run", "no report", "hung", "nothing handed over"],
)
def test_beside_a_stage_that_is_missing_nothing_is_called_stale(lost: StageEvidence) -> None:
    evidence = Evidence(stages=(unit("test_a", exit_code=0), lost))

    assert ruling_of(judged(evidence, waiver())[0]).status is Status.SKIPPED


def test_its_last_days_are_loud() -> None:
    for expires, said in (
        (date(2026, 12, 5), "mend it before"),
        (date(2026, 12, 4), "@me: 14 days left! "),
        (date(2026, 11, 21), "@me: 1 day left! "),
        (TODAY, "@me: its last day! "),
    ):
        answer = ruling_of(decided("test_a test_buy!", waiver(expires=expires)))
        assert answer.next.startswith(said)


def changes(*files: str, before: str = "") -> Changes:
    return Changes(
        base="b", files={f: ChangedFile(change=Change.EDITED, lines=2, before=before) for f in files}
    )


@pytest.mark.parametrize(
    ("changed", "ready"),
    [
        (None, True),
        (changes("src/a.py", "README.md"), True),
        (changes(FILE), False),
        (changes("tests/api/conftest.py"), False),
        (changes("tests/new.py", before=FILE), False),
        (changes("quality-gate.yml"), False),
    ],
    ids=["not known", "elsewhere", "the test", "its folder", "its old name", "the waivers"],
)
def test_an_expired_waiver_blocks_a_pull_request_only_where_it_is_touched(
    changed: Changes | None, ready: bool
) -> None:
    evidence = Evidence(stages=(unit("test_a test_buy!"),), changes=changed)
    occasion = replace(NOW, pull_request=True)
    verdict = judged(evidence, waiver(expires=date(2026, 11, 17)), occasion=occasion)[0]

    answer = ruling_of(verdict)
    assert verdict.ready is ready
    assert answer.status is Status.WARNED
    assert answer.distance == "until 2026-11-17, expired 3 days ago"
    assert answer.got == ("still excuses 1 test" if ready else "no longer excuses 1 test")


def test_in_a_file_of_its_own_only_that_file_is_the_waivers() -> None:
    occasion = replace(NOW, pull_request=True)
    own = waiver(expires=date(2026, 11, 17), file="waivers.yml")
    for changed, ready in (("quality-gate.yml", True), ("waivers.yml", False)):
        evidence = Evidence(stages=(unit("test_a test_buy!"),), changes=changes(changed))
        assert judged(evidence, own, occasion=occasion)[0].ready is ready


def test_no_more_than_it_may() -> None:
    broad = waiver("tests/api/**::*", most=2)
    verdict = decided("test_a test_c! test_b! test_d!", broad)

    assert verdict.decision is Decision.NOT_READY
    answer = ruling_of(verdict)
    assert (answer.status, answer.level, answer.got) == (Status.FAILED, Level.REQUIRED, "3 fit, 2 excused")
    assert answer.reason.startswith(f"not excused: {FILE}::test_d. ")
    assert [spot.note for spot in ruling_of(verdict, "stages.unit").spots] == ["test_d: test_d broke"]


def test_one_test_in_two_variants_is_one_match() -> None:
    found = [cases("", "test_a test_buy!", file=FILE, variant=f"os={name}, py=3.12") for name in "ab"]
    one = replace(stage("unit", exit_code=1), cases=Cases({}, tuple(found[0].others + found[1].others)))
    passing = replace(one, cases=replace(one.cases or Cases(), passed=found[0].passed))
    evidence = Evidence(stages=(passing,))

    assert judged(evidence, waiver())[0].ready
    assert not judged(evidence, waiver(variant=(("os", "a"),)))[0].ready
    both = (waiver(variant=(("os", "a"),)), waiver(number=2, variant=(("os", "b"), ("py", "3.12"))))
    assert judged(evidence, *both)[0].ready


def test_the_first_waiver_that_holds_excuses() -> None:
    over = waiver(expires=date(2026, 1, 1))
    verdict, waived = judged(
        Evidence(stages=(unit("test_a test_buy!"),)), over, waiver(number=2), waiver(number=3)
    )

    assert verdict.ready
    (stage_,) = waived.evidence.stages
    assert [case.waived for case in stage_.cases.failing] == ["waivers.2"] if stage_.cases else False


def test_optional_tests_and_their_waivers_change_nothing() -> None:
    optional = replace(unit("test_a test_buy!"), name="extra", level=Level.OPTIONAL)
    evidence = Evidence(stages=(unit("test_a", exit_code=0), optional))
    verdict = judged(evidence, waiver())[0]

    assert verdict.decision is Decision.READY
    assert ruling_of(verdict).level is Level.OPTIONAL


def test_a_mass_failure_is_nobodys_known_failure() -> None:
    place = Place(file=FILE)
    broken = [
        Case(place, f"t{number}", Outcome.FAILED, message=f"ConnectionRefused: port 54{number:02}")
        for number in range(10)
    ]
    one = replace(stage("unit", exit_code=1), cases=Cases({place: ("good",)}, tuple(broken)))
    evidence = Evidence(stages=(one,))
    verdict = judged(evidence, waiver(f"{FILE}::*", error="ConnectionRefused", most=20))[0]

    assert verdict.decision is Decision.NOT_READY
    label = "likely environment: 10 of 11 tests failed alike"
    assert ruling_of(verdict, "stages.unit").reason == f"10 tests failed; {label}"
    assert ruling_of(verdict).reason == f"stage unit: {label}: nobody's known failure"
    rate = ruling_of(judged(evidence, rules=(COVERED, RATE))[0], "tests.pass-rate")
    assert rate.reason == f"10 tests failed; {label}"


def test_counts_that_no_case_shows_are_never_excused() -> None:
    found = unit("test_a test_buy!")
    assert found.cases is not None
    counted = replace(found, cases=replace(found.cases, attributes=replace(found.cases.counts, passed=0)))

    assert not judged(Evidence(stages=(counted,)), waiver())[0].ready


OUTCOMES = st.sampled_from(["", "!", "!!", "?", "^", "~"])
DRAWN = st.lists(OUTCOMES, min_size=1, max_size=12).map(
    lambda ends: " ".join(f"t{number}{end}" for number, end in enumerate(ends))
)
WAIVERS = st.lists(
    st.builds(
        lambda number, most, expires: waiver(
            f"{FILE}::{'*' if number == 12 else f't{number}'}", most=most, expires=expires
        ),
        st.integers(0, 12),
        st.integers(1, 12),
        st.sampled_from([date(2026, 11, 19), date(2027, 1, 1)]),
    ),
    max_size=4,
).map(lambda some: [replace(one, rule=f"waivers.{at}") for at, one in enumerate(some, 1)])


@given(DRAWN, WAIVERS)
def test_waived_is_never_passed_and_the_header_is_the_sum_of_the_table(
    drawn: str, some: list[Waiver]
) -> None:
    before = Evidence(stages=(unit(drawn), replace(unit(drawn, file="tests/x/test_y.py"), name="other")))
    verdict, waived = judged(before, *some, rules=(COVERED, RATE))
    rolled = roll_up(waived.evidence, verdict, "folder", waived)

    assert rolled.tests is not None
    rows = [row.counts for row in rolled.modules]
    assert sum(rows[1:], rows[0]) == rolled.tests
    for old, new in zip(before.stages, waived.evidence.stages, strict=True):
        assert old.cases is not None and new.cases is not None
        assert replace(new.cases.counts, waived=0) == old.cases.counts
        assert new.cases.counts.waived <= new.cases.counts.failing
    if rolled.tests.failing > rolled.tests.waived:
        assert verdict.decision is Decision.NOT_READY


@given(
    DRAWN,
    WAIVERS,
    st.sampled_from([Ended.TIMED_OUT, Ended.IDLE, Ended.KILLED, Ended.NOT_RUN, Ended.ENVIRONMENT]),
)
def test_no_waiver_turns_what_is_unknown_or_hung_into_ready(
    drawn: str, some: list[Waiver], ended: Ended
) -> None:
    evidence = Evidence(stages=(unit(drawn, ended=ended),))
    rule = replace(waiver(), kind=WaiverKind.RULE, pattern="stages.unit", error="", rule="waivers.99")
    whole = replace(rule, kind=WaiverKind.RULE, pattern="tests.pass-rate", rule="waivers.98")
    verdict = judged(evidence, *some, rule, whole, rules=(COVERED, RATE))[0]

    assert verdict.decision is Decision.NOT_READY


def scanned(*found: Finding) -> Evidence:
    reading = Reading(format="sarif", findings=Findings(tool="t", findings=found))
    return Evidence(stages=(stage("lint", read=(ReadReport(path="out/a.sarif", reading=reading),)),))


def finding(rule: str = "B608", path: str = "src/db.py", line: int = 3, **parts: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.HIGH, path=path, line=line, message="SQL by hand", **parts)


def marks(evidence: Evidence) -> list[str]:
    findings = evidence.stages[0].reports[0].reading.findings
    return [one.waived for one in findings.findings] if findings else []


@pytest.mark.parametrize(
    ("pattern", "parts", "expected"),
    [
        ("B608::src/db.py", {}, ["waivers.1", "", "", ""]),
        ("B608", {"most": 2}, ["waivers.1", "waivers.1", "", ""]),
        ("B608::src/*", {"most": 9}, ["waivers.1", "waivers.1", "waivers.1", ""]),
        ("abc123", {}, ["", "", "", ""]),
        ("B608::src/db.py", {"error": "another"}, ["", "", "", ""]),
        ("B608::src/db.py", {"expires": date(2026, 1, 1)}, ["", "", "", ""]),
    ],
)
def test_findings(pattern: str, parts: dict[str, Any], expected: list[str]) -> None:
    evidence = scanned(
        finding(), finding(line=9), finding(path="src/x.py"), finding(suppressed=True, fingerprint="abc123")
    )
    written = waiver(pattern, **{"kind": WaiverKind.FINDINGS, "error": "", **parts})
    verdict, waived = judged(evidence, written)

    assert marks(waived.evidence) == expected
    assert len(verdict.rulings) == 2


def test_a_finding_is_known_by_its_fingerprint_too() -> None:
    evidence = scanned(finding(path="", line=0, fingerprint="abc123"))
    verdict, waived = judged(evidence, waiver("abc123", kind=WaiverKind.FINDINGS, error="SQL"))

    assert marks(waived.evidence) == ["waivers.1"]
    assert ruling_of(verdict).got == "excuses 1 finding"


def test_reports_without_findings_are_left_as_they_are() -> None:
    bare = ReadReport(path="out/a.xml", reading=Reading(format="junit"))
    evidence = Evidence(stages=(stage("unit", read=(bare,)), *scanned(finding()).stages))
    waived = judged(evidence, waiver("B608::src/db.py", kind=WaiverKind.FINDINGS, error=""))[1]

    assert waived.evidence.stages[0] == evidence.stages[0]


def test_modules_have_limits_of_their_own() -> None:
    """80 % warns where 80 is required and 100 recommended; 79.9 fails."""
    rule = ModuleRate(
        about=About(rule="tests.modules", title="tests: modules"),
        limit=Limit(required=HUNDRED * 4 / 5, recommended=HUNDRED),
        scope=Scope(by="file"),
    )

    def module(name: str, passed: int, failed: int) -> Cases:
        good, bad = (
            " ".join(f"{kind}{n}" for n in range(many)) for kind, many in (("p", passed), ("f", failed))
        )
        return cases("", f"{good} {bad.replace(' ', '! ')}{'!' if failed else ''}", file=f"{name}.py")

    found = [module("good", 3, 0), module("presale", 4, 1), module("low", 799, 201)]
    stages = tuple(replace(stage("unit", one), name=f"s{at}") for at, one in enumerate(found))
    verdict = judge(Evidence(stages=stages), (rule,), Decides())
    answers = {ruling.rule: (ruling.status, ruling.got) for ruling in verdict.rulings}

    assert answers == {
        "tests.modules.low.py": (Status.FAILED, "79.9 %"),
        "tests.modules.presale.py": (Status.WARNED, "80 %"),
        "tests.modules": (Status.PASSED, "1 of 3 modules"),
    }
    rows = {row.name: row.status for row in roll_up(Evidence(stages=stages), verdict, "file").modules}
    assert rows == {"good.py": Status.PASSED, "low.py": Status.FAILED, "presale.py": Status.WARNED}


def test_modules_over_nothing_are_unknown_and_many_short_ones_are_one_answer() -> None:
    rule = ModuleRate(
        about=About(rule="tests.modules", title="modules"),
        limit=Limit(required=HUNDRED),
        scope=Scope(by="file"),
    )
    (nothing,) = rule.judge(Evidence())
    (skipped,) = rule.judge(Evidence(stages=(unit("a?"),)))
    assert (nothing.cause, skipped.cause) == (Cause.MISSING, Cause.EMPTY)

    (short,) = rule.judge(Evidence(stages=(unit("a b!"),)))
    assert (short.rule, short.status) == (f"tests.modules.{FILE}", Status.FAILED)

    places = [Place(file=f"t{number:03}.py") for number in range(103)]
    many = Cases({}, tuple(Case(place, "x", Outcome.FAILED) for place in places))
    answers = list(rule.judge(Evidence(stages=(stage("unit", many),))))
    assert len(answers) == 101
    assert answers[-1].got == "3 more modules: t100.py, t101.py, t102.py"
    assert answers[-1].status is Status.FAILED
    waived = Cases({places[0]: ("y",)}, (Case(places[0], "x", Outcome.FAILED, waived="waivers.1"),))
    (held,) = rule.judge(Evidence(stages=(stage("unit", waived),)))
    assert held.status is Status.PASSED
