"""What a file of the common format is called, what stands in its columns, and in which order it may come."""
