"""Answers what the configuration asks for by place: numbers in logs, and at keys of JSON reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from quality_gate.envelopes.json_keys import at_key, numbers_in
from quality_gate.envelopes.merge import StageParts
from quality_gate.envelopes.open import open_report
from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.envelope import Envelope, Freshness, ReportFile
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.paths import Globs
from quality_gate.model.quantity import parse_decimal
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.readers.strict_json import NotReadable, read_json
from quality_gate.world.files import Files

MOST_NUMBERS: Final = 10_000  # of one question
_LONGEST_LINE: Final = 10_000  # searched, whatever stands behind it: a pattern may be slow
_PIECE: Final = 1 << 20
_Number = tuple[Fraction, str]


def look_up(
    questions: Iterable[Lookup], parts: Mapping[str, StageParts], reader: ReportReader
) -> Mapping[Lookup, Found]:
    """One answer to each question, in which no doubt is left out."""
    answers: dict[Lookup, Found] = {}
    opened: dict[str, list[tuple[str, object] | Problem]] = {}
    for question in dict.fromkeys(questions):
        if question.log:
            answers[question] = _from_logs(question, parts.get(question.log, StageParts()), reader)
            continue
        if question.report not in opened:
            opened[question.report] = list(_documents(question.report, parts, reader))
        answers[question] = _from_documents(question, opened[question.report])
    return answers


def _found(numbers: list[_Number], where: str) -> Found:
    if len(numbers) > MOST_NUMBERS:
        reason = f"{where}: more than {MOST_NUMBERS:,} numbers"
        return Found(problem=Problem(Cause.INCONCLUSIVE, reason, "narrow what is looked for"))
    return Found(numbers=tuple(numbers))


def _from_logs(question: Lookup, parts: StageParts, reader: ReportReader) -> Found:
    pattern = re.compile(question.pattern)
    numbers: list[_Number] = []
    for envelope in parts.envelopes:
        if not envelope.log:
            reason = f"{envelope.label} left no log: nobody ran its command"
            return Found(problem=Problem(Cause.NOT_RUN, reason, "use `quality-gate run`"))
        try:
            for line in _lines(envelope, reader):
                for match in pattern.finditer(line):
                    numbers.append(_caught(match))
                    if len(numbers) > MOST_NUMBERS:
                        return _found(numbers, f"the log of {envelope.label}")
        except ValueError as error:
            remedy = "correct `pattern:`, so that `value` catches a number alone"
            return Found(
                problem=Problem(Cause.UNREADABLE, f"in the log of {envelope.label}: {error}", remedy)
            )
        except OSError as error:
            reason = f"the log of {envelope.label} cannot be read: {error}"
            return Found(
                problem=Problem(Cause.UNREADABLE, reason, "hand over the whole folder of the envelope")
            )
    if not numbers:
        remedy = "correct `pattern:`, or have the command print it"
        reason = f"nothing in the log of {question.log} fits {question.pattern}"
        return Found(problem=Problem(Cause.NO_MATCH, reason, remedy))
    return _found(numbers, f"the log of {question.log}")


def _lines(envelope: Envelope, reader: ReportReader) -> Iterator[str]:
    with Files(reader.world.files.path(envelope.folder)).open(envelope.log) as stream:
        while line := stream.readline(_PIECE):
            yield line[:_LONGEST_LINE].decode("utf-8", "replace").rstrip("\r\n")


def _caught(match: re.Match[str]) -> _Number:
    groups = match.groupdict()
    text = groups["value"] if "value" in groups else match[1]
    if text is None:
        raise ValueError(f"{match[0][:80]!r} fits, and has no value")
    return parse_decimal(text), (groups.get("unit") or "").strip()


def _documents(
    path: str, parts: Mapping[str, StageParts], reader: ReportReader
) -> Iterator[tuple[str, object] | Problem]:
    globs = Globs((path,))
    for part in parts.values():
        for envelope in part.envelopes:
            for report in envelope.reports:
                if report.freshness is Freshness.FRESH and (report.path == path or globs.match(report.path)):
                    yield _document(envelope, report, reader)


def _document(envelope: Envelope, report: ReportFile, reader: ReportReader) -> tuple[str, object] | Problem:
    opened = open_report(envelope, report, reader.world.files)
    if isinstance(opened, Problem):
        return opened
    with opened as stream:
        try:
            return report.path, read_json(stream, reader.limits, keep_constants=True)
        except NotReadable as error:
            reason = f"{report.path} is no JSON that can be read: {error}"
            return Problem(Cause.UNREADABLE, reason, "see what the tool wrote", (Spot(report.path),))


def _from_documents(question: Lookup, documents: list[tuple[str, object] | Problem]) -> Found:
    numbers: list[_Number] = []
    near: dict[str, None] = {}
    for document in documents:
        if isinstance(document, Problem):
            return Found(problem=document)
        path, value = document
        try:
            for one in at_key(value, question.key, near):
                numbers += numbers_in(one, MOST_NUMBERS)
        except ValueError as error:
            reason = f"{question.key} in {path}: {error}"
            return Found(problem=Problem(Cause.UNREADABLE, reason, "name a key that holds a number"))
    if not numbers:
        known = f"; there are: {', '.join(list(near)[:8])}" if near else ""
        reason = f"{question.report} has no number at {question.key}{known}"
        return Found(problem=Problem(Cause.NO_MATCH, reason, "correct `key:`"))
    return _found(numbers, f"{question.key} in {question.report}")
