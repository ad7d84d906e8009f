"""What stages hand over: written, found again, and merged from many jobs of a workflow."""
