"""Load tests that ran against a small server: what is read is what the tools sum up."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import maven, tool
from real.shop import open_shop

JMETER_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>shop</artifactId><version>1</version>
<dependencies>
<dependency>
<groupId>org.apache.jmeter</groupId><artifactId>ApacheJMeter_http</artifactId><version>5.6.3</version>
</dependency><dependency>
<groupId>org.apache.jmeter</groupId><artifactId>ApacheJMeter_config</artifactId><version>5.6.3</version>
</dependency>
</dependencies>
</project>
"""
SAMPLER = """\
<HTTPSamplerProxy guiclass="HttpTestSampleGui" testclass="HTTPSamplerProxy" testname="NAME">
<stringProp name="HTTPSampler.domain">HOST</stringProp><stringProp name="HTTPSampler.port">PORT</stringProp>
<stringProp name="HTTPSampler.path">PATH</stringProp><stringProp name="HTTPSampler.method">GET</stringProp>
<boolProp name="HTTPSampler.follow_redirects">true</boolProp>
</HTTPSamplerProxy><hashTree/>
"""
PLAN = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<jmeterTestPlan version="1.2" properties="5.0">
<hashTree><TestPlan guiclass="TestPlanGui" testclass="TestPlan" testname="shop"/>
<hashTree><ThreadGroup guiclass="ThreadGroupGui" testclass="ThreadGroup" testname="customers">
<elementProp name="ThreadGroup.main_controller" elementType="LoopController">
<boolProp name="LoopController.continue_forever">false</boolProp>
<stringProp name="LoopController.loops">11</stringProp>
</elementProp>
<stringProp name="ThreadGroup.num_threads">2</stringProp>
<stringProp name="ThreadGroup.ramp_time">0</stringProp>
</ThreadGroup>
<hashTree>
{SAMPLER.replace("NAME", "shelf, &quot;the&quot; &lt;first>").replace("PATH", "/")}
{SAMPLER.replace("NAME", "nowhere").replace("PATH", "/nowhere")}
<TransactionController guiclass="TransactionControllerGui" testclass="TransactionController" testname="both">
<boolProp name="TransactionController.parent">false</boolProp>
</TransactionController>
<hashTree>
{SAMPLER.replace("NAME", "moved").replace("PATH", "/moved")}
{SAMPLER.replace("NAME", "there").replace("PATH", "/")}
</hashTree>
</hashTree></hashTree></hashTree></jmeterTestPlan>
"""
LOCUST = """\
import gevent
from locust import HttpUser, constant, task
class Customer(HttpUser):
    wait_time = constant(0)
    left = 12
    @task
    def buy(self):
        if not self.left:
            gevent.sleep(9)  # the file lags a second behind: all is asked long before the end
        self.left -= 1
        self.client.get("/nowhere" if self.left % 3 else "/", name='the "shelf", or not')
        self.client.get("/", name="shelf")
"""


def numbers(path: Path, name: str) -> dict[str, Fraction]:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state) == (name, State.OK), reading.note
    assert reading.metrics is not None
    return {metric.key: metric.number for metric in reading.metrics.metrics}


@pytest.fixture(scope="module")
def jmeter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Where it is at home, and the class path that starts it."""
    tool("java")
    folder = tmp_path_factory.mktemp("jmeter")
    (folder / "pom.xml").write_text(JMETER_POM)
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
    said = maven(folder, plugin, f"-Dmdep.outputFile={folder / 'classpath'}")
    assert (folder / "classpath").exists(), said
    jars = (folder / "classpath").read_text()
    (config,) = [jar for jar in jars.split(os.pathsep) if "ApacheJMeter_config" in jar]
    with zipfile.ZipFile(config) as archive:
        archive.extractall(folder)
    return folder, jars


@pytest.mark.parametrize("form", ["csv", "xml"])
def test_jmeter(jmeter: tuple[Path, str], form: str) -> None:
    home, jars = jmeter
    options = ("-n", "-t", f"{form}.jmx", "-l", f"load.{form}", "-j", f"{form}.log")
    settings = (f"-Jjmeter.save.saveservice.output_format={form}", "-Jjmeterengine.nongui.port=0")
    with open_shop() as shop:
        address = urlsplit(shop)
        plan = PLAN.replace("HOST", str(address.hostname)).replace("PORT", str(address.port))
        (home / f"bin/{form}.jmx").write_text(plan)
        command = ["java", "-cp", jars, "org.apache.jmeter.NewDriver", *options, *settings]
        done = subprocess.run(
            command, cwd=home / "bin", check=True, capture_output=True, text=True, timeout=60
        )
    sums = re.findall(
        r"^summary [+=] +(\d+) in \S+ = .*Avg: +(\d+) Min: +(\d+) Max: +(\d+) Err: +(\d+) ",
        done.stdout,
        re.MULTILINE,
    )
    assert sums, done.stdout
    count, mean, least, most, errors = map(int, sums[-1])
    found = numbers(home / f"bin/load.{form}", f"jmeter-{form}")

    assert (found["TOTAL count"], found["TOTAL errors"]) == (count, errors) == (88, 22)
    assert (found["TOTAL min"], found["TOTAL max"]) == (least, most)
    assert abs(found["TOTAL mean"] - mean) < 1
    # The transaction and the parts of what moved are known, and not counted twice.
    assert found["both count"] == found["moved count"] == 22
    assert found['shelf, "the" <first> count'] == found["nowhere errors"] == 22


def test_locust(tmp_path: Path) -> None:
    program = tool("locust")
    (tmp_path / "locustfile.py").write_text(LOCUST)
    options = ("--headless", "-u2", "-r2", "-t3s", "--only-summary", "--csv=load", "--exit-code-on-error=0")
    with open_shop() as shop:
        command = [program, *options, "--host", shop]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    rows = re.findall(
        r"^(GET|) +(.+?) +(\d+) +(\d+)\([0-9.]+%\) \| +(\d+) +(\d+) +(\d+) +(\d+) \|",
        done.stdout + done.stderr,
        re.MULTILINE,
    )
    found = numbers(tmp_path / "load_stats.csv", "locust")

    assert [row[1] for row in rows] == ["shelf", 'the "shelf", or not', "Aggregated"], done.stderr
    for method, name, requests, failures, *times in rows:
        key = f"{method} {name}".strip()
        assert (found[f"{key} requests"], found[f"{key} failures"]) == (int(requests), int(failures))
        for value, printed in zip(("mean", "min", "max", "median"), times, strict=True):
            assert abs(found[f"{key} {value}"] - int(printed)) < 1
    assert (found["Aggregated requests"], found["Aggregated failures"]) == (48, 16)
