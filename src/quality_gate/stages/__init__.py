"""Runs the plan's commands: knows order, time-outs and what was left behind, not what it means."""
