"""Coverage in words: the total, each rule, and the files that miss most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import NOTHING, Ratio, percent_text
from quality_gate.model.report import Report
from quality_gate.model.verdict import Problem, Ruling
from quality_gate.model.wording import plural, ranges_text
from quality_gate.renderers.columns import Row, table, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.phrases import Percents, ruling_word
from quality_gate.rules.changed_lines import ChangedLines
from quality_gate.rules.rule import Rule
from quality_gate.rules.scope import Scope


def coverage_text(report: Report, rules: Sequence[Rule], width: int, most: int | None) -> str:
    evidence = report.evidence
    parts = [list(_problems(evidence, width))]
    if evidence.coverage is not None:
        parts.append(list(_total(evidence.coverage, Percents(report.verdict.rulings), width)))
    parts.append(list(_rules(report, rules, width)))
    if evidence.coverage is not None:
        parts.append(list(_files(evidence.coverage, width, most)))
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def coverage_json(report: Report, rules: Sequence[Rule]) -> dict[str, Any]:
    coverage = report.evidence.coverage
    return {
        "good": report.verdict.good,
        "total": None if coverage is None else _units(coverage.ratio),
        "rules": [_rule_json(ruling, rules, report.evidence) for ruling in report.verdict.rulings],
        "files": {}
        if coverage is None
        else {path: _file_json(file) for path, file in coverage.files.items()},
        "problems": [problem.reason for problem in _all_problems(report.evidence)],
    }


def _all_problems(evidence: Evidence) -> Iterator[Problem]:
    yield from evidence.coverage_problems
    for stage in evidence.stages:
        yield from stage.problems


def _problems(evidence: Evidence, width: int) -> Iterator[str]:
    if evidence.coverage is None:
        yield "no coverage report was read"
    for problem in _all_problems(evidence):
        yield from wrap(f"! {for_terminal(problem.reason)}", width, "", "  ")
        yield from wrap(f"→ {for_terminal(problem.next)}", width, "  ", "    ") if problem.next else ()


def _total(coverage: Coverage, percents: Percents, width: int) -> Iterator[str]:
    unit, total = coverage.headline
    yield f"coverage {percents.text(total)} of {unit}, in {plural(len(coverage.files), 'file')}"
    found = [(one, ratio) for one in Unit if (ratio := coverage.ratio(one)) is not None and ratio.whole]
    rows = [Row((str(one), f"{ratio.part:,}/{ratio.whole:,}", percents.text(ratio))) for one, ratio in found]
    yield from table(rows, width, right=frozenset({1, 2}))


def _rules(report: Report, rules: Sequence[Rule], width: int) -> Iterator[str]:
    rulings = report.verdict.rulings
    if not rulings:
        yield "no coverage rule is written: `coverage: {total: 80}` in the configuration is one"
        return
    rows = []
    for ruling in rulings:
        ratio = _ratio(ruling, rules, report.evidence)
        counted = f"{ratio.part:,}/{ratio.whole:,}" if ratio else ""
        title = for_terminal(_title(ruling))
        rows.append(Row((title, counted, for_terminal(ruling.got), ruling.expected, ruling_word(ruling))))
    yield "rules"
    yield from table(rows, width, right=frozenset({1}))
    for ruling in rulings:
        if ruling.reason and not ruling.holds:
            yield from wrap(
                f"{for_terminal(_title(ruling))}: {for_terminal(ruling.reason)}", width, "  ", "    "
            )


def _files(coverage: Coverage, width: int, most: int | None) -> Iterator[str]:
    """Those that miss most first; without missing lines a file is listed only when all are wanted."""
    ratios = {path: file.ratio(file.headline) or NOTHING for path, file in coverage.files.items()}
    order = sorted(ratios, key=lambda path: (-ratios[path].missing, path))
    missing = [path for path in order if ratios[path].missing]
    shown = order if most is None else missing[:most]
    if not shown:
        yield "every measured line is covered" if ratios else "the reports measure no file"
        return
    yield "files, those that miss most first"
    rows = [_file_row(path, ratios[path], coverage.files[path]) for path in shown]
    yield from table([Row(("FILE", "MISSING", "COVERED", "LINES")), *rows], width, right=frozenset({1, 2}))
    if len(missing) > len(shown):
        yield f"  and {plural(len(missing) - len(shown), 'more file')} with missing lines; --all shows them"


def _file_row(path: str, ratio: Ratio, file: FileCoverage) -> Row:
    percent = "–" if ratio.percent is None else percent_text(ratio.percent)
    return Row((for_terminal(path), f"{ratio.missing:,}", percent, ranges_text(file.missed_lines)))


def _ratio(ruling: Ruling, rules: Sequence[Rule], evidence: Evidence) -> Ratio | None:
    """What a rule looked at, counted in its own unit."""
    rule = next((one for one in rules if one.about.rule == ruling.rule), None)
    if isinstance(rule, ChangedLines):
        return rule.counted(evidence)
    found = getattr(rule, "scope", Scope()).coverage(evidence)
    if isinstance(found, Problem):
        return None
    unit = getattr(rule, "unit", None)
    return found.ratio(unit) if unit else found.headline[1]


def _title(ruling: Ruling) -> str:
    """Everything here is about coverage."""
    return ruling.title.removeprefix("coverage: ").removeprefix("coverage of ")


def _rule_json(ruling: Ruling, rules: Sequence[Rule], evidence: Evidence) -> dict[str, Any]:
    ratio = _ratio(ruling, rules, evidence)
    return {
        "rule": ruling.rule,
        "status": str(ruling.status),
        "cause": str(ruling.cause) if ruling.cause else None,
        "covered": ratio.part if ratio else None,
        "total": ratio.whole if ratio else None,
        "got": ruling.got,
        "expected": ruling.expected,
        "reason": ruling.reason,
    }


def _units(ratio_of: Any) -> dict[str, Any]:
    found = {unit: ratio_of(unit) for unit in Unit}
    return {
        str(unit): None if ratio is None else {"covered": ratio.part, "total": ratio.whole}
        for unit, ratio in found.items()
    }


def _file_json(file: FileCoverage) -> dict[str, Any]:
    return {**_units(file.ratio), "missing": file.missed_lines}
