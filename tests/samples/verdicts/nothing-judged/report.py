"""No rule, no stage, no evidence: that is never a success."""

from builders import report
from quality_gate.model.verdict import Decision

REPORT = report(
    Decision.NOT_READY,
    reason="no rule was evaluated: the configuration names no stage, no test rule and no coverage rule",
)
