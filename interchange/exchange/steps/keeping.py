"""Files made for centres, as rows."""

from typing import Any

from interchange.exchange.models import Outgoing


def keep_made(**facts: Any) -> Outgoing:
    """Note a file that was made and kept."""
    return Outgoing.unscoped.create(**facts)
