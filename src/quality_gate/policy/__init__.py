"""What is weaker than at the base: two configurations held against each other."""
