"""Every format of coverage reports, by how a file of it begins; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader


def xml() -> tuple[Reader, ...]:
    from quality_gate.readers.coverage import clover, cobertura, jacoco, opencover, sonarqube

    return (
        clover,
        cobertura,
        jacoco,
        opencover,
        sonarqube,
    )


def json() -> tuple[Reader, ...]:
    from quality_gate.readers.coverage import (
        codecov,
        covdir,
        coverage_json,
        coveralls,
        coverlet,
        gcov,
        gcovr,
        gcovr_summary,
        istanbul,
        istanbul_summary,
        llvm_cov,
        simplecov,
        simplecov_json,
        tarpaulin,
        xccov_archive,
        xccov_report,
    )

    return (
        codecov,
        covdir,
        coverage_json,
        coveralls,
        coverlet,
        gcov,
        gcovr,
        gcovr_summary,
        istanbul,
        istanbul_summary,
        llvm_cov,
        simplecov,
        simplecov_json,
        tarpaulin,
        xccov_archive,
        xccov_report,
    )


def text() -> tuple[Reader, ...]:
    from quality_gate.readers.coverage import go_cover, lcov

    return (
        go_cover,
        lcov,
    )
