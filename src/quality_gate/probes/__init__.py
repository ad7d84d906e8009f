"""Looks at something live, or at something lying there: one file for each kind, and one table."""
