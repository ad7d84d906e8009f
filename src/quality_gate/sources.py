"""What a plan wants to be gathered: envelopes that were made under its orders, and what it asks of them."""

from __future__ import annotations

from quality_gate.envelopes.expected import Expected
from quality_gate.gather import Sources
from quality_gate.plan.plan import Plan
from quality_gate.rules.metrics.rows import lookups_of


def sources_of(plan: Plan) -> Sources:
    context = plan.context
    expected = Expected(
        jobs=plan.jobs,
        commit=context.commit,
        gate=context.gate,
        config=context.config_digest,
        run=context.run,
        attempt=context.attempt,
        partial=plan.partial,
        same_orders=not plan.followed,
    )
    return Sources(
        expected=expected, exclude=plan.exclude, limits=plan.limits, lookups=lookups_of(plan.rules)
    )
