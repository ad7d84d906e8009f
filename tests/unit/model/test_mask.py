"""A secret is hidden in every form, and a value without one is the very same object."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import coverage
from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.mask import MASK, Mask
from quality_gate.model.verdict import Ruling, Spot, Status

SECRET = 'p@ss/w<rd&"9'
TOKEN = "ghp_" + "a1" * 18
KNOWN = Mask((("DATABASE_PASSWORD", SECRET),))


@pytest.mark.parametrize(
    "form",
    [SECRET, json.dumps(SECRET)[1:-1], escape(SECRET, {'"': "&quot;"}), quote(SECRET, safe="")],
)
def test_a_known_secret_is_hidden_as_encodings_write_it(form: str) -> None:
    assert KNOWN.text(f"before {form} after") == f"before {MASK} after"


@given(st.binary(max_size=9), st.binary(max_size=9))
def test_and_inside_base64_wherever_it_begins(before: bytes, after: bytes) -> None:
    coded = base64.b64encode(before + SECRET.encode() + after).decode()

    hidden = KNOWN.text(coded)

    assert MASK in hidden
    assert len(hidden) < len(coded)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"token {TOKEN}.", f"token {MASK}."),
        ("redis://:hunter22x@redis:6379", f"redis://:{MASK}@redis:6379"),
        ("nothing to see", "nothing to see"),
    ],
)
def test_common_shapes_are_hidden_without_being_known(text: str, hidden: str) -> None:
    assert Mask().text(text) == hidden
    assert Mask().many(text) == hidden


def test_every_text_of_a_value_is_searched() -> None:
    ruling = Ruling(
        rule=f"stages.{TOKEN}",
        title="t",
        status=Status.FAILED,
        spots=(Spot("a.py", 3, None, f"password {SECRET}"),),
    )
    cases = Cases(
        {Place("s", TOKEN): ("a", SECRET)},
        (Case(Place(), "b", Outcome.FAILED, message=SECRET, text=f"x\n{TOKEN}"),),
    )

    shown = repr(KNOWN.value([{"ruling": ruling, SECRET: (cases, TOKEN)}]))

    assert SECRET not in shown
    assert TOKEN not in shown
    assert shown.count(MASK) == 8
    assert KNOWN.value(Status.FAILED) is Status.FAILED


def test_what_holds_no_secret_is_the_same_object() -> None:
    value = {"a": (Ruling(rule="r", title="t", status=Status.PASSED), ["x", 3], coverage({"a.py": "+-"}))}

    assert KNOWN.value(value) is value


def test_many_records_and_many_names_are_looked_at_together() -> None:
    places = {Place("s", f"c{number}"): (f"n{number}",) for number in range(200)}
    plain, dirty = Cases(places), Cases({**places, Place("s", "x"): (SECRET,)})
    odd = Cases({}, tuple(Case(Place(), f"n{number}", Outcome.SKIPPED) for number in range(200)))

    assert KNOWN.value(plain) is plain
    assert KNOWN.value(odd) is odd
    assert KNOWN.value(dirty).passed[Place("s", "x")] == (MASK,)
    assert len(KNOWN.value(dirty).passed) == 201


def test_a_few_lines_are_searched_as_one_is() -> None:
    lines = ("connecting", "db_password: hunter22ab", "failed")

    assert Mask().value(lines) == ("connecting", f"db_password: {MASK}", "failed")
    assert Mask().value((*lines, "x" * 70_000)) == (*lines, "x" * 70_000)


def test_a_secret_of_several_lines_is_hidden_in_neighbouring_lines() -> None:
    kind = "RSA PRIVATE " + "KEY"
    lines = ["before", f"-----BEGIN {kind}-----", "AAAABBBB", f"-----END {kind}-----", "after"]

    assert list(KNOWN.lines(lines)) == ["before", MASK, "after"]
    assert KNOWN.lines(["a", "b"]) == ["a", "b"]


@pytest.mark.parametrize("text", ["password=" * 20_000, "://" + "a" * 200_000, "eyJ" * 50_000])
def test_hostile_text_comes_to_an_end(text: str) -> None:
    assert len(Mask().text(text)) <= len(text)


def test_many_values_of_mixed_kinds_are_looked_at_one_by_one() -> None:
    clean, dirty = [*range(200), ("a",)], [*range(200), (SECRET,)]
    pairs = [("a", "b")] * 200

    assert KNOWN.value(clean) is clean
    assert KNOWN.value(dirty) == [*range(200), (MASK,)]
    assert KNOWN.value(pairs) is pairs
    assert KNOWN.value([*pairs, ("a", SECRET)]) == [*pairs, ("a", MASK)]


@pytest.mark.parametrize("beside", ["plain", SECRET])
@pytest.mark.parametrize("text", ["login[password=hunter22ab]", f"login[{SECRET}]", f"login[{TOKEN}]"])
def test_a_test_is_called_alike_whether_it_passed_or_failed(text: str, beside: str) -> None:
    place = Place(text, text)
    cases = Cases({place: (text, beside)}, (Case(place, text, Outcome.FAILED, message=text),))

    hidden = KNOWN.value(cases)
    ((there, (name, _)),), (case,) = hidden.passed.items(), hidden.others

    assert (there, name) == (case.place, case.name)
    assert there.suite == there.classname == name
    assert case.message == KNOWN.text(text) != text
    assert [secret for secret in (SECRET, TOKEN) if secret in repr(hidden)] == []


def test_no_test_is_lost_where_places_are_called_alike_then() -> None:
    other = TOKEN.replace("a", "b")
    cases = Cases({Place(TOKEN): ("a", "b"), Place("s"): ("c",), Place(other): ("b", "d")})

    hidden = KNOWN.value(cases)

    assert hidden.passed == {Place(MASK): ("a", "b", "b", "d"), Place("s"): ("c",)}
    assert hidden.counts == cases.counts


def test_keys_with_different_secrets_are_different_keys() -> None:
    values = {f"{TOKEN}{number}": number for number in (1, 2, 3)}

    assert KNOWN.value(values) == {MASK: 1, f"{MASK} #2": 2, f"{MASK} #3": 3}


def test_many_keys_and_places_that_are_called_alike_take_no_longer() -> None:
    tokens = [f"ghp_{number:036}" for number in range(20_000)]
    started = time.process_time()

    assert len(KNOWN.value(dict.fromkeys(tokens, 1))) == len(tokens)
    assert KNOWN.value(Cases({Place(token): ("a",) for token in tokens})).counts.total == len(tokens)
    assert time.process_time() - started < 10


def test_what_a_rule_asks_by_is_found_again() -> None:
    asked = {Lookup(log="unit", pattern="secret=abcd1234efgh took ([0-9]+)"): Found()}

    assert KNOWN.value(asked) is asked
