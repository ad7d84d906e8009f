"""Every outlet there is. A new one is one file and one row here."""

from collections.abc import Mapping
from typing import Final

from quality_gate.model.output import RECORD, REPORT
from quality_gate.publishers import (
    annotations,
    badge,
    check_run,
    cobertura,
    console,
    html,
    junit,
    metrics,
    outputs,
    record,
    report,
    status,
    summary,
)
from quality_gate.publishers.comment import Comment
from quality_gate.publishers.deployment import Deployment
from quality_gate.publishers.publisher import Publisher

_ALL: Final[tuple[tuple[Publisher, bool], ...]] = (  # the outlet, and whether it is used unasked
    (console, True),
    (summary, True),
    (annotations, True),
    (outputs, True),
    (record, True),
    (report, True),
    (Comment(), True),
    (html, False),
    (badge, False),
    (junit, False),
    (cobertura, False),
    (metrics, False),
    (check_run, False),
    (status, False),
    (Deployment(), False),
)
PUBLISHERS: Final[Mapping[str, Publisher]] = {publisher.NAME: publisher for publisher, _ in _ALL}
# What they write below the gate's own folder: of an earlier run, all of it is out of date.
FILES: Final = (RECORD, REPORT, badge.FILE, cobertura.FILE, html.FILE, junit.FILE, metrics.FILE)
DEFAULT: Final[tuple[str, ...]] = tuple(publisher.NAME for publisher, unasked in _ALL if unasked)
