"""Documents of all formats become trees, with the lines of their values; what is none says where."""

from __future__ import annotations

import time

import pytest

from quality_gate.bind.document import NotADocument, find, keys, shown
from quality_gate.bind.node import Kind, Node
from quality_gate.probes.documents import tree_of
from quality_gate.probes.formats import form_of, form_of_output

JSON = '{"a": {"b": [1, 2.50, {"c": "x\\u00e9"}]},\n "d": null, "e": {}, "f": [], "g/h": true}'
YAML = """
base: &base {p: 1, q: 2}
b:
  <<: *base
  q: 1.6
many:
  <<: [*base, {r: 3}]
text: "1.6"
version: 1.6.0.35
tagged: !Ref name
on: yes
day: 2026-01-02
none: ~
"""
TOML = """\
[project]
name = "x"
version = "1.6.0.35"
[tool.a]
"b" = 1.50
d = [1, 2]
yes = true
[[more]]
day = 2026-01-02
when = 07:30:00
"""
INI = """\
top = 1
; a comment
[server]
port = 8080 ; another
name: "a;b"
long = a
  b
bare
"""
CONF = "maxmemory 2gb\nsave 900 1\nsave 300 10\nspring.a.b=3\n[x]\ny: 'z'\n"
ENV = '# a comment\nexport A=1\nB="x y" # said\n\nC=a#b\nD=\'open\n'


@pytest.mark.parametrize(
    ("form", "text", "key", "kind", "value", "line"),
    [
        ("json", JSON, "a.b.1", Kind.DECIMAL, "2.50", 1),
        ("json", JSON, "/a/b/0", Kind.INTEGER, "1", 1),
        ("json", JSON, "a.b[2].c", Kind.TEXT, "xé", 1),
        ("json", JSON, "/g~1h", Kind.BOOLEAN, "true", 2),
        ("json", JSON, "d", Kind.NULL, "null", 2),
        ("json", "\ufeff-1e3 ", "", Kind.DECIMAL, "-1e3", 1),
        ("yaml", YAML, "b.p", Kind.INTEGER, "1", 2),
        ("yaml", YAML, "b.q", Kind.DECIMAL, "1.6", 5),
        ("yaml", YAML, "many.r", Kind.INTEGER, "3", 7),
        ("yaml", YAML, "text", Kind.TEXT, "1.6", 8),
        ("yaml", YAML, "version", Kind.TEXT, "1.6.0.35", 9),
        ("yaml", YAML, "tagged", Kind.TEXT, "name", 10),
        ("yaml", YAML, "on", Kind.BOOLEAN, "yes", 11),
        ("yaml", YAML, "day", Kind.DATE, "2026-01-02", 12),
        ("yaml", YAML, "none", Kind.NULL, "~", 13),
        ("yaml", "a: 1\n---\na: 2\n", "1.a", Kind.INTEGER, "2", 3),
        ("toml", TOML, "project.version", Kind.TEXT, "1.6.0.35", 3),
        ("toml", TOML, "tool.a.b", Kind.DECIMAL, "1.50", 5),
        ("toml", TOML, "tool.a.d.1", Kind.INTEGER, "2", 0),
        ("toml", TOML, "tool.a.yes", Kind.BOOLEAN, "true", 7),
        ("toml", TOML, "more.0.day", Kind.DATE, "2026-01-02", 0),
        ("toml", TOML, "more.0.when", Kind.DATE, "07:30:00", 0),
        ("ini", INI, "top", Kind.TEXT, "1", 1),
        ("ini", INI, "server.port", Kind.TEXT, "8080", 4),
        ("ini", INI, "server.name", Kind.TEXT, "a;b", 5),
        ("ini", INI, "server.long", Kind.TEXT, "a\nb", 6),
        ("ini", INI, "server.bare", Kind.TEXT, "", 8),
        ("conf", CONF, "maxmemory", Kind.TEXT, "2gb", 1),
        ("conf", CONF, "save.1", Kind.TEXT, "300 10", 3),
        ("conf", CONF, "spring.a.b", Kind.TEXT, "3", 4),
        ("conf", CONF, "x.y", Kind.TEXT, "z", 6),
        ("env", ENV, "A", Kind.TEXT, "1", 2),
        ("env", ENV, "B", Kind.TEXT, "x y", 3),
        ("env", ENV, "C", Kind.TEXT, "a#b", 5),
        ("env", ENV, "D", Kind.TEXT, "'open", 6),
        ("text", "  word\n", "", Kind.TEXT, "word", 1),
    ],
)
def test_a_value_keeps_its_text_its_kind_and_its_line(
    form: str, text: str, key: str, kind: Kind, value: str, line: int
) -> None:
    node = find(tree_of(text, form), key)

    assert node is not None
    assert (node.kind, node.text, node.line) == (kind, value, line)


