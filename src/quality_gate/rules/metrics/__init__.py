"""Metrics: numbers of reports, logs and stages, held against what was expected of them."""
