"""Values of a mapping become a frozen dataclass, with every mistake told at once (pure)."""
