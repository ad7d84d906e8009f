"""Maven's Surefire over a small Java program: its reports are read as its own last line sums them up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quality_gate.model import cases
from quality_gate.model.cases import Cases
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import maven

POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>shop</artifactId><version>1</version>
<properties>
<maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target>
<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
</properties>
<dependencies><dependency>
<groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope>
</dependency></dependencies>
<build><plugins><plugin>
<groupId>org.apache.maven.plugins</groupId><artifactId>maven-surefire-plugin</artifactId><version>3.2.5</version>
<configuration>
<rerunFailingTestsCount>1</rerunFailingTestsCount><trimStackTrace>true</trimStackTrace>
</configuration>
</plugin></plugins></build>
</project>
"""
SHOP_TEST = """\
package com.acme;
import static org.junit.Assert.assertEquals;
import org.junit.*;
public class ShopTest {
    static int tries;
    @Test public void adds() { System.out.println("<testcase name='forged'/>]]>"); }
    @Test public void fails() { assertEquals("a < b & \\u001b[31m", 6, 5); }
    @Test public void breaks() { throw new IllegalStateException("no till"); }
    @Test @Ignore("later") public void skipped() {}
    @Test public void comesRound() { assertEquals(2, ++tries); }
}
"""
TILL_TEST = """\
package com.acme;
import java.util.*;
import org.junit.*;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
@RunWith(Parameterized.class)
public class TillTest {
    @Parameterized.Parameters(name = "coin {0}")
    public static List<Integer> coins() { return List.of(1, 2, 5); }
    @Parameterized.Parameter public int coin;
    @Test public void opens() { Assert.assertTrue(coin > 1); }
}
"""
BROKEN_TEST = """\
package com.acme;
import org.junit.*;
public class BrokenTest {
    @BeforeClass public static void none() { throw new IllegalStateException("no database"); }
    @Test public void neverRuns() {}
}
"""
TESTS = {"Shop": SHOP_TEST, "Till": TILL_TEST, "Broken": BROKEN_TEST}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("shop")
    sources = folder / "src/test/java/com/acme"
    sources.mkdir(parents=True)
    (folder / "pom.xml").write_text(POM)
    for name, text in TESTS.items():
        (sources / f"{name}Test.java").write_text(text)
    return folder / "target/surefire-reports", maven(folder, "test")


def read(path: Path) -> Cases:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state, reading.note) == ("junit", State.OK, ""), path
    assert reading.cases is not None
    return reading.cases


def test_the_totals_are_those_of_the_last_line(shop: tuple[Path, str]) -> None:
    folder, said = shop
    words = ("Tests run", "Failures", "Errors", "Skipped", "Flakes")
    sums = re.findall(", ".join(rf"{word}: (\d+)" for word in words), said)
    assert sums, said
    run, failures, errors, skipped, flakes = map(int, sums[-1])
    found = cases.merged([read(path) for path in sorted(folder.glob("*.xml"))]).counts

    assert (found.total, found.failed, found.errors) == (run, failures, errors)
    assert (found.skipped, found.flaky) == (skipped, flakes)
    assert flakes == 1


def test_each_class_is_as_its_own_line_says(shop: tuple[Path, str]) -> None:
    folder, _ = shop
    found = {path.stem.rpartition(".")[2]: read(path).counts for path in folder.glob("*.xml")}

    assert {name: one.failing for name, one in found.items()} == {
        "ShopTest": 2,
        "TillTest": 1,
        "BrokenTest": 1,
    }
    assert found["ShopTest"].passed == 2
    assert found["TillTest"].passed == 2
