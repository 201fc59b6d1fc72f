"""The signed roots: whether they are as they were signed, and whether the chains still lead to them."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from interchange.audit import rules, signing
from interchange.audit.models import ChainEnd, Link, Root
from interchange.core.actor import Actor

Ends = dict[int, tuple[int, str]]


def message(root: Root) -> str:
    """What of a root is signed: its number, its time and its hash."""
    return f"interchange trail root {root.number} {root.at.astimezone(UTC).isoformat()} {root.hash}"


def content(root: Root) -> dict[str, Any]:
    """A root as its file keeps it."""
    return {
        "number": root.number, "at": root.at.astimezone(UTC).isoformat(), "ends": root.ends, "hash": root.hash,
        "key": root.key, "signature": root.signature,
    }  # fmt: skip


def last_root() -> Root | None:
    """The newest root."""
    return Root.objects.order_by("-number").first()


def ends_now(actor: Actor) -> Ends:
    """The last link of every chain at this moment."""
    return {end.centre_id: (end.number, end.hash) for end in ChainEnd.objects.visible_to(actor)}


def ends_signed() -> Ends:
    """The last link of every chain as the roots until now have it."""
    ends: Ends = {}
    for root in Root.objects.order_by("number").iterator():
        ends |= _moved(root)
    return ends


def wrong_with_roots(actor: Actor, centre_id: int | None = None) -> list[str]:
    """What does not hold, in sentences: of the roots themselves, their files, and the chains that they name."""
    return list(_wrong_with_roots(actor, centre_id))


def _wrong_with_roots(actor: Actor, centre_id: int | None) -> Iterator[str]:
    keys, files = signing.trusted_keys(), signing.kept_files()
    ends: Ends = {}
    previous, expected = rules.GENESIS, 1
    for root in Root.objects.order_by("number").iterator():
        ends |= _moved(root)
        where = f"Signed root {root.number} of {root.at:%Y-%m-%d}"
        if root.number != expected:
            yield f"{where}: root {expected} is not there."
        if root.hash != rules.root_hash(previous, ends):
            yield f"{where}: its hash is not that of the ends it names."
        yield from _wrong_with_signature(root, keys, where)
        if files.pop(root.number, content(root)) != content(root):
            yield f"{where}: its file outside the database says something else."
        yield from _wrong_with_links(actor, _moved(root), centre_id, where)
        previous, expected = root.hash, root.number + 1
    for number in sorted(files):
        yield f"Signed root {number}: there is a file of it outside the database, and none in it."


def _wrong_with_signature(root: Root, keys: set[str], where: str) -> Iterator[str]:
    if root.key not in keys:
        yield f"{where}: it is signed by the key {root.key[:16]}…, which is not one of ours."
    elif not signing.is_signed(message(root), root.signature, root.key):
        yield f"{where}: the signature is not that of its key."


def _wrong_with_links(actor: Actor, moved: Ends, centre_id: int | None, where: str) -> Iterator[str]:
    wanted = {centre: end for centre, end in moved.items() if centre_id in {None, centre}}
    links = Link.objects.visible_to(actor).filter(
        centre_id__in=wanted, number__in={n for n, _ in wanted.values()}
    )
    found = {(link.centre_id, link.number): link.hash for link in links}
    for centre, (number, hash_) in sorted(wanted.items()):
        if found.get((centre, number)) != hash_:
            yield f"{where}: link {number} of chain {centre} is not the one that was signed."


def roots_without_file() -> int:
    """How many roots have no file outside the database: it may have been made on another machine."""
    return Root.objects.exclude(number__in=signing.kept_files()).count()


def _moved(root: Root) -> Ends:
    return {int(centre): (int(number), str(hash_)) for centre, number, hash_ in root.ends}
