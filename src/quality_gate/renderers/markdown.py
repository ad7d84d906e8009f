"""The report in GitHub's Markdown, for the job summary and the comment: the answer first, the rest folded."""

from __future__ import annotations

from functools import partial
from typing import Final

from quality_gate.model.output import RECORD
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.renderers.escape import for_markdown, for_markdown_code, for_markdown_prose
from quality_gate.renderers.fitting import fitted, size_of
from quality_gate.renderers.links import commit_url, safe_url
from quality_gate.renderers.markdown_findings import findings
from quality_gate.renderers.markdown_metrics import metrics
from quality_gate.renderers.markdown_probes import probes
from quality_gate.renderers.markdown_rulings import blocking, warning, warnings_in_full
from quality_gate.renderers.markdown_stages import other_stages, stages
from quality_gate.renderers.markdown_steps import checklist, next_steps, recommendations
from quality_gate.renderers.markdown_tables import coverage, modules, notices
from quality_gate.renderers.markdown_tests import failing_tests, last_lines
from quality_gate.renderers.movement import TITLE, movement
from quality_gate.renderers.phrases import incomplete, origin, phrase, summary
from quality_gate.renderers.probe_words import target_text

_ICONS: Final = {
    Decision.READY: "✅",
    Decision.READY_WITH_WARNINGS: "⚠️",
    Decision.NOT_READY: "❌",
    Decision.PASSED: "☑️",
    Decision.FAILED: "❌",
}


def markdown(report: Report, limit: int = 60_000, elsewhere: str = "") -> str:
    """At most `limit` bytes, and so at most as many characters; the verdict is never left out.

    `elsewhere` is Markdown of our own that says where the rest can be read.
    """
    sections = (
        blocking(report),
        next_steps(report),
        warning(report),
        warnings_in_full(report),
        recommendations(report),
        failing_tests(report),
        stages(report),
        other_stages(report),
        probes(report),
        modules(report),
        coverage(report),
        metrics(report),
        findings(report),
        last_lines(report),
        notices(report),
        checklist(report),
    )
    heads = _heads(report)
    first = next((head for head in heads if size_of(head) < limit // 2), heads[-1])
    return fitted(first, sections, _foot(report), limit, partial(_left_out, elsewhere))


def _heads(report: Report) -> tuple[str, str, str]:
    """What answers the question, from the full form to the shortest."""
    context, verdict = report.context, report.verdict
    scope = phrase(verdict).removeprefix(verdict.decision)
    said = f"## {_ICONS[verdict.decision]} {verdict.decision}" + (f" {for_markdown(scope)}" if scope else "")
    about = [for_markdown(context.gate, 60), for_markdown(context.profile, 60)]
    about += [for_markdown(target_text(context.target), 80), _commit(report)]
    title = f"{said} — {' · '.join(part for part in about if part)}"
    sentences = [for_markdown(text) for text in (summary(verdict), incomplete(verdict)) if text]
    if moved := movement(report):
        sentences.append(f"**{TITLE}:** {for_markdown(', '.join(moved))}")
    return "\n\n".join((title, *sentences)), "\n\n".join((said, *sentences)), said


def _foot(report: Report) -> str:
    context = report.context
    run = safe_url(context.run_url)
    parts = [
        *(for_markdown_prose(part) for part in origin(report)),
        f"[run {for_markdown(context.run, 30)}]({run})" if run else "",
        f"record {for_markdown_code(RECORD)}" if report.recorded else "",
    ]
    return f"<sub>{' · '.join(part for part in parts if part)}</sub>"


def _commit(report: Report) -> str:
    if not report.context.commit:
        return ""
    short, url = for_markdown_code(report.context.commit[:7]), commit_url(report.context)
    return f"[{short}]({url})" if url else short


def _left_out(elsewhere: str, names: list[str]) -> str:
    rest = f"{elsewhere}; everything" if elsewhere else "Everything"
    return f"*Shortened to fit: {', '.join(names)}. {rest} is in {for_markdown_code(RECORD)}.*"
