"""What is said beside a commit: by a status, a check run, a deployment; each has its own narrow room."""

from __future__ import annotations

import posixpath
from typing import Any, Final

from quality_gate.model.report import Report
from quality_gate.renderers.annotations import Annotation, Kind, annotate
from quality_gate.renderers.escape import many_lines, one_line, shortened
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.phrases import phrase, summary

MOST_ANNOTATIONS: Final = 300  # six requests; the summary of the check run holds the rest
_MOST_NAME: Final = 100
_MOST_DESCRIPTION: Final = 140
_MOST_SUMMARY: Final = 65_000  # GitHub refuses more than 65,535 characters
_MOST_TITLE: Final = 200
_MOST_MESSAGE: Final = 4_000
_LEVELS: Final = {Kind.ERROR: "failure", Kind.WARNING: "warning", Kind.NOTICE: "notice"}


def speaker(report: Report) -> str:
    """Whose words these are: a part of a gate never speaks in the name of the whole, nor one for another."""
    context, scope = report.context, report.verdict.scope
    told = ", ".join(part for part in (context.folder, scope) if part)
    return one_line(f"Quality Gate: {context.gate}" + (f" ({told})" if told else ""), _MOST_NAME)


def outcome(report: Report) -> str:
    """The same as the exit code's."""
    return "success" if report.verdict.good else "failure"


def description(report: Report) -> str:
    """One line that a person can read in a list."""
    said = f"{phrase(report.verdict)}: "
    return said + one_line(summary(report.verdict), _MOST_DESCRIPTION - len(said))


def check_output(report: Report) -> dict[str, str]:
    return {"title": description(report), "summary": markdown(report, _MOST_SUMMARY)}


def check_annotations(report: Report) -> list[dict[str, Any]]:
    """Only what has a place in a file; GitHub counts paths from the repository's root."""
    placed = [one for one in annotate(report, MOST_ANNOTATIONS) if one.path]
    return [_placed(one, report.context.folder) for one in placed[:MOST_ANNOTATIONS]]


def _placed(one: Annotation, folder: str) -> dict[str, Any]:
    start = max(one.line or 1, 1)
    return {
        "path": posixpath.join(folder, one.path),
        "start_line": start,
        "end_line": max(one.end or start, start),
        "annotation_level": _LEVELS[one.kind],
        "title": one_line(one.title, _MOST_TITLE),
        "message": shortened(many_lines(one.message, _MOST_MESSAGE * 2), _MOST_MESSAGE) or "…",
    }
