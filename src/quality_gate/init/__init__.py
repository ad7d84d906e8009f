"""A first configuration from what a repository already has: file texts in, proposals out."""
