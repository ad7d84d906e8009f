"""One row for each report of a linter or scanner: what counts, what is suppressed, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quality_gate.model.evidence import Evidence
from quality_gate.model.findings import Severity
from quality_gate.model.reading import State
from quality_gate.model.rollup import FindingsRow
from quality_gate.model.wording import listed
from quality_gate.rules.compared import counting, findings_by_report, moved, new_findings


def findings_rows(evidence: Evidence) -> Iterator[FindingsRow]:
    known = {} if evidence.base is None else findings_by_report(evidence.base.stages)
    before = {path: some for (_, path), some in known.items()}  # whatever the stage is called there
    renames = moved(evidence)
    for (stage, path), findings in findings_by_report(evidence.stages).items():
        own = [
            (one.reading, one.reading.findings)
            for other in evidence.stages
            for one in other.reports
            if (other.name, one.path) == (stage, path) and one.reading.findings is not None
        ]
        failures = [failure for _, held in own for failure in held.failures]
        scanned = [held.scanned for _, held in own if held.scanned is not None]
        empty = next((reading.note for reading, _ in own if reading.state is State.EMPTY), "")
        counts = counting(findings)
        yield FindingsRow(
            path=path,
            stage=stage,
            tool=", ".join(dict.fromkeys(held.tool for _, held in own if held.tool)),
            counts={severity: Counter(one.severity for one in counts)[severity] for severity in Severity},
            suppressed=sum(one.suppressed for one in findings),
            waived=sum(bool(one.waived) and not one.suppressed for one in findings),
            new=len(new_findings(counts, before[path], renames)) if path in before else None,
            scanned=sum(scanned) if scanned else None,
            trouble=listed(failures) or empty,
        )
