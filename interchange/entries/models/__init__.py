"""Who is entered for what. Every row belongs to one centre."""

from interchange.entries.models.asking import Correction
from interchange.entries.models.entering import FILES, Batch, Candidate, Entry, Route, Version
from interchange.entries.models.waiting import AcceptedWarning, Draft, Rejection

__all__ = [
    "FILES",
    "AcceptedWarning",
    "Batch",
    "Candidate",
    "Correction",
    "Draft",
    "Entry",
    "Rejection",
    "Route",
    "Version",
]
