"""What may be written about a known failure, what is said of the rest, and how the text is edited."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.config.settings import Settings
from quality_gate.config.waiver_text import quoted, with_entry, without_entries
from quality_gate.config.waivers import Around, waiver_files
from quality_gate.config.words import mistakes_text
from quality_gate.model.errors import ConfigMistakes, UsageError
from quality_gate.model.waivers import Waiver, WaiverKind

TODAY = date(2026, 11, 20)
HEAD = "version: 1\nstages: {unit: {run: make test}}\n"
GOOD = {
    "tests": '"a.py::t"',
    "error": "no route",
    "reason": "the client is old",
    "owner": '"@me"',
    "expires": "2027-01-15",
}


def entry(**parts: str | None) -> str:
    written = {**GOOD, **{key.replace("_", "-"): value for key, value in parts.items()}}
    lines = [f"{key}: {value}" for key, value in written.items() if value is not None]
    return "  - " + "\n    ".join(lines) + "\n"


def read(text: str, **files: str) -> Settings:
    around = Around(today=TODAY, files={name: load(content, name) for name, content in files.items()})
    return assemble(load(text, "quality-gate.yml"), "quality-gate.yml", around)


def said(waivers: str, **files: str) -> str:
    with pytest.raises(ConfigMistakes) as caught:
        read(f"{HEAD}waivers:\n{waivers}", **files)
    return mistakes_text(caught.value)


def test_everything_is_read() -> None:
    whole = entry(issue="x.example/1", added="2026-11-01", max_matches="3", variant='{py: "3.11"}')
    (found,) = read(f"{HEAD}waivers:\n{whole}").waivers

    assert found == Waiver(
        rule="waivers.1",
        kind=WaiverKind.TESTS,
        pattern="a.py::t",
        error="no route",
        reason="the client is old",
        owner="@me",
        issue="x.example/1",
        added=date(2026, 11, 1),
        expires=date(2027, 1, 15),
        most=3,
        variant=(("py", "3.11"),),
        where="quality-gate.yml:4",
    )


def test_one_alone_needs_no_list() -> None:
    lines = "".join(f"  {key}: {value}\n" for key, value in GOOD.items())

    assert [one.pattern for one in read(f"{HEAD}waivers:\n{lines}").waivers] == ["a.py::t"]
    assert read(HEAD).waivers == ()


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"tests": None}, "it does not say what it excuses"),
        ({"findings": "B608"}, "it says twice what it excuses"),
        ({"error": None}, "`error` is missing"),
        ({"error": "no"}, "it fits every error"),
        ({"error": "/.*/"}, "it fits every error"),
        ({"error": '"/(/"'}, "the regular expression is broken"),
        ({"reason": None}, "`reason` is missing"),
        ({"reason": "later"}, "'later' is no reason"),
        ({"owner": None}, "`owner` is missing"),
        ({"owner": '"@…"'}, "'@…' names nobody"),
        ({"expires": None}, "`expires` is missing"),
        ({"expires": "2027-02-19"}, "2027-02-19 is 91 days after 2026-11-20"),
        ({"expires": "2027-01-15", "added": "2026-10-01"}, "2027-01-15 is 106 days after 2026-10-01"),
        ({"added": "2026-11-21"}, "2026-11-21 is not yet"),
        ({"expires": "2026-11-01", "added": "2026-11-20"}, "it ends before it was added"),
        ({"tests": '"a.py::*"'}, "a pattern with `*` must say how many"),
        ({"tests": '"*buy*"', "max_matches": "2"}, "a `*` must stand for whole parts"),
        ({"tests": None, "metrics": '"p*"'}, "one name stands here, no pattern"),
        ({"tests": None, "rule": "stages.unit"}, "stages.unit cannot be waived"),
        ({"tests": None, "rule": "policy"}, "policy cannot be waived"),
        ({"tests": None, "rule": "needs.build"}, "needs.build cannot be waived"),
        ({"tests": None, "rule": "handed-over"}, "handed-over cannot be waived"),
        ({"tests": None, "probes": "x", "error": None}, "`error` is missing"),
        ({"tests": None, "probes": "x", "variant": "{py: a}"}, "only tests have variants"),
        ({"max_matches": "0"}, "0 is less than 1"),
        ({"file": "x.yml"}, "`file` stands alone"),
    ],
)
def test_mistakes_say_where_they_are(parts: dict[str, str | None], message: str) -> None:
    text = said(entry(**parts))

    assert message in " ".join(text.split())
    assert "quality-gate.yml:" in text


@pytest.mark.parametrize("kind", ["findings", "metrics"])
def test_some_need_no_error(kind: str) -> None:
    parts: dict[str, str | None] = {"tests": None, kind: "x", "error": None}

    assert [one.kind for one in read(f"{HEAD}waivers:\n{entry(**parts)}").waivers] == [kind]


def test_the_last_day_of_the_window_is_fine() -> None:
    assert read(f"{HEAD}waivers:\n{entry(expires='2027-02-18')}").waivers
    undated = assemble(load(f"{HEAD}waivers:\n{entry(expires='2099-01-01')}", "x"), "x")
    assert undated.waivers[0].expires == date(2099, 1, 1)


def test_the_same_twice_is_a_mistake_and_another_error_is_not() -> None:
    assert "the same waiver as in line 4" in said(entry() + entry(reason="the server is old"))
    assert len(read(f"{HEAD}waivers:\n{entry()}{entry(error='no host')}").waivers) == 2


def test_all_mistakes_are_told_at_once() -> None:
    text = said(entry(reason=None) + entry(owner=None, error="another"))

    assert "quality-gate.yml:4:5" in text and "waivers[0]" in text
    assert "quality-gate.yml:8:5" in text and "waivers[1]" in text


def test_a_file_of_their_own() -> None:
    text = f"{HEAD}waivers:\n{entry()}  - file: more.yml\n"
    assert waiver_files(load(text, "x")) == ("more.yml",)

    found = read(text, **{"more.yml": f"version: 1\nwaivers:\n{entry(tests='b.py::t')}"}).waivers
    assert [(one.rule, one.file, one.where) for one in found] == [
        ("waivers.1", "", "quality-gate.yml:4"),
        ("waivers.2", "more.yml", "more.yml:3"),
    ]
    assert len(read(text, **{"more.yml": "version: 1\n"}).waivers) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "quality-gate.yml:4:5 waivers[0].file more.yml cannot be read"),
        ("version: 1\nwaivers:\n  - file: x.yml\n", "no further file is read"),
        (f"version: 1\nwaivers:\n{entry(owner=None)}", "more.yml:3:5 waivers[0] `owner` is missing"),
        (f"version: 1\nwaivers:\n{entry(added='2026-12-01')}", "2026-12-01 is not yet"),
        ("waivers: []\n", "`version` is missing"),
    ],
)
def test_mistakes_in_and_about_that_file(content: str | None, message: str) -> None:
    files = {} if content is None else {"more.yml": content}

    assert message in " ".join(said("  - file: more.yml\n", **files).split())


ADDED = {"tests": quoted("b.py::t"), "expires": "2027-01-01"}
LAYOUT = """\
# the gate
version: 1
waivers:  # known ones

  # the oldest
  - tests: a.py::t   # still there
    error: no route
    # inside

