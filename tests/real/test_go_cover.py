"""Profiles of the installed Go: their total is that of `go tool cover -func`, in every mode."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream

PAY = """\
package pay

func Fee(amount int, member bool) int {
	if member && amount > 10 {
		return 0
	}
	for day := 0; day < 3; day++ {
		amount += day
	}
	later := func() int { return amount }
	return later()
}

func Unused(n int) int {
	switch n {
	case 1:
		return 5
	default:
		n++
	}
	return n
}

func Nothing() {}
"""
PAY_TEST = """\
package pay

import "testing"

func TestFee(t *testing.T) {
	if Fee(5, false) != 8 {
		t.Fatal("fee")
	}
}
"""
LIB = """\
package lib

import "example.com/acme/shop/pay"

func Twice(n int) int { return 2 * pay.Fee(n, true) }
"""
LIB_TEST = """\
package lib

import "testing"

func TestTwice(t *testing.T) {
	if Twice(20) != 0 {
		t.Fatal("twice")
	}
}
"""
FILES = {
    "go.mod": "module example.com/acme/shop\n\ngo 1.20\n",
    "pay/pay.go": PAY,
    "pay/pay_test.go": PAY_TEST,
    "lib/lib.go": LIB,
    "lib/lib_test.go": LIB_TEST,
}

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed")


def go(folder: Path, *arguments: str) -> str:
    offline = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    return subprocess.run(
        ["go", *arguments], cwd=folder, env=offline, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("mode", ["set", "count", "atomic"])
@pytest.mark.parametrize("packages", [(), ("-coverpkg=./...",)], ids=["own", "all"])
def test_the_total_is_that_of_go(module: Path, mode: str, packages: tuple[str, ...]) -> None:
    go(module, "test", f"-covermode={mode}", "-coverprofile=cover.out", *packages, "./...")
    printed = re.search(
        r"^total:.*\s([\d.]+)%$", go(module, "tool", "cover", "-func=cover.out"), re.MULTILINE
    )
    with (module / "cover.out").open("rb") as stream:
        reading = read_stream(stream)

    assert printed
    assert reading.state is State.OK
    assert reading.coverage is not None
    statements = reading.coverage.ratio(Unit.STATEMENTS)
    assert statements is not None and statements.percent is not None
    assert abs(statements.percent - Fraction(printed[1])) <= Fraction(1, 20)  # Go prints one decimal
    assert reading.coverage.headline == ("statements", statements)
    assert set(reading.coverage.files) == {
        "example.com/acme/shop/lib/lib.go",
        "example.com/acme/shop/pay/pay.go",
    }
