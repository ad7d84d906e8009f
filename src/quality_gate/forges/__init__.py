"""Where pull requests live: one file per forge, all with the same face."""
