"""Configuration and context in, the plan out: what this run will do, and why; without any door."""
