"""Reports in, evidence out: pure readers of streams."""
