"""What the pages of mark sheets read."""
