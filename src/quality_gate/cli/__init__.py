"""The command line: one file per command, argv in, exit code out."""
