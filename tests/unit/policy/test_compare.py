"""Every way to ask for less is found and said; asking for more, or moving files, is none."""

from __future__ import annotations

import pytest

from quality_gate.bind.binding import bind
from quality_gate.config.assemble import configuration
from quality_gate.config.load import load
from quality_gate.policy.compare import weakenings
from quality_gate.policy.weakening import Trees

FILES = ("src/pay/a.py", "src/pay/b.py", "src/old/c.py", "gen/x_pb2.py")
TREES = Trees(before=FILES, now=FILES)
BASE = """\
version: 1
stages:
  unit: {run: make, reports: [a.xml, b.xml], retry: 1, matrix: {os: [linux, macos]}}
  lint: {run: ruff, level: required}
coverage:
  exclude: ["gen/**"]
  total: {required: 90, recommended: 95}
  groups:
    pay: {paths: src/pay/**, lines: 100, uncovered: 3}
tests:
  max-skipped: 5
  groups:
    lost: {names: "*lost*", must-pass: ["*a*", "*b*"]}
todo:
  password: {done: true}
profiles:
  deploy: {stages: [unit, lint], decides: true}
"""


def compared(before: str, now: str, trees: Trees = TREES) -> list[str]:
    kind = configuration()
    (one, wrong), (other, wrong_too) = (bind(load(text, "x.yml"), kind) for text in (before, now))
    assert not wrong
    assert not wrong_too
    return [f"{found.key}: {found.said}" for found in weakenings(one, other, kind, trees)]


def test_the_same_is_no_weaker() -> None:
    assert compared(BASE, BASE) == []


def test_what_only_moved_to_another_line_is_the_same() -> None:
    probe = "probes: {health: {http: 'http://a/', json: {status: ok}}}\n"

    assert compared(f"version: 1\n{probe}", f"version: 1\n\n# a remark\n{probe}") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("json: {status: ok}", "json: {status: up}", "json: changed from status: ok to status: up"),
        ("json: {a: [1, b]}", "json: {a: {b: 2}}", "json: changed from a: 1, b to a: b: 2"),
        (
            "headers: {A: {env: X, prefix: P}}",
            "headers: {A: y}",
            "headers: changed from A: env: X, prefix: P to A: text: y",
        ),
    ],
)
def test_values_of_any_kind_are_told_as_they_were_written(old: str, new: str, said: str) -> None:
    before, now = (f"version: 1\nprobes: {{health: {{http: 'http://a/', {one}}}}}\n" for one in (old, new))

    assert compared(before, now) == [f"probes.health.{said}"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("required: 90", "required: 80", "coverage.total: lowered from 90 to 80"),
        ("required: 90, ", "", "coverage.total: the required limit 90 was removed"),
        (
            "{required: 90, recommended: 95}",
            "90",
            "coverage.total: the recommended limit 95 was removed",
        ),
        ("recommended: 95", "recommended: 92", "coverage.total: recommended lowered from 95 to 92"),
        ("uncovered: 3", "uncovered: 4", "coverage.groups.pay.uncovered: raised from 3 to 4"),
        ("max-skipped: 5", "max-skipped: 9", "tests.max-skipped: raised from 5 to 9"),
        ("  max-skipped: 5\n", "", "tests.max-skipped: it was deleted"),
        ("level: required", "level: recommended", "stages.lint.level: required has become recommended"),
        ("  lint: {run: ruff, level: required}\n", "", "stages.lint: was deleted"),
        ("[a.xml, b.xml]", "a.xml", "stages.unit.reports: no longer names b.xml"),
        (
            "run: make, reports: [a.xml, b.xml], retry: 1",
            "reports: [a.xml, b.xml]",
            "stages.unit.run: make was removed",
        ),
        ("retry: 1", "retry: 3", "stages.unit.retry: raised from 1 to 3"),
        ("os: [linux, macos]", "os: [linux]", "stages.unit.matrix: no longer runs os=macos"),
        ('["gen/**"]', '["gen/**", "src/old/**"]', "coverage.exclude: 1 more file excluded: src/old/c.py"),
        ('["gen/**"]', '["gen/**", "new/**"]', "coverage.exclude: now names new/**, too"),
        ("src/pay/**", "src/pay/a.py", "coverage.groups.pay.paths: 1 file left out: src/pay/b.py"),
        ('["*a*", "*b*"]', '"*a*"', "tests.groups.lost.must-pass: no longer names *b*"),
        ('names: "*lost*"', 'names: "*found*"', "tests.groups.lost.names: changed from *lost* to *found*"),
        ("todo:\n  password: {done: true}\n", "", "todo.password: was deleted"),
        ("[unit, lint]", "[unit]", "profiles.deploy.stages: no longer names lint"),
        (
            "  deploy:",
            "  quick: {stages: [unit], decides: true}\n  deploy:",
            "profiles.quick: may decide now, and leaves something out",
        ),
    ],
)
def test_each_way_to_ask_for_less(old: str, new: str, said: str) -> None:
    assert old in BASE

    assert said in compared(BASE, BASE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("required: 90", "required: 95"),
        ("{required: 90, recommended: 95}", "95"),
        ("uncovered: 3", "uncovered: 0"),
        ("run: make", "run: make all"),
        ("retry: 1, ", ""),
        ("done: true", "done: false"),
        ("[unit, lint]", "[lint, unit]"),
        ("version: 1", "version: 1\nname: api\njobs: 4\nmask: [ADDRESS]"),
        ("src/pay/**", "src/**"),
        ('["gen/**"]', "gen/**"),
        ("    pay: {", "    money: {"),
        ("os: [linux, macos]", "os: [linux, macos, windows]"),
        ("profiles:", "profiles:\n  quick: {stages: [unit]}"),
        ("  lint: {run: ruff, level: required}\n", "  check: {run: ruff, level: required}\n"),
    ],
)
def test_asking_for_more_or_for_the_same_in_other_words(old: str, new: str) -> None:
    assert old in BASE
    now = BASE.replace(old, new)
    if "check:" in new:
        now = now.replace("[unit, lint]", "[unit, lint, check]").replace("lint, check", "check")
        assert [one for one in compared(BASE, now) if one.startswith("stages")] == []
        return

    assert compared(BASE, now) == []


