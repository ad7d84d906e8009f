"""One run of NUnit 2: its report is read as the console sums it up."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.cases import Cases, Outcome
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import tool

ASSEMBLIES = ("/usr/lib/cli", "/usr/lib/mono")
CART = """\
using System;
using NUnit.Framework;
namespace Acme {
  [TestFixture] public class Cart {
    [Test] public void Adds() { Assert.AreEqual(2, 1 + 1); }
    [Test] public void Fails() { Assert.AreEqual("a < b & c ]]>", "b"); }
    [Test] public void Breaks() { throw new InvalidOperationException("no till \\x1b[31m"); }
    [Test, Ignore("later")] public void Ignored() { }
    [Test] public void Unsure() { Assert.Inconclusive("who knows"); }
    [Test] void Hidden() { }
    [TestCase(1.5, "a.b")] [TestCase(2.5, "x(y)")]
    public void Coins(double coin, string name) { Assert.Less(coin, 2); }
  }
  [TestFixture] public class Hooked {
    [TestFixtureSetUp] public void Open() { throw new Exception("closed today"); }
    [Test] public void NeverRuns() { }
  }
  [TestFixture] public class Torn {
    [TestFixtureTearDown] public void Close() { throw new Exception("cannot close"); }
    [Test] public void Runs() { }
  }
}
"""
SOUND = """\
using NUnit.Framework;
namespace Acme { [TestFixture] public class Cart { [Test] public void Adds() { } [Test] void Hidden() { } } }
"""


def run(folder: Path, source: str) -> tuple[Cases, str, int]:
    """What is read, what the console says, and its exit code."""
    console, compiler = tool("nunit-console"), tool("mcs")
    found = [path for root in ASSEMBLIES for path in Path(root).rglob("nunit.framework.dll")]
    if not found:
        pytest.skip("nunit.framework.dll is not installed")
    (folder / "cart.cs").write_text(source)
    build = [compiler, "-target:library", f"-reference:{found[0]}", "-out:cart.dll", "cart.cs"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    command = [console, "cart.dll", "-nologo", "-nodots", "-xml=nunit.xml"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    with (folder / "nunit.xml").open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state) == ("nunit2", State.OK)
    assert reading.cases is not None
    return reading.cases, done.stdout, done.returncode


def test_every_result(tmp_path: Path) -> None:
    cases, said, _ = run(tmp_path, CART)
    printed = {word: int(number) for word, number in re.findall(r"([A-Z][A-Za-z ]+): (\d+)", said)}
    broken = re.findall(r"^\d+\) (?:SetUp Error|TearDown Failure) : \S+", said, re.MULTILINE)
    counts = cases.counts
    assert len(broken) == 2, said

    assert counts.failed == printed["Failures"] == 3  # that of the fixture whose set-up breaks is one of them
    # A fixture whose last step breaks is printed, and not counted.
    assert counts.errors == printed["Errors"] + printed["Invalid"] + 1 == 3
    assert counts.skipped == printed["Ignored"] + printed["Skipped"] + printed["Inconclusive"] == 2
    assert counts.total == printed["Tests run"] + printed["Not run"] + 1
    assert "suite Torn" in {case.name for case in cases if case.outcome is Outcome.ERROR}


def test_what_cannot_be_run_fails_as_it_does_in_the_console(tmp_path: Path) -> None:
    cases, said, code = run(tmp_path, SOUND)

    assert (code, cases.counts.failing) == (1, 1)
    assert "Errors: 0, Failures: 0" in said
    assert "Not run: 1, Invalid: 1" in said
