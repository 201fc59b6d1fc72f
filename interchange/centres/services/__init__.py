"""Verbs, one transaction each: how centres come, change and go. The operators' own is shown here."""

from interchange.centres.services.centres import add_centre

__all__ = ["add_centre"]
