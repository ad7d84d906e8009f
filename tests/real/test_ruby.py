"""One run of RSpec under SimpleCov: read as the two of them sum it up."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream
from real.installing import tool

SHOP = """\
class Shop
  def fee(amount, member)
    return 0 if member && amount > 10

    [1, 2].each do |day|
      amount += day > 1 ? 2 : 1
    end
    case amount
    when 8 then :eight
    else
      amount
    end
  end

  def unused(number)
    number * 2
  end
end
"""
SPEC = """\
require 'simplecov'
SimpleCov.start do
  enable_coverage :branch
  add_filter '/spec/'
  track_files 'lib/**/*.rb'
  at_exit do
    rows = %i[line branch].to_h { |kind| [kind, SimpleCov.result.coverage_statistics[kind]] }
    File.write('printed.json', JSON.generate(rows.transform_values { |row| [row.covered, row.total] }))
  end
end
require_relative '../lib/shop'
RSpec.describe Shop do
  it('is free') { expect(Shop.new.fee(5, false)).to eq :eight }
  FAILURES
  it('is skipped', skip: 'later') { }
  pending('comes soon') { raise 'not yet' }
  describe('inner') { it('is free') { } }
end
"""
FAILURES = """\
  it('fails <now>') { expect('a < b & c').to eq 'b' }
  it('breaks') { raise "no till \\e[31m" }
"""
IDLE = "def idle\n  1\nend\n"


def run(folder: Path, failures: str, *options: str) -> str:
    for name, text in (("lib/shop.rb", SHOP), ("lib/idle.rb", IDLE)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "spec").mkdir()
    (folder / "spec/shop_spec.rb").write_text(SPEC.replace("  FAILURES\n", failures))
    if subprocess.run(
        [tool("ruby"), "-e", "require 'simplecov'"], check=False, capture_output=True
    ).returncode:
        pytest.skip("simplecov is not installed")
    command = [tool("rspec"), "--no-color", "--format=progress", *options]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.state, reading.note) == (State.OK, ""), path
    return reading


def test_simplecov(tmp_path: Path) -> None:
    said = run(tmp_path, "")
    assert "4 examples, 0 failures, 2 pending" in said
    printed = json.loads((tmp_path / "printed.json").read_text())
    coverage = read(tmp_path / "coverage/.resultset.json").coverage
    assert coverage is not None

    assert coverage.ratio(Unit.LINES) == Ratio(*printed["line"])
    assert coverage.ratio(Unit.BRANCHES) == Ratio(*printed["branch"])
    missed = {Path(path).name: file.missed_lines for path, file in coverage.files.items()}
    assert missed == {"shop.rb": [11, 16], "idle.rb": [1, 2, 3]}


def test_rspec(tmp_path: Path) -> None:
    said = run(tmp_path, FAILURES, "--format=RspecJunitFormatter", "--out=rspec.xml")
    if "RspecJunitFormatter" in said:
        pytest.skip("rspec_junit_formatter is not installed")
    line = re.search(r"^(\d+) examples, (\d+) failures, (\d+) pending$", said, re.MULTILINE)
    assert line, said
    cases = read(tmp_path / "rspec.xml").cases
    assert cases is not None

    assert (cases.counts.total, cases.counts.failing, cases.counts.skipped) == tuple(map(int, line.groups()))
