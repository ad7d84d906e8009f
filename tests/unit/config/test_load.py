"""What the loader makes of YAML, of what is no YAML, and of files that mean harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Kind, Node
from quality_gate.config.load import MOST_CHARACTERS, load
from quality_gate.config.tree import MOST_LEVELS
from quality_gate.config.words import mistakes_text
from quality_gate.model.errors import ConfigMistakes, Mistake
from sample_settings import Sample

CLOSE = "close it, and quote text that holds brackets, braces, commas or `: `"
INDENT = "check the indentation here and above"


def mistakes_in(content: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(ConfigMistakes) as caught:
        load(content, "quality-gate.yml")
    return caught.value.mistakes


def only_mistake_in(content: str | bytes) -> tuple[int, int, str, str]:
    (mistake,) = mistakes_in(content)
    assert mistake.key == ""
    return mistake.line, mistake.column, mistake.what, mistake.remedy


@pytest.mark.parametrize(
    ("text", "char", "quoted"),
    [
        ("a: !**/x", "`!`", '"!**/x"'),
        ("a: !!str 5", "`!`", '"!!str 5"'),
        ("a: !<x", "`!`", '"!<x"'),
        ("a: *foo*", "`*`", '"*foo*"'),
        ("a: *foo", "`*`", '"*foo"'),
        ("a: **/*.py  # all of them", "`*`", '"**/*.py"'),
        ("a: @team", "`@`", '"@team"'),
        ("a: > 100 ops/s", "`>`", '"> 100 ops/s"'),
        ("a: >= 150 ops/s", "`>`", '">= 150 ops/s"'),
        ("a: | x", "`|`", '"| x"'),
        ("a: %x", "`%`", '"%x"'),
        ("a: `x`", "a backtick", '"`x`"'),
        ("a: & x", "`&`", '"& x"'),
        ('a: @"x"', "`@`", "'@\"x\"'"),
        (r"a: @it's\d", "`@`", r"'@it''s\d'"),
    ],
)
def test_a_value_that_begins_with_a_character_of_yaml(text: str, char: str, quoted: str) -> None:
    assert only_mistake_in(text) == (1, 4, f"a value cannot begin with {char}", f"quote this: {quoted}")


@pytest.mark.parametrize(
    ("text", "column", "quoted"),
    [
        ("a: {b: > 100 ops/s, c: 1}", 8, '"> 100 ops/s"'),
        ("a: [b, *.py]", 8, '"*.py"'),
        ("a: [!x]", 5, '"!x"'),
        ("- @x", 3, '"@x"'),
    ],
)
def test_the_same_within_brackets_and_lists(text: str, column: int, quoted: str) -> None:
    assert only_mistake_in(text)[1::2] == (column, f"quote this: {quoted}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", (1, 4, "this value needs quotes", 'quote this: "b: c"')),
        ('a: "x" y', (1, 4, "this value needs quotes", "quote this: '\"x\" y'")),
        ("a: {host}:{grpc}", (1, 4, "this value needs quotes", 'quote this: "{host}:{grpc}"')),
        ("%x", (1, 1, "a line cannot begin with `%`", 'quote this: "%x"')),
        (
            "a: - b",
            (1, 4, "a list cannot begin on its key's line", "write `- …` on the next line, or quote it"),
        ),
        ("a: [b\nc: d", (1, 4, "this `[` is never closed, or a comma is missing", CLOSE)),
        ("a: {b: c", (1, 4, "this `{` is never closed, or a comma is missing", CLOSE)),
        (
            "a: ]",
            (1, 4, "a value is missing here, or a bracket is too many", "write it, or quote the bracket"),
        ),
        ('a: "x\nb: c', (1, 4, "this quote is never closed", 'close it with another "')),
        (
            r'a: "\d+"',
            (1, 6, "`\\` begins an escape in double quotes", "write the text in single quotes: '…'"),
        ),
        ("a:\n\tb: c", (2, 1, "a tab stands where only spaces may stand", "write spaces")),
        ("a:\n  b: 1\n c: 2", (3, 2, "the lines do not fit together", INDENT)),
        ("a: b\n  c: d", (2, 4, "the lines do not fit together", INDENT)),
        ("[a]\nb", (2, 1, "the lines do not fit together", INDENT)),
        ("a: 1\nb c\n", (2, 1, "this line is neither a key nor part of a value", "write `key: value`")),
        (
            "a: 1\n---\nb: 2",
            (2, 1, "a second document starts here", "keep one document, and remove this `---`"),
        ),
        ("a: &x {b: 1}\nc:\n  <<: *x", (3, 3, "merge keys are not read here", "write the keys out")),
        ("a: \x01", (1, 4, "the character U+0001 cannot stand here", "remove it")),
        ("a: b\nc: \ud800", (2, 4, "the character U+D800 cannot stand here", "remove it")),
    ],
)
def test_other_trouble(text: str, expected: tuple[int, int, str, str]) -> None:
    assert only_mistake_in(text) == expected


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "~\n", b"", b"\xef\xbb\xbf"])
def test_an_empty_file(text: str | bytes) -> None:
    assert only_mistake_in(text) == (1, 1, "the file is empty", "remove it, or write `version: 1`")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: b\nc: \xfc", (2, 4, "the file is not UTF-8 (byte 0xfc here)", "save it as UTF-8")),
        (b"\xef\xbb\xbf\xc3\xa4: \xfc", (1, 4, "the file is not UTF-8 (byte 0xfc here)", "save it as UTF-8")),
        ("a: b".encode("utf-16"), (1, 1, "the file is UTF-16 (byte 0xff here)", "save it as UTF-8")),
    ],
)
def test_other_encodings(content: bytes, expected: tuple[int, int, str, str]) -> None:
    assert only_mistake_in(content) == expected


@pytest.mark.parametrize("content", ["\ufeffa: 1\r\nb: 2\r\n", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a: 1\rb: 2"])
def test_marks_and_line_ends_of_other_systems(content: str | bytes) -> None:
    (_, one), (key, two) = load(content, "quality-gate.yml").entries
    assert (one.text, one.line, one.column) == ("1", 1, 4)
    assert (two.text, two.kind, key.line, key.column) == ("2", Kind.INTEGER, 2, 1)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.NULL, ["null", "~"]),
        (Kind.BOOLEAN, ["true", "false"]),
        (Kind.INTEGER, ["0", "-7", "+7", "007"]),
        (Kind.DECIMAL, ["0.5", "-.5", "5.", "3.10"]),
        (Kind.DATE, ["2027-01-15", "2027-99-99"]),
        (
            Kind.TEXT,
            ["on", "no", "Yes", "True", "Null", "1:30", "0o7", "0x1F", "1e3", ".inf", ".nan", "1_000"],
        ),
        (Kind.TEXT, ["2027-1-5", "2027-01-15 10:00:00", "=", "'true'", '"1"']),
    ],
)
def test_what_is_resolved_and_what_stays_text(kind: Kind, texts: list[str]) -> None:
    for text in texts:
        (node,) = load(f"[{text}]", "quality-gate.yml").items
        assert (node.kind, node.text) == (kind, text.strip("'\""))


def test_repeated_keys_are_kept() -> None:
    node = load("a: 1\na: 2", "quality-gate.yml")
    assert [(key.text, key.line, value.text) for key, value in node.entries] == [("a", 1, "1"), ("a", 2, "2")]


def test_a_quoted_arrow_is_a_key_like_any_other() -> None:
    assert load('"<<": 1\nb: <<', "quality-gate.yml").entries[0][0].text == "<<"


def test_a_lone_word_is_a_tree_of_one() -> None:
    assert load("word", "quality-gate.yml") == Node(kind=Kind.TEXT, text="word")


def test_several_mistakes_at_once() -> None:
    whats = [(one.line, one.remedy) for one in mistakes_in("a: !x\nb: *y\n<<: 1\nc: [b")]
    assert [line for line, _ in whats] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["[" * 9000, "- " * 9000, "{a: " * 9000, "? " * 9000, "[" * 60 + "]" * 60])
def test_depth_is_bounded(text: str) -> None:
    assert only_mistake_in(text)[2:] == (
        f"more than {MOST_LEVELS} levels inside each other",
        "make it flatter",
    )


def test_depth_by_aliases_is_bounded() -> None:
    chain = "\n".join(f"- &a{number} [*a{number - 1}]" for number in range(1, 100))
    assert "levels" in only_mistake_in(f"- &a0 []\n{chain}")[2]


def test_an_alias_bomb_is_counted_not_unfolded() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
        f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]" for number in range(1, 12)
    )
    assert only_mistake_in(bomb)[2] == "the file holds more than 100,000 values"


def test_an_alias_to_itself_is_no_alias() -> None:
    assert only_mistake_in("a: &a [*a]")[2] == "a value cannot begin with `*`"


def test_an_endless_file_is_refused() -> None:
    assert only_mistake_in("a" * (MOST_CHARACTERS + 1))[2] == "the file is larger than 1 MiB"


@pytest.mark.parametrize("text", [r'a: "\0"', r'a: "\uD800"'])
def test_characters_that_nothing_can_hold(text: str) -> None:
    assert "no file or command can hold" in only_mistake_in(text)[2]


@pytest.mark.parametrize("text", [r'a: "\UFFFFFFFF"', r'a: "\U00110000"', f"%YAML {'1' * 9999}.1\n---\na: 1"])
def test_numbers_that_the_parser_cannot_hold(text: str) -> None:
    assert only_mistake_in(text)[2] == "an escape or a directive holds a number that is too large"


ALPHABET = st.text(
    st.sampled_from(" \n\t\r:-?[]{},#&*!|>'\"%@`<=~a1.\\\x85\u2028\ufeff\x00ü") | st.characters()
)


@given(ALPHABET | st.binary())
def test_nothing_but_configuration_mistakes_comes_out(content: str | bytes) -> None:
    try:
        node = load(content, "quality-gate.yml")
    except ConfigMistakes as error:
        mistakes = error.mistakes
        value = None
    else:
        value, mistakes = bind(node, Sample)
    assert (value is None) == bool(mistakes)
    assert all(one.line > 0 and one.column > 0 for one in mistakes)
    assert mistakes_text(ConfigMistakes("quality-gate.yml", mistakes))


KEYS = [
    "version",
    "name",
    "stages",
    "run",
    "reports",
    "limits",
    "total",
    "groups",
    "plain",
    "waivers",
    "publish",
]
SCALARS = st.sampled_from(["1", "0", "95", "10m", "true", "null", "~", "", "a", '"!x"', "'..'", "2027-01-15"])
FLOWS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items) or ''}]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS), FLOWS, min_size=1))
def test_well_formed_nonsense_is_bound_or_told(entries: dict[str, str]) -> None:
    try:
        node = load("\n".join(f"{key}: {value}" for key, value in entries.items()), "quality-gate.yml")
    except ConfigMistakes:
        return
    value, mistakes = bind(node, Sample)
    assert (value is None) == bool(mistakes)
