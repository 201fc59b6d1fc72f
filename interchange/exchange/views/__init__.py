"""Doors to files sent and made."""
