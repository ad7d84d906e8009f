"""Readers of findings beyond single samples: nothing that failed reads as clean, and no secret leaves."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import check, damaged
from quality_gate.model.findings import Findings, Severity
from quality_gate.model.reading import State
from quality_gate.readers.findings import table
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.table import readers_in
from quality_gate.readers.tests import chaos, pact

READERS = readers_in(table)
SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = [reader.NAME for reader in (*READERS, chaos, pact)]
REPORTS = [path for name in NAMES for path in sorted(SAMPLES.glob(f"{name}/*/report*"))]
CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "tools"


def findings_of(raw: bytes) -> Findings:
    reading = read_stream(io.BytesIO(raw))
    assert reading.findings is not None, reading
    return reading.findings


def sample(name: str) -> bytes:
    return next((SAMPLES / name).glob("report*")).read_bytes()


def test_every_format_has_five_samples() -> None:
    assert {name: len(list(SAMPLES.glob(f"{name}/*/report*"))) >= 5 for name in NAMES} == dict.fromkeys(
        NAMES, True
    )


@given(st.sampled_from(REPORTS), st.randoms(use_true_random=False))
def test_a_damaged_report_never_raises(report: Path, chance: random.Random) -> None:
    check(read_stream(io.BytesIO(damaged(report.read_bytes(), chance))))


def _places(value: object) -> list[tuple[object, object]]:
    """Every list and object within, with each of its keys."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[object, object]] = []
    for key, inner in list(pairs):
        found.append((value, key))
        found.extend(_places(inner))
    return found


@given(
    st.sampled_from([path for path in REPORTS if path.suffix in (".json", ".sarif")]),
    st.randoms(use_true_random=False),
    st.sampled_from([None, True, 0, -1, "x", [], {}, [[]], {"a": 1}, 10**30]),
)
def test_a_value_of_another_kind_never_raises(report: Path, chance: random.Random, value: object) -> None:
    try:
        whole = json.loads(report.read_bytes().decode("utf-8-sig"))
    except ValueError:
        return
    places = _places(whole)
    if places:
        holder, key = chance.choice(places)
        holder[key] = value  # type: ignore[index]

    check(read_stream(io.BytesIO(json.dumps(whole).encode())))


@given(st.sampled_from(REPORTS))
def test_too_large_a_report_is_refused(report: Path) -> None:
    raw = report.read_bytes()
    limits = ReadLimits(max_bytes=len(raw) - 1)

    assert read_stream(io.BytesIO(raw), limits).state is State.INVALID


def test_a_secret_is_never_copied() -> None:
    for name, secret in (
        ("gitleaks/two-secrets", "AKIAVERYSECRETVALUE"),
        ("trivy/all-kinds", "AKIASECRET"),
        ("bandit/hard-coded-password", "hunter2"),
    ):
        raw = sample(name)
        assert secret in raw.decode()
        assert secret not in repr(read_stream(io.BytesIO(raw)))


def test_what_failed_is_kept_beside_what_was_found() -> None:
    findings = findings_of(sample("bandit/one-file-not-parsed"))

    assert findings.failures == ("b.py: syntax error while parsing AST from file",)
    assert findings.scanned == 1
    assert findings.count(Severity.LOW) == 1


def test_a_finding_has_its_place_and_its_fingerprint() -> None:
    (first,) = findings_of(sample("sarif/strange-level")).findings
    assert (first.rule, first.path, first.line) == ("A", "src/a b.py", 3)
    assert first.message == "**x**"

    found = findings_of(sample("sarif/extensions-overrides-sub-rules"))
    assert found.findings[3].rule == "X1"
    assert found.findings[3].path == "/repo/x.py"
    assert found.findings[4].fingerprint == "a:1 b:2"


@pytest.mark.parametrize(
    ("prints", "fingerprint"),
    [
        ({"fingerprints": {"v2": "x", "v1": "y"}, "partialFingerprints": {"a": "1"}}, "v1:y"),
        (
            {
                "partialFingerprints": {
                    "primaryLocationStartColumnFingerprint": "4",
                    "primaryLocationLineHash": "39fa:1",
                }
            },
            "primaryLocationLineHash:39fa:1",
        ),
        (
            {"partialFingerprints": {"author": "Ann", "commitMessage": "hunter2", "commitSha": "1f2"}},
            "commitSha:1f2",
        ),
        ({"partialFingerprints": {"author": "Ann", "email": "a@b.example", "commitSha": ""}}, ""),
        ({"partialFingerprints": []}, ""),
    ],
)
def test_what_a_hundred_findings_share_is_no_fingerprint(prints: dict[str, object], fingerprint: str) -> None:
    log = {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "T"}}, "results": [{"message": {}, **prints}]}],
    }
    (finding,) = findings_of(json.dumps(log).encode()).findings

    assert finding.fingerprint == fingerprint


