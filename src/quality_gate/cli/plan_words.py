"""The plan in words: what would run, what would be judged, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.job import Job
from quality_gate.model.mask import Mask
from quality_gate.model.verdict import Level
from quality_gate.model.wording import duration_text, plural
from quality_gate.plan.plan import Plan
from quality_gate.renderers.columns import Row, cut_middle, table, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.rules.rule import Rule
from quality_gate.rules.scope import Scope

_INDENT: Final = "     "
_MOST_LINES: Final = 6  # of a command: the whole script stands in the configuration


def plan_text(plan: Plan, width: int) -> str:
    parts = (
        _head(plan),
        _stages(plan, width),
        _probes(plan, width),
        _rules(plan.rules, width),
        _rest(plan, width),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _head(plan: Plan) -> Iterator[str]:
    context = plan.context
    yield f"gate {for_terminal(context.gate)}, from {for_terminal(context.config) or 'no configuration'}"
    if plan.scope:
        yield f"a part of it ({for_terminal(plan.scope)}): such a run cannot clear a deployment"
    else:
        yield "a complete run: it may clear a deployment"


def _stages(plan: Plan, width: int) -> Iterator[str]:
    names = plan.stages
    at_once = f", up to {plan.jobs_at_once} side by side" if plan.jobs_at_once > 1 else ""
    parts = f" in {len(plan.jobs):,} parts" if len(plan.jobs) > len(names) else ""
    yield f"runs {plural(len(names), 'stage')}{parts}{at_once}" if names else "runs no stage"
    if plan.setup:
        yield from _labelled("before all", plan.setup, width, "  ")
    for number, (name, jobs) in enumerate(groupby(plan.jobs, key=lambda job: job.stage), 1):
        yield from _stage(f"{number:>3}. {for_terminal(name)}", list(jobs), width)
    if plan.teardown:
        yield from _labelled("after all, always", plan.teardown, width, "  ")
    if plan.fail_fast:
        yield "  nothing starts after the first failure"


def _stage(name: str, jobs: Sequence[Job], width: int) -> Iterator[str]:
    job = jobs[0]
    level = "" if job.level is Level.REQUIRED else f" ({job.level})"
    yield cut_middle(name, width - len(level)) + level
    if job.run:
        yield from _command(job.run, width)
    else:
        yield f"{_INDENT}runs nothing: collects reports that lie there"
    yield from _labelled("needs", ", ".join(job.needs), width)
    yield from _labelled("reports", ", ".join(job.reports), width)
    if not job.reports:
        yield f"{_INDENT}reports: none, so only the exit code is judged"
    yield from _labelled("in", job.working_directory, width)
    yield from _labelled("at most", duration_text(job.timeout) if job.timeout else "", width)
    yield from _labelled("again", f"{job.retry.times} more on failure" if job.retry.times else "", width)
    yield from _labelled("parts", _parts(jobs), width)


def _command(run: str, width: int) -> Iterator[str]:
    lines = [line for line in run.splitlines() if line.strip()]
    for line in lines[:_MOST_LINES]:
        yield from wrap(f"$ {for_terminal(line, 2_000)}", width, _INDENT, f"{_INDENT}    ")
    if len(lines) > _MOST_LINES:
        yield f"{_INDENT}  and {plural(len(lines) - _MOST_LINES, 'more line')}"


def _parts(jobs: Sequence[Job]) -> str:
    """`4 shards × os=linux, os=macos`; a stage that is not divided has none."""
    shards = sorted({job.shard for job in jobs})
    of = jobs[0].shards
    said = []
    if of > 1:
        said.append(f"{of} shards" if len(shards) == of else f"shard {', '.join(map(str, shards))} of {of}")
    keys = {key: dict.fromkeys(job.variant[key] for job in jobs) for key in jobs[0].variant}
    said += [f"{key}: {', '.join(values)}" for key, values in keys.items()]
    return " × ".join(said)


def _probes(plan: Plan, width: int) -> Iterator[str]:
    if not plan.probes:
        return
    where = f" in {for_terminal(plan.context.target)}" if plan.context.target else ""
    yield f"looks at {plural(len(plan.probes), 'probe')}{where}"
    rows = []
    for probe in plan.probes:
        at = getattr(probe.settings, probe.kind, "")
        level = "" if probe.settings.level is Level.REQUIRED else f" ({probe.settings.level})"
        cells = (
            for_terminal(probe.name) + level,
            probe.kind,
            for_terminal(Mask().text(at)) if isinstance(at, str) else "",  # before it is cut
        )
        rows.append(Row(cells))
    yield from table(rows, width)


def _rules(rules: Sequence[Rule], width: int) -> Iterator[str]:
    if not rules:
        yield "judges nothing: a run without a rule is never good"
        return
    yield f"judges {plural(len(rules), 'rule')}"
    rows = [Row((for_terminal(rule.about.title) + _level(rule), _expected(rule))) for rule in rules]
    yield from table(rows, width)


def _level(rule: Rule) -> str:
    return "" if rule.about.level is Level.REQUIRED else f" ({rule.about.level})"


def _expected(rule: Rule) -> str:
    """A rule names what it expects even where it finds nothing at all."""
    expected = next((ruling.expected for ruling in rule.judge(Evidence())), "")
    scope = getattr(rule, "scope", Scope())
    where = [
        "in each file" if scope.per_file else "",
        f"of {', '.join(scope.paths)}" if scope.paths else "",
        f"of stage {scope.stage}" if scope.stage else "",
        f"in {', '.join(scope.files)}" if scope.files else "",
        f"named {', '.join(scope.names)}" if scope.names else "",
    ]
    return for_terminal(" ".join(part for part in (expected, *where) if part))


def _rest(plan: Plan, width: int) -> Iterator[str]:
    if plan.exclude:
        yield from _labelled("excluded from coverage", ", ".join(plan.exclude), width, "")
    names = ", ".join(f"{outlet.name}{' (required)' if outlet.required else ''}" for outlet in plan.outlets)
    yield from _labelled("publishes to", names, width, "")
    if plan.left_out:
        yield f"leaves out {plural(len(plan.left_out), 'thing')}"
        yield from table(
            [Row((for_terminal(one.name), for_terminal(one.why))) for one in plan.left_out], width
        )


def _labelled(label: str, text: str, width: int, indent: str = _INDENT) -> Iterable[str]:
    return wrap(f"{label}: {for_terminal(text, 1_000)}", width, indent, f"{indent}  ") if text else ()
