"""Changing what a centre has entered."""

from interchange.entries.services.loading import Outcome, load_entries
from interchange.entries.services.single import withdraw_entry

__all__ = ["Outcome", "load_entries", "withdraw_entry"]
