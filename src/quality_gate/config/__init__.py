"""The configuration file: loading it, its schema, and what it adds up to."""
