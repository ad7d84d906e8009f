"""Every format of coverage reports; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.coverage import (
    clover,
    cobertura,
    codecov,
    coverage_json,
    coveralls,
    coverlet,
    gcov,
    gcovr,
    gcovr_summary,
    go_cover,
    istanbul,
    istanbul_summary,
    jacoco,
    lcov,
    llvm_cov,
    opencover,
    simplecov,
    simplecov_json,
    sonarqube,
    tarpaulin,
    xccov_archive,
    xccov_report,
)
from quality_gate.readers.reader import Reader

READERS: tuple[Reader, ...] = (
    clover,
    cobertura,
    codecov,
    coverage_json,
    coveralls,
    coverlet,
    gcov,
    gcovr,
    gcovr_summary,
    go_cover,
    istanbul,
    istanbul_summary,
    jacoco,
    lcov,
    llvm_cov,
    opencover,
    simplecov,
    simplecov_json,
    sonarqube,
    tarpaulin,
    xccov_archive,
    xccov_report,
)
