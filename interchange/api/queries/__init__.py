"""What the API reads, in the shapes that it sends."""
