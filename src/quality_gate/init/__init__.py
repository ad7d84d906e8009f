"""What a repository already has, turned into a first configuration: file texts in, proposals out, nothing touched."""
