"""JSON as people and runners see it: the same values, nothing hidden, no command."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.renderers.json_text import harmless_json, json_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a ##[error]b", r'"a #\u0023[error]b"'),
        ("a #[x] # [y]", r'"a \u0023[x] # [y]"'),
        ("##\u0301[", r'"#\u0023' + '\u0301["'),
        (["#"], '["#"]'),
        ({"##[": 1}, r'{"#\u0023[": 1}'),
    ],
)
def test_a_hash_before_a_bracket(value: object, text: str) -> None:
    assert json_text(value) == text + "\n"
    assert json.loads(json_text(value)) == value


def test_a_file_name_of_another_encoding_is_echoed_in_letters_that_any_stream_takes() -> None:
    line = harmless_json(json.dumps("caf\udce9.xml", ensure_ascii=False))

    assert line == r'"caf\udce9.xml"'
    assert json.loads(line) == "caf\udce9.xml"


@given(st.text(st.sampled_from("#[] :\u200b\u0301\x7f\u00a0a")))
def test_no_command_survives_and_the_value_does(text: str) -> None:
    line = harmless_json(json.dumps(text, ensure_ascii=False))
    seen = "".join(char for char in line if unicodedata.category(char) not in ("Cf", "Mn", "Cc"))

    assert "##[" not in seen
    assert json.loads(line) == text
