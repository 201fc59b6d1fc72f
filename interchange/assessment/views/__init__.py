"""The doors of mark sheets."""
