"""`coverage`: show coverage by file and group; with --check, judge it."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from quality_gate.cli.coverage_words import coverage_json, coverage_text
from quality_gate.cli.options import base_named, base_options, common_options
from quality_gate.cli.prepare import output_folder, plan_for, prepare
from quality_gate.model.report import Report
from quality_gate.plan.plan import Plan
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.judge import Decides, decided

_EPILOG = """\
examples
  quality-gate coverage --all         every file, not only the worst
  quality-gate coverage --check --base-ref main

The reports that the configuration names are read as they lie there, and
nothing is run. Without a configuration, those in the conventional places.

exit codes: 0 there is coverage, with --check: its rules hold; 1 there is none,
or a rule does not hold; 2 mistakes
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    common_options(parser)
    base_options(parser)
    parser.add_argument(
        "--check", action="store_true", help="judge the coverage rules: exit 1 if one does not hold"
    )
    parser.add_argument("--all", action="store_true", help="list every file, not only those that miss most")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    )


def execute(arguments: argparse.Namespace) -> int:
    from quality_gate.judging import judged
    from quality_gate.renderers.json_text import harmless_json
    from quality_gate.run import run_stages
    from quality_gate.stages.listener import Silent

    prepared = prepare(arguments)
    output_folder(prepared.world)
    wishes = Wishes(
        collect_only=True,
        looks=False,
        base=base_named(arguments),
        artifact=arguments.base_artifact,
        base_ref=arguments.base_ref,
    )
    plan = _only_coverage(plan_for(prepared, wishes), judged=arguments.check)
    envelopes = run_stages(plan, prepared.world, Silent())
    report = _of_coverage(judged(plan, envelopes, prepared.world))
    for envelope in envelopes:
        prepared.world.files.remove_tree(envelope.folder)
    console = prepared.world.console
    if arguments.format == "json":
        console.say(harmless_json(json.dumps(coverage_json(report, plan.rules), ensure_ascii=False)))
    else:
        console.say(coverage_text(report, plan.rules, console.width, most=None if arguments.all else 20))
    if arguments.check:
        # With a report missing, the other reports alone prove nothing.
        return int(not report.verdict.good or any(stage.problems for stage in report.evidence.stages))
    return int(report.evidence.coverage is None)


def _of_coverage(report: Report) -> Report:
    """What the account of the waivers says is no matter here."""
    rulings = tuple(ruling for ruling in report.verdict.rulings if ruling.rule.startswith("coverage."))
    return replace(report, verdict=decided(rulings, Decides(scope=report.verdict.scope)))


def _only_coverage(plan: Plan, *, judged: bool) -> Plan:
    """No other rule, and one job a stage whose folder is its own: what a run has left stays as it is."""
    rules = tuple(rule for rule in plan.rules if rule.about.rule.startswith("coverage."))
    first = {job.stage: job for job in reversed(plan.jobs)}
    jobs = tuple(
        replace(first[name], stage=f"coverage of {name}", shard=1, shards=1, variant={})
        for name in plan.stages
    )
    # Nobody is asked for a base that nothing is judged by.
    comparing = [rule for rule in plan.comparison.rules if judged and rule.startswith("coverage.")]
    comparison = replace(plan.comparison, rules=tuple(comparing))
    return replace(plan, rules=rules, jobs=jobs, scope="coverage", outlets=(), comparison=comparison)
