"""The tables of the HTML page: stages, probes, tests by module, coverage, metrics, findings."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from quality_gate.model.cases import Counts
from quality_gate.model.context import Context
from quality_gate.model.coverage import FileCoverage
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.verdict import Status
from quality_gate.model.wording import listed, plural
from quality_gate.renderers.findings_words import findings_columns, findings_figures, findings_mark
from quality_gate.renderers.html_parts import (
    Part,
    Piece,
    Pieces,
    Row,
    bar,
    code,
    figure,
    heads,
    mark,
    named,
    plain,
    words,
)
from quality_gate.renderers.links import line_url
from quality_gate.renderers.metric_words import HEAD, metric_cells, metric_mark, times_range
from quality_gate.renderers.module_rows import module_columns, module_status, module_total
from quality_gate.renderers.phrases import (
    Percents,
    stage_mark,
    stage_text,
    status_word,
    time_text,
    total_coverage,
)
from quality_gate.renderers.places import range_text
from quality_gate.renderers.probe_words import probe_text, tries_text

_MOST_FILES: Final = 5_000
_MOST_RANGES: Final = 12


def stages(report: Report) -> Part:
    rows = tuple(
        (
            words(mark(*stage_mark(row))),
            named(code(row.name, 80)),
            words(*plain(stage_text(row))),
            figure(time_text(row)),
        )
        for row in report.rollup.stages
    )
    columns = heads(("Status", "Stage", "Result"), ("Time",))
    return Part(name="stages", rank=1, title="Stages", items=rows, columns=columns)


def probes(report: Report) -> Part:
    rows = report.rollup.probes
    passed = sum(row.status is Status.PASSED for row in rows)
    items = tuple(
        (
            words(mark(row.status, status_word(row.status, row.cause))),
            named(code(row.name, 80), *_also(f"({row.kind})")),
            words(*plain("; ".join(part for part in (probe_text(row), tries_text(row)) if part))),
        )
        for row in rows
    )
    title = f"Probes: {passed:,} of {len(rows):,} passed"
    return Part(
        name="probes", rank=4, title=title, items=items, columns=heads(("Status", "Probe", "Got"), ())
    )


def modules(report: Report) -> Part:
    """The total stands in the first row, so that it is there however many rows are."""
    rows = report.rollup.modules
    extra = module_columns(rows)
    percents = Percents(report.verdict.rulings)

    def line(name: str, counts: Counts, ruled: Status | None = None) -> Row:
        ratio = Ratio(counts.passed, counts.executed)
        return (
            words(mark(*module_status(counts, ruled))),
            named(*plain(name)),
            figure(f"{ratio.part:,}/{ratio.whole:,}"),
            bar(ratio, percents.text(ratio)),
            *(figure(f"{number(counts):,}") for _, number in extra),
        )

    total = module_total(rows)
    items = [line(row.name, row.counts, row.status) for row in rows]
    return Part(
        name="tests by module",
        rank=4,
        title=f"Tests by module: {total.passed:,} of {total.executed:,} passed",
        items=(line("Total", total), *items) if items else (),
        columns=heads(("Status", "Module"), ("Passed", "%", *(name for name, _ in extra))),
    )


def coverage(report: Report) -> Part:
    percents = Percents(report.verdict.rulings)
    total = total_coverage(report)
    items = tuple(
        (
            named(*plain(f"{row.name}, {row.unit}")),
            figure(f"{row.ratio.part:,}/{row.ratio.whole:,}"),
            bar(row.ratio, percents.text(row.ratio)),
        )
        for row in report.rollup.coverage
    )
    return Part(
        name="coverage",
        rank=5,
        title="Coverage" + (f": {percents.text(total)}" if total is not None else ""),
        items=items,
        columns=heads(("What",), ("Covered", "%")),
        foot=tuple(plain(text) for text in report.rollup.producers[:20]),
    )


def files(report: Report) -> Part:
    """The worst first: of equal shares the one that misses more."""
    found = report.evidence.coverage.files if report.evidence.coverage is not None else {}
    known = [
        (path, file, ratio)
        for path, file in found.items()
        if (ratio := file.ratio(file.headline)) is not None and ratio.whole
    ]
    known.sort(key=lambda one: (Fraction(one[2].part, one[2].whole), -one[2].missing, one[0]))
    percents = Percents(report.verdict.rulings)
    return Part(
        name="coverage by file",
        rank=9,
        title=f"Coverage by file ({len(known):,})",
        items=tuple(_file(*one, percents, report.context) for one in known[:_MOST_FILES]),
        columns=(("File", False), ("Covered", True), ("%", True), ("Missed lines", False)),
        hidden=max(len(known) - _MOST_FILES, 0),
    )


def _file(path: str, file: FileCoverage, ratio: Ratio, percents: Percents, context: Context) -> Row:
    runs = list(file.missed_runs)
    url = line_url(context, path, runs[0] if runs else None)
    return (
        named(code(path, url=url)),
        figure(f"{ratio.part:,}/{ratio.whole:,}"),
        bar(ratio, percents.text(ratio)),
        words(Piece(listed((range_text(*run) for run in runs), _MOST_RANGES))),
    )


def metrics(report: Report) -> Part:
    rows = report.rollup.metrics
    items = []
    for row in rows:
        name, expected, got, times = (one for cell in metric_cells(row) for one in plain(cell, 200))
        items.append(
            (words(mark(*metric_mark(row))), named(name), words(expected), words(got), figure(times.text))
        )
    span = times_range(rows)
    return Part(
        name="metrics",
        rank=4,
        title=f"Metrics ({len(rows):,})",
        items=tuple(items),
        columns=heads(HEAD[:-1], HEAD[-1:]),
        foot=(plain(span),) if span else (),
    )


def findings(report: Report) -> Part:
    rows = report.rollup.findings
    columns = findings_columns(rows)
    found = sum(sum(row.counts.values()) for row in rows)
    items = tuple(
        (
            words(mark(*findings_mark(row)), *_also(f"— {row.trouble}" if row.trouble else "")),
            named(code(row.path, 120), *_also(f"({row.tool})" if row.tool else "")),
            *map(figure, findings_figures(row, columns)),
        )
        for row in rows
    )
    return Part(
        name="findings",
        rank=5,
        title=f"Findings: {found:,} in {plural(len(rows), 'report')}",
        items=items,
        columns=heads(("Status", "Report"), (name for name, _ in columns)),
    )


def _also(text: str) -> Pieces:
    return (Piece(" "), *plain(text)) if text else ()
