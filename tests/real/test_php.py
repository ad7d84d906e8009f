"""One run of PHPUnit: its JUnit, Clover and Cobertura reports are read as it sums them up itself."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream
from real.installing import tool

SHOP = """\
<?php
namespace Acme;

final class Shop
{
    public function fee(int $amount, bool $member): int
    {
        if ($member && $amount > 10) {
            return 0;
        }
        foreach ([1, 2] as $day) {
            $amount += $day > 1 ? 2 : 1;
        }
        return $amount;
    }

    public function unused(int $n): int
    {
        return $n
            * 2;
    }
}
"""
TESTS = r"""<?php
use Acme\Shop;
use PHPUnit\Framework\TestCase;
final class ShopTest extends TestCase
{
    public function testFee(): void { $this->assertSame(8, (new Shop)->fee(5, false)); }
    public function testFails(): void { $this->assertSame('a < b & c', 'b'); }
    public function testBreaks(): void { throw new RuntimeException("no till \x1b[31m"); }
    public function testSkipped(): void { $this->markTestSkipped('later'); }
    public function testIncomplete(): void { $this->markTestIncomplete('soon'); }
    /** @dataProvider coins */
    public function testCoin(int $coin): void { $this->assertGreaterThan(1, $coin); }
    public static function coins(): array { return ['one' => [1], 'two' => [2], 'a "b" & <c>' => [5]]; }
}
"""
FILES = {
    "src/Shop.php": SHOP,
    "src/idle.php": "<?php\nfunction idle(): int\n{\n    return 1;\n}\n",
    "tests/ShopTest.php": TESTS,
    "start.php": "<?php\nrequire __DIR__ . '/src/Shop.php';\n",
}
OPTIONS = (
    *("-d", "pcov.enabled=1", "-d", "pcov.directory=.", "-d", "xdebug.mode=coverage"),
    *("PHPUNIT", "--no-configuration", "--colors=never", "--bootstrap=start.php", "--coverage-filter=src"),
    *("--log-junit=junit.xml", "--coverage-clover=clover.xml", "--coverage-cobertura=cobertura.xml"),
    *("--coverage-text", "tests"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    php, phpunit = tool("php"), tool("phpunit")
    modules = subprocess.run([php, "-m"], check=True, capture_output=True, text=True).stdout.split()
    if not {"pcov", "xdebug"} & set(modules):
        pytest.skip("php has neither pcov nor xdebug, which measure coverage")
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    command = [php, *(phpunit if word == "PHPUNIT" else word for word in OPTIONS)]
    return folder, subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.state, reading.note) == (State.OK, ""), path
    return reading


def test_the_tests_are_those_of_the_last_line(shop: tuple[Path, str]) -> None:
    folder, said = shop
    line = re.search(r"^Tests: .*$", said, re.MULTILINE)
    assert line, said
    printed = {word: int(number) for word, number in re.findall(r"(\w+): (\d+)", line[0])}
    cases = read(folder / "junit.xml").cases
    assert cases is not None
    counts = cases.counts

    assert (counts.total, counts.failed, counts.errors) == (
        printed["Tests"],
        printed["Failures"],
        printed["Errors"],
    )
    assert counts.skipped == printed["Skipped"] + printed["Incomplete"]


@pytest.mark.parametrize("kind", ["clover", "cobertura"])
def test_the_lines_are_those_of_the_text_report(shop: tuple[Path, str], kind: str) -> None:
    folder, said = shop
    printed = re.search(r"^ +Lines: +[0-9.]+% \((\d+)/(\d+)\)", said, re.MULTILINE)
    assert printed, said
    reading = read(folder / f"{kind}.xml")
    assert reading.coverage is not None
    coverage, problems, _ = located(reading.coverage, Locator(list(FILES), str(folder)), reading.roots)

    assert coverage.ratio(Unit.LINES) == Ratio(int(printed[1]), int(printed[2]))
    assert (set(coverage.files), problems) == ({"src/Shop.php", "src/idle.php"}, ())
    assert coverage.files["src/Shop.php"].missed_lines == [9, 19, 20]