def test_a_renamed_folder_takes_its_rule_along() -> None:
    moved = {"src/pay/a.py": "src/money/a.py", "src/pay/b.py": "src/money/b.py"}
    now = tuple(moved.get(path, path) for path in FILES)
    trees = Trees(before=FILES, now=now, renamed=moved)

    assert compared(BASE, BASE.replace("src/pay/**", "src/money/**"), trees) == []
    assert compared(BASE, BASE, trees) == [
        "coverage.groups.pay.paths: 2 files left out: src/money/a.py, src/money/b.py"
    ]


def test_so_does_a_renamed_folder_that_is_excluded() -> None:
    moved = {"gen/x_pb2.py": "made/x_pb2.py"}
    now = tuple(moved.get(path, path) for path in FILES)
    trees = Trees(before=FILES, now=now, renamed=moved)

    assert compared(BASE, BASE.replace("gen/**", "made/**"), trees) == []


def test_an_added_waiver_is_said_with_its_end() -> None:
    waiver = (
        'waivers:\n  - {tests: "t.py::x", error: "it broke", reason: "a limit of the client", '
        'owner: "@a", expires: 2027-01-15}\n'
    )

    assert compared(BASE, BASE + waiver) == ["waivers.tests: t.py::x: a waiver was added, until 2027-01-15"]
    assert compared(BASE + waiver, BASE) == []


def test_a_whole_section_that_is_gone() -> None:
    start, end = BASE.index("coverage:"), BASE.index("tests:")

    assert compared(BASE, BASE[:start] + BASE[end:]) == ["coverage: it was deleted"]


CROSS = """\
version: 1
stages:
  unit: {run: make, reports: a.xml}
  lint: {run: ruff check}
  audit: {run: pip-audit}
  web: {run: npm test, reports: w.xml, level: recommended, required-for: [src/pay/**, src/old/**]}
metrics:
  time: {from: {log: unit, pattern: "t=([0-9]+)"}, required: "<= +10%", unit: ms}
profiles:
  deploy: {target: live, decides: true, probes: [health]}
targets: {live: {host: a}, local: {host: b}}
probes:
  health: {tcp: "{host}:1"}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("run: ruff check", 'run: "true"', "stages.lint.run: changed from ruff check to true"),
        (
            "lint: {run: ruff check}\n  audit: {run: pip-audit}",
            "check: {run: ruff check}",
            "stages.audit: was deleted",
        ),
        ("lint: {run: ruff check}", 'check: {run: "true"}', "stages.lint: was deleted"),
        (
            ", required-for: [src/pay/**, src/old/**]",
            "",
            "stages.web.required-for: no longer names src/pay/**, src/old/**",
        ),
        ("[src/pay/**, src/old/**]", "src/pay/**", "stages.web.required-for: 1 file left out: src/old/c.py"),
        ("unit: ms", "unit: ms, samples: 2", "metrics.time.samples: lowered from 10 to 2"),
        ("unit: ms", "unit: ms, better: higher", "metrics.time.better: changed from nothing to higher"),
        ('+)"}', '+)", pick: min}', "metrics.time.from.pick: changed from nothing to min"),
        ('"<= +10%"', '"<= +90%"', "metrics.time.required: changed from \u2264 +10 % to \u2264 +90 %"),
        ("target: live", "target: local", "profiles.deploy.target: changed from live to local"),
        (
            "profiles:",
            "tests: {pass-rate: 1}\nprofiles:",
            "tests.pass-rate: was 100 for want of a rule, and is now 1",
        ),
        (
            "profiles:",
            "tests: {pass-rate: {recommended: 100}}\nprofiles:",
            "tests.pass-rate: was 100 for want of a rule, and is now only a recommendation",
        ),
        (
            "profiles:",
            "tests: {groups: {web: {stage: web, pass-rate: 0}}}\nprofiles:",
            "tests.groups.web.pass-rate: was 100 for want of a rule, and is now 0",
        ),
    ],
)
def test_a_word_that_takes_the_place_of_another(old: str, new: str, said: str) -> None:
    assert old in CROSS

    assert compared(CROSS, CROSS.replace(old, new)) == [said]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lint: {run: ruff check}", "check: {run: ruff check}"),
        ("run: make", "run: make fast"),
        ("level: recommended, required-for: [src/pay/**, src/old/**]", "level: required"),
        ("unit: ms", "unit: ms, samples: 20"),
        ("[health]", "all"),
        ("profiles:", "tests: {pass-rate: 100, groups: {web: {stage: web, pass-rate: 0}}}\nprofiles:"),
    ],
)
def test_a_word_that_takes_nobody_elses_place(old: str, new: str) -> None:
    assert old in CROSS
    now = CROSS.replace(old, new)
    if "groups" in new:
        assert compared(CROSS.replace("profiles:", "tests: {pass-rate: 100}\nprofiles:"), now) == []
        return

    assert compared(CROSS, now) == []


def test_a_group_of_another_name_keeps_its_rate() -> None:
    with_group = CROSS + "tests: {groups: {web: {stage: web, pass-rate: 80}}}\n"

    assert compared(with_group, with_group.replace("{web: {stage", "{site: {stage")) == []
    assert compared(with_group, CROSS) != []
