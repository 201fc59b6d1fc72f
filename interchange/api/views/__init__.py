"""The doors for programs: the same rights, rules and services as the pages (ux E9)."""

from interchange.api.views import catalogue, entries, estimates, files, keys, marks, transfers, vocational
from interchange.api.views.program import api

__all__ = ["api", "catalogue", "entries", "estimates", "files", "keys", "marks", "transfers", "vocational"]
