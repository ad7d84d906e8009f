"""Test reports other than JUnit: what a case keeps, what limits refuse; nothing cut or broken passes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damage import check
from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reader import DEFAULT_LIMITS, Head, Reader, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.tests import ctrf, dart, go_test, mocha, nunit2, nunit3, tap, trx, xunit

SAMPLES = Path(__file__).parents[2] / "samples"
READERS: tuple[Reader, ...] = (trx, nunit2, nunit3, xunit, ctrf, mocha, dart, go_test, tap)
ORDINARY = {  # a sample of each format with failing cases
    "trx": "all-outcomes",
    "nunit2": "all-results",
    "nunit3": "all-results",
    "xunit": "version-2",
    "ctrf": "all-statuses",
    "mocha": "all-kinds",
    "dart": "all-results",
    "go-test": "all-kinds",
    "tap": "version-13",
}
PASSING = {
    "trx": b"<TestRun><Results><UnitTestResult testName='a' outcome='Passed'/></Results></TestRun>",
    "nunit2": b"<test-results><test-case name='a' executed='True' success='True'/></test-results>",
    "nunit3": b"<test-run><test-case name='a' result='Passed'/></test-run>",
    "xunit": b"<assemblies><assembly><test name='a' result='Pass'/></assembly></assemblies>",
    "ctrf": b'{"results": {"tool": {}, "summary": {}, "tests": [{"name": "a", "status": "passed"}]}}',
    "mocha": b'{"stats": {}, "tests": [{"title": "a"}], "pending": [], "failures": [], '
    b'"passes": [{"title": "a"}]}',
    "dart": b'{"protocolVersion":"1","type":"start"}\n{"type":"testDone","testID":1,"result":"success"}\n'
    b'{"type":"done","success":true}',
    "go-test": b'{"Action":"start","Package":"p"}\n{"Action":"pass","Package":"p","Test":"A"}\n'
    b'{"Action":"pass","Package":"p"}',
    "tap": b"TAP version 13\nok 1 - a\nok 2 - b\n1..2",
}
JUNK = (
    b"",
    b"<",
    b">",
    b'"',
    b"{",
    b"}",
    b"\n",
    b"\x00",
    b"\xff",
    b"not ok\n",
    b"    ",
    b"\\u0000",
    b"1e999999",
)


def sample(name: str, case: str = "") -> bytes:
    (report,) = (SAMPLES / name / (case or ORDINARY[name])).glob("report.*")
    return report.read_bytes()


def read(data: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Reading:
    return read_stream(io.BytesIO(data), limits, READERS)


def only(data: bytes | str) -> Case:
    reading = read(data.encode() if isinstance(data, str) else data)
    assert reading.cases is not None, reading.note
    (case,) = reading.cases
    return case


def named(name: str, case: str = "") -> dict[str, Case]:
    cases = read(sample(name, case)).cases
    assert cases is not None
    return {case.name: case for case in cases}


def passes(reading: Reading) -> bool:
    if reading.state is not State.OK or reading.cases is None:
        return False
    return reading.cases.counts.passed > 0 and not reading.cases.counts.failing


@pytest.mark.parametrize("name", PASSING)
def test_the_smallest_report_passes_and_any_cut_of_it_does_not(name: str) -> None:
    data = PASSING[name]

    assert passes(read(data))
    assert read(data).format == name
    assert not [length for length in range(len(data)) if passes(read(data[:length]))]


@pytest.mark.parametrize("name", ORDINARY)
def test_a_cut_of_an_ordinary_report_never_passes(name: str) -> None:
    data = sample(name)

    assert not [length for length in range(0, len(data), 3) if passes(read(data[:length]))]


@settings(max_examples=600)
@given(st.sampled_from([*ORDINARY]), st.integers(0, 6000), st.integers(0, 40), st.sampled_from(JUNK))
def test_a_damaged_report_never_raises(name: str, at: int, drop: int, junk: bytes) -> None:
    data = sample(name)
    at %= len(data)

    check(read(data[:at] + junk + data[at + drop :]))


@settings(max_examples=400)
@given(st.sampled_from([*PASSING]), st.integers(0, 60), st.binary(max_size=200))
def test_no_bytes_raise(name: str, length: int, data: bytes) -> None:
    check(read(PASSING[name][:length] + data))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=600)
@given(st.sampled_from(["ctrf", "mocha", "dart", "go-test"]), st.data())
def test_values_of_any_type_never_raise(name: str, data: st.DataObject) -> None:
    """One value of an ordinary report, anywhere in it, becomes something else."""
    lines = [json.loads(line) for line in _documents(name)]
    spots = [spot for line in lines for spot in _spots(line)]
    holder, key = data.draw(st.sampled_from(range(len(spots))).map(spots.__getitem__))
    holder[key] = data.draw(VALUES)

    check(read("\n".join(json.dumps(line) for line in lines).encode()))


def _documents(name: str) -> list[str]:
    text = sample(name).decode()
    return [text] if name in ("ctrf", "mocha") else text.splitlines()


def _spots(value: object) -> list[tuple[object, object]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, inner in pairs for spot in ((value, key), *_spots(inner))]


@pytest.mark.parametrize("name", ORDINARY)
def test_limits_refuse_in_words(name: str) -> None:
    data = sample(name)
    larger, many = read(data, ReadLimits(max_bytes=90)), read(data, ReadLimits(max_cases=1))

    assert (larger.state, many.state) == (State.INVALID, State.INVALID)
    assert larger.note.startswith("larger than 90 ")
    assert "more than 1 test case" in many.note


@pytest.mark.parametrize("name", ["tap", "go-test", "dart"])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_too_long_is_refused(name: str, end: bytes) -> None:
    reading = read(sample(name) + b"x" * 2000 + end, ReadLimits(max_token=1024))

    assert reading.state is State.INVALID
    assert reading.note.startswith("a line, tag or comment of more than 1 KiB; raise `limits: line`")


@pytest.mark.parametrize("name", ORDINARY)
def test_texts_are_kept_within_limits(name: str) -> None:
    reading = read(sample(name), ReadLimits(max_text=5, max_texts=8))
    whole = read(sample(name))

    assert reading.cases is not None and whole.cases is not None
    assert reading.cases.counts == whole.cases.counts
    assert max(len(case.text) for case in reading.cases) <= 5


def test_a_trx_case_keeps_its_class_library_and_words() -> None:
    assert named("trx")["Case1"] == Case(
        Place("shop.tests.dll", "Shop.Cart"),
        "Case1",
        Outcome.FAILED,
        False,
        "Assert.AreEqual failed. 2 is not 3.",
        "Failed",
        "at Shop.Cart.Adds() in C:\\src\\Cart.cs:line 12",
    )
    assert set(named("trx", "xunit-through-dotnet-test")) == {"Adds(a: 1)", "Adds(a: 2)"}
    assert set(named("trx", "data-rows")) == {
        "Rows (Data Row 0)",
        "Rows (Data Row 1)",
        "Set-up breaks",
        "Set-up breaks (0)",
    }


def test_tests_of_one_name_are_told_apart() -> None:
    assert {name: case.outcome for name, case in named("trx", "same-name-in-two-tests").items()} == {
        "Same": Outcome.FAILED,
        "Same #2": Outcome.PASSED,
    }


def test_the_class_of_a_generic_test_keeps_its_types() -> None:
    case = only(
        '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>'
        '<UnitTestResult testId="1" testName="" outcome="Passed"/></Results><TestDefinitions>'
        '<UnitTest id="1" storage="a.dll"><TestMethod className="A`1[[B, C]]"/></UnitTest>'
        "</TestDefinitions></TestRun>"
    )

    assert (case.place.classname, case.name) == ("A`1[[B, C]]", "1")


def test_a_run_that_broke_off_says_why() -> None:
    assert named("trx", "run-crashed")["test run"].message.endswith("Test host process crashed")
    assert named("trx", "run-aborted")["test run"].message == "the run ended as aborted"
    assert named("trx", "run-info-without-words")["test run"].message == "something failed beside the tests"


def test_words_outside_of_a_result_belong_to_no_case() -> None:
    trx_words = "<ErrorInfo><Message>m</Message></ErrorInfo><Output><Message>n</Message></Output>"
    case = only(f"<TestRun><Results>{trx_words}<UnitTestResult testName='a'/></Results></TestRun>")
    assert case.message == ""

    loose = "<failure><message>m</message></failure>"
    assert only(f"<test-run>{loose}<test-case name='a' result='Failed'/></test-run>").message == ""
    in_assertion = "<assertions><assertion><message>m</message></assertion></assertions>"
    case = only(f"<test-run><test-case name='a' result='Failed'>{in_assertion}</test-case></test-run>")
    assert case.message == ""

    assembly = "<message>m</message><test name='a' result='Fail'/>"
    assert only(f"<assemblies><assembly>{assembly}</assembly></assemblies>").message == ""


def test_an_nunit_case_keeps_its_class_library_and_words() -> None:
    assert named("nunit3")["Sums"] == Case(
        Place("shop.tests.dll", "Shop.Cart"),
        "Sums",
        Outcome.FAILED,
        False,
        "Expected: 3\n  But was:  2",
        "Failed",
        "at Shop.Cart.Adds() in /src/Cart.cs:line 12",
    )
    assert {case.place.classname for case in named("nunit2", "dots-in-arguments").values()} == {"Shop.Cart"}
    assert named("nunit3", "one-time-tear-down-fails")["suite Shop.Cart"].message == "OneTimeTearDown: boom"
    assert only("<test-results><test-case executed='False'/></test-results>").name == "#1"
    assert only("<test-run><test-case name='a' result=''/></test-run>").outcome is Outcome.ERROR


def test_an_xunit_case_keeps_its_class_place_and_words() -> None:
    cases = named("xunit")
    assert cases["Sums"] == Case(
        Place("shop.tests.dll", "Shop.Cart"),
        "Sums",
        Outcome.FAILED,
        False,
        "Expected: 3",
        "Xunit.Sdk.EqualException",
        "at Shop.Cart.Adds()",
    )
    assert cases["Later"].message == "later"
    assert named("xunit", "version-3")["Adds"].place.file == "/src/Cart.cs"
    assert (
        named("xunit", "clean-up-fails")["error: assembly-cleanup shop.tests.dll"].message == "no more disk"
    )
    assert only("<assemblies><assembly><test result='Pass'/></assembly></assemblies>").name == "#1"


def test_a_ctrf_case_keeps_its_place_and_words() -> None:
    assert named("ctrf")["b"] == Case(
        Place("shop > cart", "", "src/x.test.js"),
        "b",
        Outcome.FAILED,
        False,
        "1 is not 2",
        "failed",
        "at x",
        12,
    )
    browsers = read(sample("ctrf", "two-browsers")).cases
    assert browsers is not None
    assert {case.place.suite for case in browsers} == {"webkit > shop", "firefox > shop", ""}


def test_a_mocha_case_keeps_its_place_and_words() -> None:
    assert named("mocha")["sums"] == Case(
        Place("", "shop cart", "/w/test/cart.js"),
        "sums",
        Outcome.FAILED,
        False,
        "1 == 2",
        "AssertionError",
        "AssertionError: 1 == 2\n    at /w/test/cart.js:3:5",
    )
    report = {"stats": {}, "tests": [{"fullTitle": "x"}], "pending": [], "failures": [], "passes": []}
    assert only(json.dumps({**report, "stats": {"passes": 0, "pending": 0}})).name == "x"


def test_a_dart_case_keeps_its_group_file_line_and_words() -> None:
    cases = named("dart")
    assert cases["sums"] == Case(
        Place("vm", "cart", "test/cart_test.dart"),
        "sums",
        Outcome.FAILED,
        False,
        "Expected: <3>\n  Actual: <2>",
        "",
        "Expected: <3>\n  Actual: <2>\n\ntest/cart_test.dart 6:5  main.<fn>",
        5,
    )
    assert cases["later"].message == "Skip: later"
    assert named("dart", "a-test-that-did-not-end")["#4"].message == "the test did not end"


def test_a_go_case_keeps_its_package_and_words() -> None:
    cases = named("go-test")
    assert cases["TestSums/two"] == Case(
        Place("", "example.com/shop"),
        "TestSums/two",
        Outcome.FAILED,
        False,
        "cart_test.go:12: 2 is not 3",
        "",
        "    cart_test.go:12: 2 is not 3\n--- FAIL: TestSums/two (0.00s)",
    )
    assert cases["TestLater"].message == "cart_test.go:20: later"
    words_only = named("go-test", "build-fails-in-words-only")["package"]
    assert words_only == Case(
        Place("", "example.com/till"),
        "package",
        Outcome.ERROR,
        message="FAIL\texample.com/till [build failed]",
        text="FAIL\texample.com/till [build failed]",
    )
    assert named("go-test", "build-fails")["package"].message == "./cart_test.go:3:5: undefined: x"
    assert named("go-test", "panic")["TestSums/one"].message == "panic: no more disk"
    assert named("go-test", "panic")["TestSums"].message == "the test did not end"
    assert (
        named("go-test", "build-of-no-package-fails")["build"].message
        == "the package failed, and none of its tests did"
    )


def test_a_tap_case_keeps_its_subtest_and_words() -> None:
    cases = named("tap", "node")
    assert cases["bad # one"] == Case(
        Place("parent"),
        "bad # one",
        Outcome.FAILED,
        False,
        "2 is",
        "testCodeFailure",
        "duration_ms: 0.2\nfailureType: 'testCodeFailure'\nerror: |-\n  2 is\n\n  not 3\ncode: 'ERR'",
    )
    assert named("tap", "version-14-subtests")["sums"].place == Place("cart > deep")
    assert named("tap", "perl-subtest")["y"].message == "Failed test 'y'"
    assert named("tap", "braces")["adds"].place == Place("cart")
    assert named("tap")["soon"].message == "not written"
    assert only("1..1\n    ok 1 - in\nok 1 - out\n").place == Place("out")


def test_a_block_that_never_ends_does_not_hide_the_next_point() -> None:
    reading = read(b"TAP version 13\nok 1 - a\n  ---\n  x: 1\nnot ok 2 - b\n1..2\n")

    assert reading.cases is not None
    assert [case.name for case in reading.cases.failing] == ["b"]


def test_a_repaired_report_proves_nothing_by_showing_no_failure() -> None:
    reading = read(b"<test-run><test-case name='a & b' result='Passed'/></test-run>")

    assert reading.state is State.INVALID
    assert reading.note.endswith("what can be read of it shows no failure, which proves nothing")


def test_a_version_within_a_subtest_begins_nothing() -> None:
    case = only("TAP version 14\n# Subtest: s\n    TAP version 14\n    ok 1 - a\n    1..1\nok 1 - s\n1..1\n")

    assert (case.place.suite, case.name) == ("s", "a")


def test_subtests_too_deep_are_refused() -> None:
    assert read(b"TAP version 13\n" + b" " * 408 + b"ok 1 - deep\n").note == (
        "more than 100 subtests within each other"
    )


def test_many_doubts_are_told_in_short() -> None:
    subtest = "    1..2\n    ok 1 - a\nok {} - sub\n"
    streams = "TAP version 14\n" + "".join(subtest.format(n + 1) for n in range(150)) + "1..150\n"
    suites = "<test-suite name='s' failed='1'><test-case name='a' result='Passed'/></test-suite>" * 150

    assert read(streams.encode()).note.endswith("and 97 more")
    assert read(f"<test-run>{suites}</test-run>".encode()).note.endswith("and 97 more")


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<TestRun><FailedTests/><SuccessfulTests/></TestRun>", []),
        ("<TestRun><Results/></TestRun>", ["trx"]),
        ("<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2006'/>", ["trx"]),
        ("<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'/>", []),
        ("<assembly name='a.dll' run-date='2013-01-05'>", ["xunit"]),
        ("ok  \texample.com/shop\t0.3s\n", []),
        ("okay 1\n", []),
        ("1..4\nok 1\n", ["tap"]),
        ("# note\n\nnot ok 1 - x\n", ["tap"]),
        ("noise\nTAP version 14\n", ["tap"]),
        ('{"Action":"start","Package":"p","Else":1}', []),
        ('{"Action":"begin","Package":"p"}', []),
        ('{"Action":"start"', []),
        ('[{"Action":"start"}]', []),
        ("# p\n" + '{"Action":"start","Package":"p"}\n', ["go-test"]),
        ('{"type":"start","time":0}', []),
        ('{"results": [{"tool": 1}]}', []),
        ('{"results": {"stats": {}}}', []),
        ('{"stats": {"passes": 1, "pending": 0}, "results": []}', []),
    ],
)
def test_a_head_is_taken_by_its_own_reader_alone(head: str, names: list[str]) -> None:
    assert [reader.NAME for reader in READERS if reader.recognises(Head(head.encode()))] == names
