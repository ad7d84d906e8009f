"""Reports of the test runners that are installed here: their totals are read as the runner prints them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.cases import Counts
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import tool

NODE = """\
const {test, describe, it, before} = require('node:test');
const fail = () => { throw new Error('a # b\\n1..9'); };
test('ok', () => {});
test('fails', fail);
test('skips', {skip: 'why'}, () => {});
test('todo', {todo: true}, fail);
test('parent', async t => { await t.test('kid', () => {}); await t.test('bad # kid', fail); });
describe('suite', () => {
  it('one', () => {});
  describe('inner', () => { it('two', () => {}); it.skip('three', fail); });
});
describe('hooked', () => { before(fail); it('cancelled', () => {}); });
"""
GO = """\
package cart

import "testing"

func TestOk(t *testing.T)   {}
func TestSkip(t *testing.T) { t.Skip("later") }
func TestSums(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Error("2 is not 3") })
}
"""
PERL = """\
use Test::More tests => 4;
ok(1, 'one');
subtest 'sub' => sub { plan tests => 2; ok(1, 'x'); ok(0, 'y') };
SKIP: { skip 'why', 1; }
TODO: { local $TODO = 'later'; ok(0, 'soon'); }
"""
GOOGLE_TEST = """\
#include <gtest/gtest.h>
TEST(Cart, Adds) { RecordProperty("owner", "a & b"); }
TEST(Cart, FailsTwice) { EXPECT_EQ(2, 3) << "a < b ]]>"; ADD_FAILURE(); }
TEST(Cart, Skips) { GTEST_SKIP() << "later"; }
TEST(Cart, DISABLED_Later) { FAIL(); }
class Coins : public testing::TestWithParam<int> {};
TEST_P(Coins, Count) { EXPECT_LT(GetParam(), 3); }
INSTANTIATE_TEST_SUITE_P(All, Coins, testing::Values(1, 2, 5));
"""
BATS = """\
@test "adds # one" { true; }
@test "fails" { echo "not ok 9"; false; }
@test "skips" { skip "later"; }
"""


def run(folder: Path, *command: str) -> bytes:
    """What the runner writes; that tests fail is meant."""
    environment = {**os.environ, "TERM": "xterm"}  # bats says nothing to a terminal that it does not know
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment).stdout


def counts(folder: Path, data: bytes, format_name: str) -> Counts:
    report = folder / "report"
    report.write_bytes(data)
    with report.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state, reading.note) == (format_name, State.OK, "")
    assert reading.cases is not None
    return reading.cases.counts


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_node(tmp_path: Path) -> None:
    (tmp_path / "cart.test.js").write_text(NODE)
    data = run(tmp_path, "node", "--test", "--test-reporter=tap", "cart.test.js")
    printed = {key.decode(): int(number) for key, number in re.findall(rb"(?m)^# (\w+) (\d+)$", data)}

    found = counts(tmp_path, data, "tap")

    assert found.total == printed["tests"]
    assert found.passed == printed["pass"]
    assert found.failing == printed["fail"] + printed["cancelled"]
    assert (found.skipped, found.expected) == (printed["skipped"], printed["todo"])


@pytest.mark.skipif(not shutil.which("go"), reason="go is not installed")
def test_go(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.21\n")
    for name, source in (("cart", GO), ("broken", 'package broken\n\nvar x int = "1"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}_test.go").write_text(source)
    plain = run(tmp_path, "go", "test", "-v", "./cart")
    ends = re.findall(rb"(?m)^\s*--- (PASS|FAIL|SKIP): ", plain)

    found = counts(tmp_path, run(tmp_path, "go", "test", "-json", "./cart"), "go-test")
    both = counts(tmp_path, run(tmp_path, "go", "test", "-json", "./..."), "go-test")

    assert (found.passed, found.failed, found.skipped) == tuple(
        ends.count(end) for end in (b"PASS", b"FAIL", b"SKIP")
    )
    assert both == found + Counts(errors=1)


@pytest.mark.skipif(not shutil.which("perl"), reason="perl is not installed")
def test_perl(tmp_path: Path) -> None:
    (tmp_path / "cart.t").write_text(PERL)

    found = counts(tmp_path, run(tmp_path, "perl", "cart.t"), "tap")

    assert found == Counts(passed=2, failed=1, skipped=1, expected=1)


def test_google_test(tmp_path: Path) -> None:
    (tmp_path / "cart.cpp").write_text(GOOGLE_TEST)
    build = (tool("g++"), "-o", "cart", "cart.cpp", "-lgtest_main", "-lgtest", "-lpthread")
    built = subprocess.run(build, cwd=tmp_path, capture_output=True, check=False)
    if b"gtest/gtest.h" in built.stderr:
        pytest.skip("GoogleTest is not installed")
    assert built.returncode == 0, built.stderr
    said = run(tmp_path, "./cart", "--gtest_output=xml:cart.xml")
    printed = {
        key.decode(): int(number)
        for key, number in re.findall(rb"(?m)^\[ +(PASSED|SKIPPED|FAILED) +\] (\d+) tests?[,.]", said)
    }

    found = counts(tmp_path, (tmp_path / "cart.xml").read_bytes(), "junit")

    assert (found.passed, found.failed) == (printed["PASSED"], printed["FAILED"]) == (3, 2)
    assert found.skipped == printed["SKIPPED"] + 1  # what is disabled is printed elsewhere


@pytest.mark.parametrize(("form", "name"), [("tap", "tap"), ("junit", "junit")])
def test_bats(tmp_path: Path, form: str, name: str) -> None:
    (tmp_path / "cart.bats").write_text(BATS)
    said = run(tmp_path, tool("bats"), "--pretty", "cart.bats")
    line = re.search(rb"(\d+) tests, (\d+) failures?, (\d+) skipped", said)
    assert line, said

    found = counts(tmp_path, run(tmp_path, "bats", "--formatter", form, "cart.bats"), name)

    assert (found.total, found.failed, found.skipped) == tuple(map(int, line.groups()))
