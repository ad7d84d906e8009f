"""Readers of measurements."""
