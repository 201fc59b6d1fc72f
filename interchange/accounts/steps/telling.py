"""How notices about somebody's account say when and where something was done."""

from typing import Any

from interchange.accounts.rules.tries import network_of
from interchange.core import clock
from interchange.core.actor import Actor


def where(by: Actor) -> dict[str, Any]:
    """When, in which browser and from where; the network is as near to the place as we get."""
    network = network_of(by.address)
    place = f"the network {network}" if network else "a place that we do not know"
    return {"at": clock.now(), "browser": by.browser or "an unknown browser", "place": place}
