"""Modules are folders where files are known, else packages: dotted ones, or Go's with their slashes."""

from __future__ import annotations

import pytest

from builders import cases, stage
from quality_gate.model.modules import by_module


@pytest.mark.parametrize(
    ("classname", "module"),
    [
        ("shop.pay.TestRefund", "shop.pay"),
        ("example.com/svc/calc", "example.com/svc/calc"),
        ("TestRefund", "(no folder)"),
    ],
)
def test_what_a_test_without_a_file_belongs_to(classname: str, module: str) -> None:
    assert list(by_module([stage("unit", cases(classname, "a"))], "folder")) == [module]
