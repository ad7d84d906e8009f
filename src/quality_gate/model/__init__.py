"""The ground: frozen values that every other room may use, and that use nothing of ours."""
