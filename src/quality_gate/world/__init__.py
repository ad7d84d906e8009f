"""The only doors to files, processes, git, the environment and the clock; each door once."""
