"""Long lists on a terminal are cut, counted, and never hide what failed."""

from __future__ import annotations

from builders import report, ruling, stage
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import ModuleRow, Rollup
from quality_gate.model.verdict import Decision, Spot
from quality_gate.renderers.terminal import terminal


def test_many_rulings() -> None:
    rulings = [ruling(f"stages.s{at}", "failed") for at in range(60)]
    rulings += [ruling(f"tests.t{at}") for at in range(70)]

    text = terminal(report(Decision.NOT_READY, rulings))

    assert "… and 10 more rules that block\n" in text
    assert "  … and 20 more\n" in text


def test_many_places_tests_and_notes() -> None:
    spots = tuple(Spot(f"src/{at}.py", 1) for at in range(20))
    failing = tuple(Case(Place(file="a.py"), f"t{at}", Outcome.FAILED, line=at) for at in range(30))
    subject = report(
        Decision.NOT_READY,
        [ruling("coverage.total", "failed", spots=spots)],
        evidence=Evidence(stages=(stage("unit", Cases({}, failing)),)),
        notices=("note",) * 33,
    )

    text = terminal(subject)

    assert "    … and 12 more\n" in text
    assert "✗ failed  a.py::t9 (line 9)\n  … and 20 more\n" in text
    assert "  … and 3 more\n" in text


def test_modules_with_failures_are_shown() -> None:
    rows = tuple(
        ModuleRow(
            name=f"m{at}", counts=Counts(passed=2, failed=int(at == 99), skipped=at % 2, flaky=int(at == 0))
        )
        for at in range(100)
    )

    text = terminal(report(Decision.NOT_READY, rollup=Rollup(modules=rows)))

    assert "  Status      Module             Passed  Total       %  Skipped  Flaky\n" in text
    assert "  ✗ 1 failed  m99                     2      3  66.7 %        1      0\n" in text
    assert "  ✓ passed    … 60 more modules     120    120   100 %       30      0\n" in text
    assert "  ✗ 1 failed  total                 200    201  99.5 %       50      1\n" in text


def test_color_and_plain_letters() -> None:
    subject = report(Decision.READY, [ruling("stages.unit", got="exit 0")])

    assert terminal(subject, color=True).startswith("\x1b[1;32mREADY\x1b[0m  api")
    assert "+ passed  stages.unit  exit 0" in terminal(subject, unicode=False)


def test_a_long_title_moves_the_rule_below() -> None:
    text = terminal(
        report(Decision.NOT_READY, [ruling("coverage.groups.x.lines", "failed", title="long " * 14)])
    )

    assert "\n    coverage.groups.x.lines\n" in text


def test_a_phrase_that_fills_the_line_stands_alone() -> None:
    text = terminal(report(Decision.PASSED, scope="partial: " + "s" * 60))

    assert text.startswith(f"PASSED (partial: {'s' * 60})\n")
