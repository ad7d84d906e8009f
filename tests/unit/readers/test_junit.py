"""JUnit reports: both ways of reading agree, nothing that was cut or broken passes, nothing raises."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.tests import junit
from quality_gate.readers.tests.junit_scan import scanned
from quality_gate.readers.tests.junit_suites import Suites

FAILING = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="s" tests="4">\n'
    b'<testcase classname="c" name="a" time="0.1"/>\n<testcase classname="c" name="b" time="0.1"/>'
    b'<testcase classname="c" name="d"><failure message="boom">at line 3</failure></testcase>'
    b'<testcase classname="c" name="e"/></testsuite></testsuites>'
)
DAMAGE = (
    b"",
    b"<",
    b">",
    b"&",
    b'"',
    b"\x00",
    b"\xff",
    b"</testsuite>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"/>",
    b"&#0;",
)
ATTRIBUTES = (
    'name="a"', 'name="b"', 'name="é"', "name='a'", 'name="a&lt;b"', 'name=""', 'name="\ufffe"',
    'name="a\tb"',
    'classname="c"', 'classname="d.e"', 'class="k"', 'file="f.py"', 'file=""', 'line="3"', 'time="1,5"',
    'status="run"', 'status="failed"', 'status="notrun"', 'result="completed"', 'status="Timed Out"',
    'status="undefined"', 'result="200"',
)  # fmt: skip
CHILDREN = (
    "", "", "", "<failure/>", '<failure message="m">text</failure>', "<error/>", "<skipped/>",
    "<flakyFailure/>",
    "<system-out>x</system-out>", "<system-out>a &amp; b ] ]]</system-out>", "<system-out>&#65;</system-out>",
    "<system-out><![CDATA[</testcase><testcase name='q'/>]]></system-out>", "<system-err>]]></system-err>",
    "<system-out>\x01</system-out>", "<!-- </testcase> -->", " \n", "<system-out></system-err>", "<steps/>",
    "<Failure/>", "<failed/>", "<warning>w</warning>", "<steps><error>deep</error></steps>",
)  # fmt: skip
BETWEEN = ("", "", "\n  ", "<!-- <testcase name='no'/> -->", "text", "<properties><property/></properties>",
           "<![CDATA[<testcase name='no'/>]]>", "</testsuite><testsuite name='t'>", "<system-out/>",
           "<?pi <testcase name='no'/> ?>", "<group>", "</group>")  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> str:
    attributes = draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=4))
    if draw(st.booleans()):  # mostly well formed
        attributes = list({attribute.partition("=")[0]: attribute for attribute in attributes}.values())
    start = " ".join(["<testcase", *attributes])
    child = draw(st.sampled_from(CHILDREN))
    between = draw(st.sampled_from(BETWEEN))
    if draw(st.integers(0, 3)):
        child, between = ("", "") if draw(st.booleans()) else (child, "")
    return between + (f"{start}>{child}</testcase>" if child or draw(st.booleans()) else f"{start}/>")


class Pipe(io.BytesIO):
    """What standard input can be: it cannot be wound back."""

    def seekable(self) -> bool:
        return False


def report(parts: list[str]) -> bytes:
    return f'<testsuites><testsuite name="s" tests="3">{"".join(parts)}</testsuite></testsuites>'.encode(
        errors="surrogatepass"
    )


def read(data: bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Reading:
    return read_stream(io.BytesIO(data), limits, (junit,))


def all_passed(reading: Reading) -> bool:
    if reading.state is not State.OK or reading.cases is None:
        return False
    return not reading.cases.counts.failing


@settings(max_examples=600)
@given(st.lists(cases(), max_size=12))
@example(['<testcase name="a"/>', "<!-- </testcase> ", '<testcase name="a"/>', " -->"])
def test_the_fast_way_sees_what_the_plain_way_sees(parts: list[str]) -> None:
    data = report(parts)

    assert junit.read(io.BytesIO(data), DEFAULT_LIMITS) == junit.read_plainly(
        io.BytesIO(data), DEFAULT_LIMITS
    )


def test_the_fast_way_is_taken_for_ordinary_reports() -> None:
    assert scanned(io.BytesIO(FAILING), DEFAULT_LIMITS, Suites(DEFAULT_LIMITS))


@pytest.mark.parametrize("shapes", [1, 20])
def test_long_reports_are_the_same_either_way(shapes: int) -> None:
    """More than one piece of the file, and more kinds of cases than the fast way learns."""
    parts = [
        f'<testcase a{number % shapes}="" name="n{number}" classname="c{number % 7}">'
        f"<system-out>{'é' * (number % 900)}</system-out></testcase>"
        for number in range(3000)
    ]
    parts[1500] = f'<testcase name="big"><failure>{"x" * 100_000}<b/>end</failure></testcase>'
    data = report(parts)

    fast = junit.read(io.BytesIO(data), DEFAULT_LIMITS)

    assert fast == junit.read_plainly(io.BytesIO(data), DEFAULT_LIMITS)
    assert fast.cases is not None
    assert (fast.cases.counts.passed, fast.cases.counts.failed) == (2999, 1)
    assert len(fast.cases.failing[0].text) == DEFAULT_LIMITS.max_text


@settings(max_examples=300)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<testsuites>", b"<testsuite>", FAILING[:90], b"\xff\xfe"]),
)
def test_no_bytes_raise(data: bytes, start: bytes) -> None:
    reading = read(start + data)

    assert isinstance(reading, Reading)
    assert not all_passed(reading) or reading.cases


@settings(max_examples=300)
@given(st.integers(0, len(FAILING) - 1))
def test_a_cut_report_never_passes(length: int) -> None:
    assert read(FAILING[:length]).state is State.INVALID


@settings(max_examples=800)
@given(st.integers(0, len(FAILING)), st.sampled_from(DAMAGE), st.integers(0, 60))
def test_a_damaged_report_is_not_read_as_all_passed(at: int, junk: bytes, drop: int) -> None:
    damaged = FAILING[:at] + junk + FAILING[at + drop :]
    try:
        ET.fromstring(damaged.lstrip())
    except ET.ParseError:
        assert not all_passed(read(damaged))


@pytest.mark.parametrize("claimed", ["", ' tests="3"', ' tests="3" failures="1"'])
def test_a_broken_report_without_cases_is_not_believed_unless_it_failed(claimed: str) -> None:
    reading = read(f"<testsuite name='a<b'{claimed}/>".encode())

    assert reading.state is (State.OK if "failures" in claimed else State.INVALID)
    assert not all_passed(reading)


def test_a_pipe_is_read_too() -> None:
    assert junit.read(Pipe(FAILING), DEFAULT_LIMITS) == read(FAILING)


def test_a_failure_keeps_its_words_and_its_place() -> None:
    reading = read(
        b'<testsuites><testsuite name="a"><testsuite name="b" file="t.py"><testcase classname="C" name="x">'
        b'<failure message="m" type="T" line="12">trace<system-out>noise</system-out></failure>'
        b"<failure>more</failure></testcase></testsuite></testsuite></testsuites>"
    )

    assert reading.cases is not None
    assert reading.cases.failing == (
        Case(Place("a > b", "C", "t.py"), "x", Outcome.FAILED, False, "m", "T", "trace\n\nmore", 12),
    )


def test_a_failure_without_a_message_says_its_first_line() -> None:
    reading = read(
        b"<testsuite><testcase name='x' line='0'><failure>\n  first\nsecond</failure></testcase></testsuite>"
    )

    assert reading.cases is not None
    assert (reading.cases.failing[0].message, reading.cases.failing[0].line) == ("first", 0)


def test_a_failure_and_a_teardown_error_are_told_together() -> None:
    reading = read(
        b"<testsuite><testcase name='x'><failure message='f'>one</failure></testcase>"
        b"<testcase name='x'><error message='e'>two</error></testcase></testsuite>"
    )

    assert reading.cases is not None
    (case,) = reading.cases.failing
    assert (case.outcome, case.message, case.text) == (Outcome.ERROR, "e", "one\n\ntwo")


def test_an_expected_failure_outranks_a_skip() -> None:
    reading = read(
        b"<testsuite><testcase name='x' status='xfail'/><testcase name='x'><skipped/></testcase></testsuite>"
    )

    assert reading.cases is not None
    assert [case.outcome for case in reading.cases] == [Outcome.EXPECTED]


@pytest.mark.parametrize(
    ("type_", "outcome"),
    [("pytest.xfail", Outcome.EXPECTED), ("XFAIL", Outcome.EXPECTED), ("skip", Outcome.SKIPPED)],
)
def test_an_expected_failure_is_told_by_its_type(type_: str, outcome: Outcome) -> None:
    reading = read(f"<testsuite><testcase name='x'><skipped type='{type_}'/></testcase></testsuite>".encode())

    assert reading.cases is not None
    assert [case.outcome for case in reading.cases] == [outcome]


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ("<skipped type='todo'/><failure type='testCodeFailure'/>", Outcome.EXPECTED),
        ("<failure/><skipped type='todo'/>", Outcome.EXPECTED),
        ("<skipped type='todo'/><error/>", Outcome.ERROR),
        ("<skipped type='todo'/><rerunFailure/>", Outcome.FAILED),
        ("<skipped/><failure type='todo'/>", Outcome.FAILED),
        ("<skipped type='pytest.xfail'/><failure/>", Outcome.FAILED),
    ],
)
def test_only_the_failure_of_a_todo_is_expected(results: str, outcome: Outcome) -> None:
    reading = read(f"<testsuite failures='1'><testcase name='x'>{results}</testcase></testsuite>".encode())

    assert reading.state is State.OK
    assert reading.cases is not None
    assert [case.outcome for case in reading.cases] == [outcome]


def test_an_outcome_in_a_word_that_is_not_known_is_an_error_that_names_it() -> None:
    reading = read(b"<testsuite><testcase name='x' status='run' result='blocked by a bug'/></testsuite>")

    assert reading.cases is not None
    (case,) = reading.cases.failing
    assert (case.outcome, case.message) == (
        Outcome.ERROR,
        "'blocked by a bug' is no outcome that is known here",
    )


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ("<flakyFailure/><skipped/>", Outcome.FAILED),
        ("<rerunError/>", Outcome.ERROR),
        ("<failure/><rerunError/>", Outcome.FAILED),
        ("<flakyFailure/><failure/>", Outcome.FAILED),
    ],
)
def test_attempts_that_end_in_no_pass_fail(results: str, outcome: Outcome) -> None:
    reading = read(f"<testsuite><testcase name='x'>{results}</testcase></testsuite>".encode())

    assert reading.cases is not None
    assert [case.outcome for case in reading.cases] == [outcome]


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        (ReadLimits(max_cases=3), "more than 3 test cases; raise `limits: cases`"),
        (ReadLimits(max_bytes=300), "larger than 300 B; raise `limits: report-size`"),
        (ReadLimits(max_depth=3), "more than 3 elements within each other; raise `limits: depth`"),
        (ReadLimits(max_token=16), "a line, tag or comment of more than 16 B; raise `limits: line`"),
    ],
)
def test_limits_refuse_in_words(limits: ReadLimits, note: str) -> None:
    data = FAILING if limits.max_token > 16 else b"<testsuite><!-- " + b"x" * 100

    assert read(data, limits).note.startswith(note)


def nested(names: str, content: str) -> bytes:
    opened = "".join(f"<testsuite name='{name}'>" for name in names)
    return f"{opened}{content}{'</testsuite>' * len(names)}".encode()


def test_names_of_suites_are_counted_where_tests_make_them_repeat() -> None:
    limits = ReadLimits(max_names=5)  # of which `abcde` and a test of `f` need each one
    one = "<testcase name='x'/>"

    assert read(nested("abcdef", one * 2), limits).state is State.OK
    assert read(nested("abcdef", f"<testsuite>{one}</testsuite>{one}"), limits).state is State.OK
    assert read(nested("abcdef", f"<testsuite name='g'>{one}</testsuite>"), limits).state is State.INVALID
    twice = nested("abc", f"<testsuite name='d'>{one}</testsuite><testsuite name='d'>{one}</testsuite>")
    assert read(twice, limits).note.startswith("the names of suites around others come to more than 5 char")


def test_deep_suites_of_long_names_keep_one_identity_each() -> None:
    long = ["n" * 3000 + str(number) for number in range(60)]
    case = "<testcase name='x'/>"
    text = "".join(f"<testsuite name='{name}'>{case}" for name in long) + "</testsuite>" * 60
    reading = read(text.encode())

    assert reading.cases is not None
    assert [place.suite for place in reading.cases.passed] == [
        " > ".join(long[: number + 1]) for number in range(60)
    ]


def test_texts_beyond_the_limit_of_all_are_dropped_and_still_count() -> None:
    case = "<testcase name='{}'><failure message='m'>{}</failure></testcase>"
    data = f"<testsuite>{case.format(1, 'x' * 50)}{case.format(2, 'y' * 50)}</testsuite>".encode()

    reading = read(data, replace(DEFAULT_LIMITS, max_texts=60))

    assert reading.cases is not None
    assert [len(failing.text) for failing in reading.cases.failing] == [50, 0]
    assert reading.cases.counts.failed == 2


def test_a_file_too_large_for_a_repair_is_refused() -> None:
    reading = read(FAILING.replace(b"at line", b"at & line"), ReadLimits(max_repair=100))

    assert reading.state is State.INVALID


def test_many_contradictions_are_told_in_short() -> None:
    suites = "".join(
        f'<testsuite name="{n}" failures="1"><testcase name="a"/></testsuite>' for n in range(30)
    )

    reading = read(f"<testsuites>{suites}</testsuites>".encode())

    assert reading.state is State.SUSPECT
    assert reading.note.endswith("suite '2' claims 1 failure and shows none and 17 more")


def suite(host: str, case: str, name: str = "s") -> bytes:
    where = f' hostname="{host}"' if host else ""
    return f'<testsuite name="{name}"{where}>{case}</testsuite>'.encode()


PASSES = '<testcase classname="c" name="a"/>'
FAILS = '<testcase classname="c" name="a"><failure message="boom"/></testcase>'


@pytest.mark.parametrize("first", ["", "chromium"])
@pytest.mark.parametrize("second", ["", "chromium"])
@pytest.mark.parametrize("cases", [(FAILS, PASSES), (PASSES, FAILS)])
def test_a_suite_of_the_same_name_is_no_further_attempt(
    first: str, second: str, cases: tuple[str, str]
) -> None:
    parts = b"".join(suite(host, case) for host, case in zip((first, second), cases, strict=True))
    reading = read_stream(io.BytesIO(b"<testsuites>" + parts + b"</testsuites>"))

    assert reading.cases is not None
    assert list(reading.cases) == [Case(Place("s", "c"), "a", Outcome.FAILED, message="boom")]


def test_suites_of_the_same_name_on_other_hosts_are_other_suites() -> None:
    parts = b"".join(suite(host, PASSES) for host in ("chromium", "firefox", "chromium", "firefox", ""))
    reading = read_stream(io.BytesIO(b"<testsuites>" + parts + b"</testsuites>"))

    assert reading.cases is not None
    assert list(reading.cases) == [Case(Place("s", "c"), "a"), Case(Place("s (firefox)", "c"), "a")]


def test_suites_within_suites_of_the_same_name_are_called_as_they_are() -> None:
    inner = suite("", FAILS, "inner").decode()
    twice = suite("", inner) + suite("", inner.replace("<testsuite", '<testsuite failures="2"'))
    reading = read_stream(io.BytesIO(b"<testsuites>" + twice + b"</testsuites>"))

    assert reading.cases is not None
    assert [case.place.suite for case in reading.cases] == ["s > inner"]
    assert reading.note == "suite 's > inner' claims 2 failures and shows 1"
