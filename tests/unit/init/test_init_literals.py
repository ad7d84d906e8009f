"""Objects in JavaScript text: read where they are plain, refused where they are computed."""

from __future__ import annotations

import pytest

from quality_gate.init.literals import objects_named

PLAIN = {
    "module.exports = {limit: {lines: 80, 'a-b': -5, \"c\": 1.5}}": {"lines": "80", "a-b": "-5", "c": "1.5"},
    "export default { limit: { /* why */ lines: 80, // because\n } }": {"lines": "80"},
    "x({'limit': {a: {b: true, c: false, d: null,}, },});": {"a": {"b": True, "c": False, "d": None}},
    "({ limit: { 100: true, './src/**/*.{js,ts}': { lines: 9 } } })": {
        "100": True,
        "./src/**/*.{js,ts}": {"lines": "9"},
    },
    'const limit = 1; x = {limit: {"it\\"s": `t`}}': {'it"s': "t"},
    "limit: {}": {},
    "const a = `${b} limit: {lines: 1}`; x = {limit: {lines: 4}}": {"lines": "4"},
    "// limit: {lines: 1}\n/* limit: {lines: 2} */ 'limit: {lines: 3}'; x = {limit: {lines: 4}}": {
        "lines": "4"
    },
}
COMPUTED = [
    "limit: limits",
    "limit: {lines: LINES}",
    "limit: {...others}",
    "limit: {lines: 80 + 5}",
    "limit: {lines: f(80)}",
    "limit: {[key]: 1}",
    "limit: {lines",
    "limit: {lines: 80",
    "limit: {lines 80}",
    "limit: [1]",
    "limit: 80,",
    "limit: `${x}`,",
    "limit: " + "{a:" * 50 + "1" + "}" * 50,
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_objects_are_read(text: str) -> None:
    assert objects_named(text, "limit") == [PLAIN[text]]


@pytest.mark.parametrize("text", COMPUTED)
def test_computed_values_are_not_guessed(text: str) -> None:
    assert objects_named(text, "limit") == [None]


@pytest.mark.parametrize("text", ["", "limits: {}", "x.limit = 3", "limit", "limit:"])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert objects_named(text, "limit") in ([], [None])
    assert objects_named(text, "limit") != [{}]


def test_all_of_the_name_are_found() -> None:
    assert objects_named("a={limit:{x:1}}; b={limit:{x:2}}", "limit") == [{"x": "1"}, {"x": "2"}]


def test_a_quote_that_is_never_closed_takes_no_time() -> None:
    for hostile in ("'", "/* ", "1", "1a", "`", "`$", "{", '"\\', "limit:", "/", "."):
        assert not any(objects_named(hostile * 30_000, "limit"))
