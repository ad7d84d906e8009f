"""Reads SARIF 2.1.0; authoritative are the results whose kind is `fail`, at their effective level.

A log without runs, a run without a list of results, and a tool that says it did not succeed have not found
nothing: they have not looked, and the reading is invalid. An empty list of results is a clean one.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.findings.sarif_levels import Rules, overrides_of
from quality_gate.readers.findings.sarif_notifications import Kinds, notifications
from quality_gate.readers.findings.sarif_results import add_result
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "sarif"
_VERSION: Final = "2.1.0"
_ENDS: Final = ("processStartFailureMessage", "exitSignalName")  # of processes that cannot have succeeded
_UNREAD: Final = re.compile(r"(?i)\b(?:syntax|lexical|pars(?:e|er|ing)|time[sd]?[ -]?out|out of memory)\b")


def recognises(head: Head) -> bool:
    keys = head.json_keys
    is_log = "runs" in keys and ("version" in keys or "$schema" in keys or '"driver"' in head.text)
    return head.text.lstrip()[:1] == "{" and (is_log or ("$schema" in keys and "sarif" in head.text[:2000]))


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(log: object) -> Reading:
    report = as_object(log, "the log")
    version = as_text(report.get("version"), 40)
    if version and not version.startswith(_VERSION):
        raise NotReadable(f"SARIF {version}: only {_VERSION} can be read")
    runs = report.get("runs")
    if runs is None or runs == []:
        raise NotReadable("it holds no run: nothing was scanned")
    found = Found("")
    tools: dict[str, None] = {}
    for number, one in enumerate(as_list(runs, "runs"), start=1):
        run = as_object(one, f"run {number}")
        tool = as_object(run.get("tool") or {}, f"the tool of run {number}")
        driver = as_object(tool.get("driver") or {}, "the driver")
        name = as_text(driver.get("name"), 100) or f"run {number}"
        tools[name] = None
        _add_run(found, run, tool, name)
    if any(as_object(one, "properties").get("results") for one in _inlined(report)):
        found.doubts.append("some results stand in inlineExternalProperties, which are not read")
    found.tool = ", ".join(tools)
    return found.reading(NAME)


def _inlined(report: Json) -> list[object]:
    return as_list(report.get("inlineExternalProperties") or [], "inlineExternalProperties")


def _add_run(found: Found, run: Json, tool: Json, name: str) -> None:
    invocations = [
        as_object(one, "an invocation") for one in as_list(run.get("invocations") or [], "invocations")
    ]
    kinds = Kinds(tool)
    for invocation in invocations:
        _look_at(found, invocation, name, kinds)
    results = run.get("results")
    if results is None:
        where = ": they are in another file" if "externalPropertyFileReferences" in run else ""
        raise NotReadable(
            f"{name} has no list of results{where}; an empty one would say that nothing was found"
        )
    if as_object(run.get("externalPropertyFileReferences") or {}, "the references").get("results"):
        found.fail(name, "its results stand in other files, which are not read")
    if targets := _targets(run):
        found.scanned = (found.scanned or 0) + targets
    rules = Rules(tool)
    driver = as_object(tool.get("driver") or {}, "the driver")
    listed = [as_object(rule, "a rule") for rule in as_list(driver.get("rules") or [], "the rules")]
    overrides = [overrides_of(invocation, listed) for invocation in invocations]
    for one in as_list(results, f"the results of {name}"):
        result = as_object(one, "a result")
        add_result(found, result, rules, _overrides_for(result, overrides), run.get("artifacts"))


def _targets(run: Json) -> int:
    """How many files the tool says that it analysed; most tools list only files with results."""
    listed = [as_object(one, "an artifact") for one in as_list(run.get("artifacts") or [], "artifacts")]
    return sum("analysisTarget" in as_list(one.get("roles") or [], "roles") for one in listed)


def _look_at(found: Found, invocation: Json, name: str, kinds: Kinds) -> None:
    told = list(notifications(invocation, kinds))
    ends = [as_text(invocation.get(key), 200) for key in _ENDS]
    if invocation.get("executionSuccessful") not in (None, True) or any(ends):
        why = [text for level, text in told if level == "error"] + [end for end in ends if end]
        why.append(as_text(invocation.get("exitCodeDescription"), 200))
        raise NotReadable(f"{name} says that it did not succeed" + (f": {why[0]}" if why[0] else ""))
    for level, text in told:
        if level == "error" or _UNREAD.search(text):
            found.fail(name, text)
        else:
            found.note(f"{name} warns: {text}")


def _overrides_for(result: Json, overrides: list[dict[str, str]]) -> dict[str, str]:
    """Of the invocation that the result names, else of the only one."""
    provenance = result.get("provenance")
    index = as_int(provenance.get("invocationIndex")) if isinstance(provenance, dict) else None
    if index is not None and 0 <= index < len(overrides):
        return overrides[index]
    return overrides[0] if len(overrides) == 1 else {}
