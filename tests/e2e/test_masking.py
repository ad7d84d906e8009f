"""Secrets planted wherever a stranger could plant them: none is in anything that the gate writes or says."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import Ran, Repository

VALUE = "wq8Zr+hunter/42"  # of a variable that is called like a secret
NAMED = "blue-horse-battery"  # of a variable that the configuration names
OF_STAGE = "9f!green-Lantern"  # of a variable that only the stage is given
IN_FILE = "Tr0ub4dor&3-file"  # of its env-file
SHAPE = "ghp_" + "Zz9" * 12  # a token that nobody has told us about
PASSWORD = "s3cr3tpw"  # in an address

CONFIG = (
    """\
version: 1
mask: [HARMLESS_NAME]
setup: echo "$API_TOKEN"
stages:
  unit:
    env: {STAGE_PASSWORD: "OF_STAGE"}
    env-file: stage.env
    run: |
      echo "stage $STAGE_PASSWORD file $FILE_TOKEN"
      echo "log $API_TOKEN and $HARMLESS_NAME"
      echo "error redis://:PASSWORD@redis:6379 SHAPE" >&2
      mkdir -p out && python3 write.py && exit 1
    reports: out/unit.xml
publish: [console, summary, annotations, outputs, record, junit, cobertura, metrics, html]
""".replace(":PASSWORD", f":{PASSWORD}")
    .replace("SHAPE", SHAPE)
    .replace("OF_STAGE", OF_STAGE)
)
WRITE = f"""\
import os
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

value = os.environ["API_TOKEN"]
case = f'<testcase classname={{quoteattr("t." + value)}} name={{quoteattr("test_" + value)}}>'
text = escape("https://u:{PASSWORD}@h/ " + value)
failure = f'<failure message={{quoteattr("got {SHAPE}")}}>{{text}}</failure>'
system = f'<system-out>{{escape(value)}} {{os.environ["HARMLESS_NAME"]}}</system-out>'
Path("out/unit.xml").write_text(f'<testsuite name="s">{{case}}{{failure}}{{system}}</testcase></testsuite>')
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    root = tmp_path_factory.mktemp("masking")
    site = (
        Repository(root)
        .write({"quality-gate.yml": CONFIG, "write.py": WRITE, "stage.env": f"FILE_TOKEN={IN_FILE}\n"})
        .commit()
    )
    places = {"GITHUB_STEP_SUMMARY": str(root / "quality-gate/summary.md")}
    environment = {"API_TOKEN": VALUE, "HARMLESS_NAME": NAMED, "GITHUB_ACTIONS": "true", **places}
    (root / "quality-gate").mkdir()
    return site.gate("run", env=environment), root / "quality-gate"


@pytest.mark.parametrize("secret", [VALUE, NAMED, SHAPE, PASSWORD, OF_STAGE, IN_FILE])
def test_no_secret_is_said_or_written(ran: tuple[Ran, Path], secret: str) -> None:
    answer, folder = ran
    written = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}

    assert answer.code == 1, answer.said
    assert secret not in answer.said
    assert [str(path) for path, text in written.items() if secret in text] == []


def test_what_is_around_them_stays(ran: tuple[Ran, Path]) -> None:
    answer, folder = ran
    log = (folder / "envelopes/unit/stage.log").read_text(encoding="utf-8")

    assert "stage *** file ***\nlog *** and ***\n" in log
    assert "error redis://:***@redis:6379 ***\n" in log
    assert "test_***" in answer.out
    (report,) = (folder / "envelopes/unit/reports").iterdir()
    assert "test_***" in report.read_text(encoding="utf-8")


def test_a_secret_is_hidden_before_its_message_is_cut(tmp_path: Path) -> None:
    secret = "S3cret" * 6 + "wxyz"
    message = "x" * 249 + f" password=&quot;{secret}&quot; tail"
    case = f'<testcase classname="t" name="a"><failure message="{message}"/></testcase>'
    config = "version: 1\nstages: {unit: {run: 'cp kept.xml out.xml', reports: out.xml}}\n"
    site = Repository(tmp_path).write(
        {"quality-gate.yml": config, "kept.xml": f"<testsuite>{case}</testsuite>"}
    )
    ran = site.commit().gate("run")
    record = (tmp_path / "quality-gate/record.json").read_text(encoding="utf-8")

    assert ran.code == 1
    assert "x" * 240 in record
    assert "S3cret" not in record + ran.said


def test_a_failing_test_with_a_secret_in_its_name_stays_in_its_group(tmp_path: Path) -> None:
    names = ("logout[token=abc12345]", "login[token=abc12345]")
    passing, failing = (f'<testcase classname="t" name="{name}">' for name in names)
    report = f"<testsuite>{passing}</testcase>{failing}<failure/></testcase></testsuite>"
    config = (
        "version: 1\nstages: {unit: {run: 'cp kept.xml out.xml; exit 1', reports: out.xml}}\n"
        'tests: {pass-rate: 40, groups: {auth: {names: "*token=abc12345*", pass-rate: 100}}}\n'
    )
    site = Repository(tmp_path).write({"quality-gate.yml": config, "kept.xml": report}).commit()

    ran = site.gate("run")

    assert ran.code == 1
    assert "50 %, expected ≥ 100 %" in ran.out


def test_what_looks_secret_in_the_last_lines_of_a_stage_is_not_published(tmp_path: Path) -> None:
    config = "version: 1\nstages: {unit: {run: 'echo db_password=hunter22ab; exit 3'}}\n"
    Repository(tmp_path).write({"quality-gate.yml": config}).commit().gate("run")
    folder = tmp_path / "quality-gate"
    written = [(folder / name).read_text(encoding="utf-8") for name in ("record.json", "report.md")]

    assert "db_password=***" in written[1]
    assert [text for text in written if "hunter22ab" in text] == []
