"""Rows for a copy of what is held on somebody: the capabilities that keep them say which, and `privacy` packs them."""

from typing import Any

from django.db.models import QuerySet

About = dict[str, list[dict[str, Any]]]
"""Rows by what they are, each row by the names of its values."""


def rows(found: "QuerySet[Any]", *names: str) -> list[dict[str, Any]]:
    """These values of each row, with the key of the centre whose it is."""
    return [dict(row) for row in found.values("centre_id", *names)]
