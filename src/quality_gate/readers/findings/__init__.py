"""Readers of what linters and scanners found."""
