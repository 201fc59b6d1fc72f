"""The verbs of mark sheets."""
