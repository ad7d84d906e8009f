"""Known failures are excused, and whoever excuses them is told: who, which error, until when."""
