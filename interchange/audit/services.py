"""What the trail does by itself: sign the ends of all chains, and verify them all.

Not `state_change`, which stands above this package: the system alone is their actor, in a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from interchange.audit import rules, signing, steps
from interchange.audit.events import Event
from interchange.audit.models import Root
from interchange.audit.queries import Verdict, verify_chain
from interchange.audit.queries import roots as signed
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed


@dataclass
class Findings:
    """What a verification of the trail found: a verdict for each chain, and what is wrong with the signed roots."""

    chains: dict[int, Verdict] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    roots: int = 0
    without_file: int = 0

    @property
    def broken(self) -> dict[int, int]:
        """The chains that do not hold, each with its first broken link."""
        return {centre: one.broken_at for centre, one in self.chains.items() if one.broken_at is not None}

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written and signed."""
        return not self.broken and not self.wrong


def sign_ends(*, by: Actor) -> Root:
    """Sign one hash over the ends of all chains; the root stands in its table, and in a file once that is certain."""
    with _doing(by):
        last = signed.last_root()
        before, now = signed.ends_signed(), signed.ends_now(by)
        moved = {centre: end for centre, end in sorted(now.items()) if before.get(centre) != end}
        key = signing.signing_key()
        root = Root(
            number=last.number + 1 if last else 1, at=clock.now(), key=signing.name_of(key),
            ends=[[centre, number, hash_] for centre, (number, hash_) in moved.items()],
            hash=rules.root_hash(last.hash if last else rules.GENESIS, before | moved),
        )  # fmt: skip
        root.signature = signing.sign(signed.message(root), key)
        root.save(force_insert=True)
        steps.record(Event.ROOT_SIGNED, subject=f"root:{root.number}", data={"chains": len(moved)})
    keep_files(by=by)
    return root


def keep_files(*, by: Actor) -> None:
    """Write the files of roots that have none yet: of the new one, and of any after which the disk was full."""
    with tenancy.reading(by):
        there = signing.kept_files()
        for root in Root.objects.exclude(number__in=there).order_by("number"):
            signing.keep_file(root.number, signed.content(root))


def verify_all(centre_id: int | None = None, *, by: Actor) -> Findings:
    """Verify every chain, or one centre's, and the signed roots; that it was done is in the awarding body's trail."""
    found = Findings()
    with tenancy.reading(by):
        wanted = sorted({*signed.ends_now(by), *signed.ends_signed()}) if centre_id is None else [centre_id]
        found.chains = {centre: verify_chain(by, centre) for centre in wanted}
        found.wrong = signed.wrong_with_roots(by, centre_id)
        found.roots, found.without_file = Root.objects.count(), signed.roots_without_file()
    with _doing(by):
        facts = {
            "chains": len(found.chains), "links": sum(one.links for one in found.chains.values()),
            "events": sum(one.events for one in found.chains.values()), "holds": found.holds,
            "broken": [[centre, link] for centre, link in found.broken.items()], "wrong": found.wrong[:20],
        }  # fmt: skip
        steps.record(Event.TRAIL_VERIFIED, data=facts)
    return found


@contextmanager
def _doing(by: Actor) -> Iterator[None]:
    """A transaction of the system itself, which leaves an event."""
    if "system" not in by.roles:
        raise NotAllowed(Event.TRAIL_VERIFIED)
    with tenancy.writing(by), steps.trail(by):
        yield
