"""What pages read of people, sessions and keys: one module for each theme."""
