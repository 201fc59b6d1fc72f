"""What the pages of entries send."""
