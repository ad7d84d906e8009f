"""A GitHub on this machine, and all that the gate says to it."""