# what follows
stages: {unit: {run: make test}}
"""
AFTER = """\
    # inside
  - tests: "b.py::t"
    expires: 2027-01-01

# what follows
"""


def test_a_new_one_stands_last_and_all_else_stays() -> None:
    text = with_entry(LAYOUT, "x", ADDED)

    assert AFTER in text
    assert text.replace('  - tests: "b.py::t"\n    expires: 2027-01-01\n', "") == LAYOUT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version: 1", 'version: 1\n\nwaivers:\n  - tests: "b.py::t"\n    expires: 2027-01-01\n'),
        (
            "publish: [console]",
            'publish: [console]\n\nwaivers:\n  - tests: "b.py::t"\n    expires: 2027-01-01\n',
        ),
        ("version: 1\n\n", 'version: 1\n\nwaivers:\n  - tests: "b.py::t"\n    expires: 2027-01-01\n'),
        (
            "version: 1\r\n",
            'version: 1\r\n\r\nwaivers:\r\n  - tests: "b.py::t"\r\n    expires: 2027-01-01\r\n',
        ),
        ("waivers:\n- a: b\n", 'waivers:\n- a: b\n- tests: "b.py::t"\n  expires: 2027-01-01\n'),
        ("waivers:\n- a: b", 'waivers:\n- a: b\n- tests: "b.py::t"\n  expires: 2027-01-01\n'),
    ],
)
def test_small_files(before: str, after: str) -> None:
    assert with_entry(before, "x", ADDED) == after


@pytest.mark.parametrize(
    "text",
    [
        "waivers: [{a: b}]\n",
        "waivers: {a: b}\n",
        "{version: 1}\n",
        "waivers:\n  -\n    a: b\n",
        "version: 1\n...\n",
        "name: |+\n  kept\n",
    ],
)
def test_a_layout_that_cannot_be_edited_safely_is_left_alone(text: str) -> None:
    with pytest.raises((UsageError, ConfigMistakes)):
        with_entry(text, "x", ADDED)


def test_deleting_keeps_the_comments() -> None:
    longer = with_entry(LAYOUT, "x", ADDED)

    assert without_entries(longer, "x", [1]) == LAYOUT
    assert without_entries(longer, "x", [0]) == longer.replace(
        "  - tests: a.py::t   # still there\n    error: no route\n    # inside\n", ""
    )
    assert "waivers" not in without_entries(longer, "x", [0, 1])
    assert without_entries("version: 1\n", "x", []) == "version: 1\n"


@given(st.text(), st.text(min_size=1))
def test_any_text_survives_being_written(name: str, reason: str) -> None:
    from_text = {"tests": quoted(f"x{name}"), "reason": quoted(reason)}
    unusable = any(char == "\0" or "\ud800" <= char <= "\udfff" for char in name + reason)
    try:
        text = with_entry("version: 1\n", "x", from_text)
    except (UsageError, ConfigMistakes):
        assert unusable
        return
    root = load(text, "x")
    (item,) = root.entries[1][1].items
    assert [value.text for _, value in item.entries] == [f"x{name}", reason]
