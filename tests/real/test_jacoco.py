"""One run of a small Java program under JaCoCo: our totals are those of its own table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import State
from quality_gate.readers.locate import Locator, located
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
<groupId>org.jacoco</groupId><artifactId>jacoco-maven-plugin</artifactId><version>0.8.12</version>
<executions>
<execution><goals><goal>prepare-agent</goal></goals></execution>
<execution><id>report</id><phase>test</phase><goals><goal>report</goal></goals></execution>
</executions>
</plugin></plugins></build>
</project>
"""
SHOP = """\
package com.acme;

public class Shop {
    static class Till {
        int open() { return 1; }
        int close() { return 0; }
    }

    int fee(int amount, boolean member) {
        if (member && amount > 10) return 0;
        Runnable later = () -> System.out.print("x" + amount);
        later.run();
        return new Till().open() + amount;
    }

    int unused(int n) {
        switch (n) { case 1: return 5; default: return 6; }
    }
}
"""
SHOP_TEST = """\
package com.acme;
import org.junit.Test;
import static org.junit.Assert.assertEquals;
public class ShopTest {
    @Test public void fee() {
        assertEquals(6, new Shop().fee(5, false));
        assertEquals(0, new Shop().fee(50, true));
    }
}
"""
SOURCE = "src/main/java/com/acme/Shop.java"
FILES = {"pom.xml": POM, SOURCE: SHOP, "src/test/java/com/acme/ShopTest.java": SHOP_TEST}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    said = maven(folder, "test")
    assert "BUILD SUCCESS" in said, said
    return folder / "target" / "site" / "jacoco"


def test_the_totals_are_those_of_jacocos_own_table(site: Path) -> None:
    with (site / "jacoco.xml").open("rb") as stream:
        reading = read_stream(stream)
    rows = list(csv.DictReader((site / "jacoco.csv").read_text().splitlines()))

    def total(unit: str) -> Ratio:
        missed, covered = (sum(int(row[f"{unit}_{end}"]) for row in rows) for end in ("MISSED", "COVERED"))
        return Ratio(covered, missed + covered)

    assert reading.state is State.OK
    assert reading.coverage is not None
    for unit, column in ((Unit.LINES, "LINE"), (Unit.BRANCHES, "BRANCH"), (Unit.FUNCTIONS, "METHOD")):
        assert reading.coverage.ratio(unit) == reading.declared[unit] == total(column)
    coverage, problems, _ = located(reading.coverage, Locator(list(FILES)))
    assert (set(coverage.files), problems) == ({SOURCE}, ())
    assert coverage.files[SOURCE].missed_lines == [6, 17]
