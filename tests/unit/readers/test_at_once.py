"""The fast ways through LCOV and JaCoCo see what the plain ways see."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.readers.coverage import jacoco
from quality_gate.readers.coverage.lcov import _Tracefile
from quality_gate.readers.coverage.runs import run_of, run_of_usual
from quality_gate.readers.reader import DEFAULT_LIMITS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

LCOV_LINES = st.sampled_from(
    [
        *(f"DA:{number},{hits}" for number in (1, 2, 3, 2047, 2048, 9999) for hits in (0, 1, 12)),
        *(f"BRDA:{number},0,{branch},{hits}" for number in (1, 2) for branch in (0, 1) for hits in ("-", 3)),
        *("DA:01,1", "DA:1,00", "DA:,1", "DA:1,1,abc", "DA:-1,1", "DA:1:2,3", "DA:5000001,1", "DA:0,1"),
        *("BRDA:1", "BRDA:01,0,0,1", "BRDA:x,0,0,1", "BRDA:2,0,BRDA:2,1", "BRDA:0,0,0,1", "BRDA:1,e0,0,1"),
        *("BRDA:1234567890,0,0,1", "LF:3", "SF:b", "FN:1,f", "FNDA:1,f", "", "?"),
    ]
)


@given(st.lists(st.lists(LCOV_LINES, max_size=12), max_size=3))
def test_a_tracefile_at_once_or_line_by_line(records: list[list[str]]) -> None:
    text = "".join("SF:a\n" + "".join(f"{line}\n" for line in one) + "end_of_record\n" for one in records)
    fast, slow = _Tracefile(), _Tracefile()
    fast.take(text.encode())
    slow._take_lines(text.encode())

    assert fast.reading() == slow.reading()


@given(st.lists(st.tuples(st.integers(0, 2100), st.integers(0, 11)), min_size=1, max_size=30))
def test_usual_pairs_are_what_they_are_one_by_one(pairs: list[tuple[int, int]]) -> None:
    written = [b"%d,%d" % pair for pair in pairs]
    usual, plain = run_of_usual(written), run_of(b"\n".join(written), len(written))

    assert usual is None or usual == plain
    if all(0 < number < 2048 and hits < 10 for number, hits in pairs):
        assert usual == plain


def plain_and_fast(raw: bytes) -> tuple[object, object]:
    stream = io.BytesIO(raw)
    return jacoco.read(stream, DEFAULT_LIMITS), jacoco.read_plainly(io.BytesIO(raw), DEFAULT_LIMITS)


@pytest.mark.parametrize(
    "report", sorted((SAMPLES / "jacoco").glob("*/report*")), ids=lambda p: p.parent.name
)
def test_the_samples_of_jacoco(report: Path) -> None:
    fast, plain = plain_and_fast(report.read_bytes())

    assert fast == plain


COUNTER = '<counter type="{}" missed="{}" covered="{}"/>'
LINE, HIT, MISS = COUNTER.format("LINE", 0, 1), COUNTER.format("METHOD", 0, 1), COUNTER.format("METHOD", 1, 0)
PIECES = st.sampled_from(
    [
        *(
            f'<line nr="{n}" mi="{mi}" ci="{ci}" mb="{mb}" cb="0"/>'
            for n in (1, 2)
            for mi in (0, 1)
            for ci in (0, 2)
            for mb in (0, 1)
        ),
        *('<line nr="3" mi="0" ci="00" mb="00" cb="0"/>', '<line nr="9999999" mi="0" ci="1" mb="0" cb="0"/>'),
        *('<line nr="4" ci="1"/>', '\n<line nr="5" mi="0" ci="1" mb="0" cb="2"/>', "<!-- <line/> -->"),
        *('<line nr="6" mi="0" ci="1" mb="0" cb="0"></line>', "<x>", "</x>", "&amp;"),
        *(COUNTER.format(kind, 1, 0) for kind in ("LINE", "METHOD", "BRANCH")),
        f'<method name="&lt;init&gt;" desc="()V" line="3">{LINE}{HIT}</method>',
        f'<method name="m" desc="()V">{MISS}{HIT}</method>',
        f'<method name="é" desc="(&quot;)V" line="7">{MISS}</method>',
        *('<method name="k" desc="()V" line="8"></method>', '<method name="o" desc="()V"><y/></method>'),
        f'<method desc="()V" name="p">{HIT}</method>',
        '</sourcefile><sourcefile name="B.java">',
        *('</class><class name="q/C" sourcefilename="C.java">', '</class><class name="q/D">'),
        '<class name="q/C" sourcefilename="C.java">',
        '<line nr="12" mi="0" ci="1" mb="00" cb="0"/>',
        '<!-- <sourcefile name="D.java"><line nr="1" mi="0" ci="1" mb="0" cb="0"/> -->',
    ]
)


@given(
    st.lists(PIECES, max_size=10),
    st.sampled_from(
        ['<class name="q/A" sourcefilename="A.java">{}</class>', '<sourcefile name="A.java">{}</sourcefile>']
    ),
    st.sampled_from(["", "<!DOCTYPE report>", '<!DOCTYPE report [<!ATTLIST line ci CDATA "1">]>']),
)
def test_any_report_of_jacoco(pieces: list[str], around: str, doctype: str) -> None:
    within = around.format("".join(pieces))
    raw = f'{doctype}<report name="r"><package name="q">{within}</package></report>'.encode()
    fast, plain = plain_and_fast(raw)

    assert fast == plain


def test_a_method_without_its_counter_is_no_function() -> None:
    methods = f'<method name="a" desc="()V">{LINE}</method><method name="b" desc="()V">{HIT}</method>'
    within = f'<class name="q/A">{methods}</class>'
    fast, plain = plain_and_fast(f'<report><package name="q">{within}</package></report>'.encode())

    assert fast == plain


def test_what_stands_in_a_comment_is_nothing() -> None:
    line = '<line nr="{}" mi="0" ci="1" mb="{}" cb="0"/>'
    within = f'<!-- <sourcefile name="A.java">{line.format(1, 0)}</sourcefile> -->'
    file = f'<sourcefile name="A.java">{line.format(2, "00")}</sourcefile>'
    fast, plain = plain_and_fast(f'<report><package name="q">{within}{file}</package></report>'.encode())

    assert fast == plain


def test_bytes_that_are_no_text_are_told_by_the_plain_way() -> None:
    within = b'<class name="q/A"><method name="\xff" desc="()V"></method></class>'
    raw = b'<report name="r"><package name="q">' + within + b"</package></report>"
    fast, plain = plain_and_fast(raw)

    assert fast == plain


def test_a_report_of_many_pieces_is_read_the_same() -> None:
    lines = "".join(f'<line nr="{n}" mi="0" ci="{n % 2}" mb="0" cb="0"/>' for n in range(1, 3000))
    files = "".join(f'<sourcefile name="A{n}.java">{lines}</sourcefile>' for n in range(20))
    raw = f'<report name="r"><package name="q">{files}</package></report>'.encode()
    fast, plain = plain_and_fast(raw)

    assert len(raw) > 2 << 20
    assert fast == plain