@pytest.mark.parametrize(
    ("form", "text", "said", "line"),
    [
        ("json", "", "cut off or garbled", 1),
        ("json", '{"a": 1,\n"a": 2}', "the key 'a' stands twice, first in line 1", 2),
        ("json", '{"a": 1', "cut off or garbled", 1),
        ("json", '{"a" 1}', "cut off or garbled", 1),
        ("json", "{1: 2}", "cut off or garbled", 1),
        ("json", '"\\ud8', "cut off or garbled", 1),
        ("json", '"\\x"', "cut off or garbled", 1),
        ("json", "[1,]", "cut off or garbled", 1),
        ("json", "[1 2]", "cut off or garbled", 1),
        ("json", "[NaN]", "cut off or garbled", 1),
        ("json", "1\n2", "something follows the value", 2),
        ("json", "[" * 5000, "more than 100 levels", 1),
        ("yaml", "a: 1\na: 2", "the key 'a' stands twice, first in line 1", 2),
        ("yaml", "a: [", "not YAML", 1),
        ("yaml", "a: \x01", "a character that cannot stand here", 1),
        ("yaml", 'a: "\\UFFFFFFFF"', "a number that is too large", 0),
        ("yaml", "a: *none", "nothing is called &none", 1),
        ("yaml", "[" * 200, "more than 100 levels", 1),
        ("yaml", "x" * (1 << 20) + "y", "larger than 1 MiB", 0),
        ("toml", "a = \n[b]", "not TOML", 1),
        ("toml", "a = " + "[" * 3000, "not TOML", 0),
        ("ini", "[a]\nb = 1\nb = 2", "the key 'b' stands twice", 3),
        ("ini", "a = 1\na = 2", "the key 'a' stands twice", 2),
        ("env", "A=1\nA B", "not of the form NAME=value", 2),
        ("env", "A=1\nA=2", "the key 'A' stands twice", 2),
    ],
)
def test_what_is_no_document_says_where(form: str, text: str, said: str, line: int) -> None:
    with pytest.raises(NotADocument) as told:
        tree_of(text, form)

    assert said in told.value.reason
    assert told.value.line == line


def test_aliases_cannot_explode() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    deep = ["b0: &b0 [x]", *(f"b{n}: &b{n} [*b{n - 1}]" for n in range(1, 150))]
    started = time.monotonic()
    for text in (lines, deep):
        with pytest.raises(NotADocument, match=r"more than (200,000 values|100 levels)"):
            tree_of("\n".join(text), "yaml")

    assert time.monotonic() - started < 5


def test_an_empty_yaml_file_holds_nothing() -> None:
    assert tree_of("", "yaml").items == ()


def test_keys_lead_to_every_value() -> None:
    assert set(keys(tree_of(JSON, "json"))) == {
        *("a", "a.b", "a.b.0", "a.b.1", "a.b.2", "a.b.2.c", "d", "e", "f", "g/h")
    }
    many = Node(kind=Kind.LIST, items=(Node(kind=Kind.NULL),) * 6_000)
    assert len(list(keys(many))) == 5_000
    pair = Node(kind=Kind.LIST, items=(many, many))
    assert len(list(keys(pair))) == 5_000


@pytest.mark.parametrize("key", ["z", "a.z", "/z", "/a/z", "a.b.9", "d.x"])
def test_a_key_that_is_not_there(key: str) -> None:
    assert find(tree_of(JSON, "json"), key) is None


def test_a_flat_key_with_dots_wins_over_deeper_ones() -> None:
    tree = tree_of('{"a.b": 1, "a": {"b": 2, "c": 3}, "x": {"y": 1}, "x.y": {"q": 1}}', "json")
    found = {key: node.text for key in ("a.b", "a.c", "x.y.q") if (node := find(tree, key))}
    assert found == {"a.b": "1", "a.c": "3", "x.y.q": "1"}


def test_values_in_words() -> None:
    tree = tree_of(JSON, "json")
    assert [shown(node) for key in ("a", "a.b", "d") if (node := find(tree, key))] == [
        "a mapping of 1",
        "a list of 3",
        "null",
    ]


def test_a_file_tells_its_format_by_its_name() -> None:
    names = ["a/b.yml", "x.YAML", "p.json", "p.toml", "setup.cfg", "redis.conf", "app.properties"]
    assert [form_of(name) for name in names] == ["yaml", "yaml", "json", "toml", "ini", "conf", "conf"]
    assert [form_of(name) for name in (".env", ".env.example", "dev.env", "src/a.py", "VERSION")] == [
        *("env", "env", "env", "text", "text")
    ]
    assert [form_of_output(text) for text in (' {"a": 1}', "[1]", "a: 1")] == ["json", "json", "text"]