def test_a_line_below_one_is_no_line() -> None:
    found = Found("x")
    for line in (0, -3, True, "4", 7):
        found.add("r", Severity.LOW, place=("a", line))

    assert [finding.line for finding in found.findings] == [None, None, None, None, 7]


def test_a_failure_without_findings_is_never_empty_or_clean() -> None:
    found = Found("x")
    found.fail("a.py", "why")
    assert found.reading("f").state is State.SUSPECT
    found.scanned = 0
    assert found.reading("f").state is State.INVALID
    found.scanned = 1
    assert found.reading("f").state is State.SUSPECT


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('{"runs": 3, "fails": 1}', []),
        ('{"version": "2.1.0", "runs": [', ["sarif"]),
        ('{"errors": [], "generated_at": "x", "metrics"', ["bandit"]),
        ('{"errors": [], "paths": {}, "results": []}', ["semgrep"]),
        ('{"results": []}', []),
        ('{"dependencies": {"a": 1}}', []),
        ('[{"filename": "a", "code": "x"}]', []),
        ('[{"filename": "a", "namespace": "main"', ["conftest"]),
        ('{"message": "a", "location": "b"}', []),
        ('[{"Target": "a"}]', []),
        ('[{"Target": "a", "Type": "x"', ["trivy"]),
        ('{"advisories": {}, "metadata": {}}', ["npm-audit"]),
        ('[{"description": "x", "location": {}}]', []),
        ('{"$schema": "https://example.com/sarif-2.1.0.json"}', ["sarif"]),
        ('{"check_type": "x", "results": {"failed_checks": [{"check_id": "CKV_1"', []),
        ('{"Results": []}', []),
        ('{"error": {"summary": "x", "detail": "y"}, "other": 1}', []),
        ('{"error": {"summary": "x", "detail": "y"}}', ["npm-audit"]),
        ("[1]", []),
    ],
)
def test_only_what_is_unmistakable_is_recognised(head: str, names: list[str]) -> None:
    assert [reader.NAME for reader in READERS if reader.recognises(Head(head.encode()))] == names


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of reports is not here")
@pytest.mark.parametrize(
    ("name", "state", "failing"),
    [
        ("bandit-4-findings-1-unparsable.json", State.SUSPECT, 4),
        ("bandit-missing-file-exit0.json", State.INVALID, 0),
        ("bandit-only-unparsable-exit0.json", State.INVALID, 0),
        ("mypy-1-error-exit1.jsonl", State.OK, 1),
        ("mypy-syntax-error-hides-others-exit2.jsonl", State.SUSPECT, 2),
        ("pip-audit-skipped-dependency-exit0.json", State.INVALID, 0),
        ("ruff-0.17.json", State.SUSPECT, 4),
        ("chaos-journal-ok.json", State.OK, 0),
        ("chaos-journal-deviated.json", State.OK, 2),
        ("chaos-journal-precondition-not-met-exit0.json", State.OK, 3),
    ],
)
def test_traps_of_real_tools(name: str, state: State, failing: int) -> None:
    with (CORPUS / name).open("rb") as stream:
        reading = read_stream(stream)
    found = len(reading.findings.findings) if reading.findings is not None else 0
    failed = reading.cases.counts.failing if reading.cases is not None else 0

    assert (reading.state, found + failed) == (state, failing)


def test_the_targets_of_an_analysis_are_what_was_scanned() -> None:
    artifacts = [{"roles": ["analysisTarget"]}, {"roles": ["resultFile"]}, {"roles": ["analysisTarget"]}]
    run = {"tool": {"driver": {"name": "Scan"}}, "artifacts": artifacts, "results": []}

    found = findings_of(json.dumps({"version": "2.1.0", "runs": [run]}).encode())

    assert found.scanned == 2


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.parent.relative_to(SAMPLES).as_posix())
def test_a_cut_report_is_never_a_smaller_good_one(report: Path) -> None:
    raw = report.read_bytes()
    whole = read_stream(io.BytesIO(raw))
    if whole.state is not State.OK or len(raw) > 1_500:
        return
    for length in range(len(raw)):
        cut = read_stream(io.BytesIO(raw[:length]))
        # A file of lines that is cut at the end of one is a whole file of fewer lines.
        if cut.state is State.OK and not raw[:length].endswith((b"}", b"}\n")):
            assert (cut.findings, cut.cases) == (whole.findings, whole.cases), raw[:length]
