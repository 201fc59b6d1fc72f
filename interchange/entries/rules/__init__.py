"""What identifies a candidate, what a name may be, and how a file of entries merges with what is held."""
