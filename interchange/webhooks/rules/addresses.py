"""Where a message may be sent: to a public machine of the centre's, never to one inside the awarding body's network."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

LONGEST_ADDRESS = 500
ASK = "Give the whole address that takes the messages, for example https://mis.school.example/interchange."


def why_not(address: str, *, private_too: bool = False) -> str:
    """What is wrong with an address as a sentence; empty where nothing is. Its name is looked up at each sending."""
    plain = address.isascii() and address.isprintable() and " " not in address
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ASK
    if not plain or len(address) > LONGEST_ADDRESS or not parts.hostname or port == 0:
        return ASK
    return next((said for said, is_wrong in _faults(parts, private_too=private_too) if is_wrong), "")


def _faults(parts: SplitResult, *, private_too: bool) -> Iterator[tuple[str, bool]]:
    host = parts.hostname or ""
    yield ASK, parts.scheme not in ("https", "http")
    yield (
        "The address has to begin with https://, so that nobody reads the messages on their way.",
        parts.scheme == "http" and not private_too,
    )
    yield (
        "Leave a name or password out of the address: each message is signed.",
        parts.username is not None or parts.password is not None,
    )
    yield "Leave out the part after #.", bool(parts.fragment)
    yield (
        "Give the full name of the machine, not its number.",
        not private_too and (_is_number(host) or "." not in host),
    )


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.replace(".", "").isdigit() or host.lower().startswith("0x")
    return True


def is_public(numbers: Iterable[str]) -> bool:
    """Whether a name leads to public machines alone: no private, local, or reserved number among them."""
    found = [ip_address(number) for number in numbers]
    mapped = [getattr(one, "ipv4_mapped", None) or one for one in found]
    return bool(mapped) and all(one.is_global and not one.is_multicast for one in mapped)
