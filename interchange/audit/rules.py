"""How events are sealed and links are chained, how long an event is kept, and what of it a reader is shown."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from interchange.audit.events import PASSING, TRIED
from interchange.core.labelled import Labelled

GENESIS = "0" * 64
"""What the first link of every chain calls its previous hash."""

MONTHS_PASSING, MONTHS_REST, DAYS_OF_ADDRESS = 24, 84, 90
"""Sign-ins that went well are kept for 24 months, all other events for 7 years, whole addresses for 90 days (8)."""

SHORTEST = {MONTHS_PASSING: timedelta(days=730), MONTHS_REST: timedelta(days=2556)}
"""What these months come to at least, by the calendar: seven years hold one leap day or two."""


class Outcome(Labelled):
    """Whether what was tried was done."""

    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


def outcome_of(name: str) -> Outcome:
    """How it went, as far as an event's name says it."""
    return Outcome.REFUSED if name in TRIED else Outcome.DONE


# ---------------------------------------------------------------- the chain


@dataclass(frozen=True)
class Happening:
    """The part of an event that the hash covers; the network address is left out, since it is cut after 90 days."""

    id: UUID
    at: datetime
    name: str
    person_id: UUID | None
    person_name: str
    roles: Sequence[str]
    subject: str
    data: Mapping[str, Any]
    reason: str
    request_id: str
    membership_id: UUID | None = None
    key_id: UUID | None = None
    acting: str = ""
    browser: str = ""
    session: str = ""
    outcome: str = Outcome.DONE

    def canonical(self) -> list[Any]:
        """The event as JSON values in a fixed order, as links of the first form hash it."""
        return [str(self.id), _instant(self.at), self.name, _key(self.person_id), self.person_name,
                sorted(self.roles), self.subject, self.data, self.reason, self.request_id]  # fmt: skip

    def seal(self) -> str:
        """For how many months the event is kept, and the SHA-256 of all of it: what a link of the second form hashes.

        When the event is let go after that time its seal stays behind, so that the chain still verifies.
        """
        more = [
            _key(self.membership_id),
            _key(self.key_id),
            self.acting,
            self.browser,
            self.session,
            self.outcome,
        ]
        return f"{months_kept(self.name)}:{_sha256(_as_json([*self.canonical(), *more]))}"


def first_form(previous: str, number: int, events: Sequence[Happening]) -> str:
    """The hash of a link of the first form: over its events themselves, which therefore go together or not at all."""
    return _sha256(f"{previous}\n{number}\n{_as_json([event.canonical() for event in events])}")


def link_hash(previous: str, number: int, at: datetime, seals: Sequence[str]) -> str:
    """SHA-256 over the previous hash, the link's number and time, and the seals of its events in order."""
    return _sha256("\n".join([previous, str(number), _instant(at), *seals]))


def months_kept(name: str) -> int:
    """For how many months an event of this name is kept (8)."""
    return MONTHS_PASSING if name in PASSING else MONTHS_REST


def may_be_gone(months: int, at: datetime, now: datetime) -> bool:
    """Whether an event of that time that is kept so many months may have been let go by now."""
    return months in SHORTEST and at + SHORTEST[months] <= now


def root_hash(previous: str, ends: Mapping[int, tuple[int, str]]) -> str:
    """One hash over the ends of all chains (centre: number and hash of its last link) and the root before it."""
    lines = [f"{centre} {number} {hash_}" for centre, (number, hash_) in sorted(ends.items())]
    return _sha256("\n".join([previous, *lines]))


def _as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _key(key: UUID | None) -> str | None:
    return str(key) if key else None


# ---------------------------------------------------------------- what may be kept, and what is shown

NEVER = frozenset({"password", "token", "secret", "otp", "seed", "recovery_code", "api_key", "one_time_code"})
"""Names of values that no event may carry (ASVS 16.2.5)."""


def secrets_in(data: Any) -> set[str]:
    """The names in an event's data that tell of a secret, at any depth."""
    if isinstance(data, Mapping):
        deeper = set().union(*map(secrets_in, data.values())) if data else set()
        return {str(name) for name in data if str(name).lower() in NEVER} | deeper
    return set().union(*map(secrets_in, data)) if isinstance(data, list | tuple) else set()


ADDRESS = re.compile(r"([^\s@<>,;:])[^\s@<>,;:]*@([^\s@<>,;:]+\.[^\s@<>,;:.]+)")


def masked_email(text: str) -> str:
    """Every e-mail address in a text as its first letter and its domain: a…@school.example."""
    return ADDRESS.sub(r"\1…@\2", text)


def _last_two(text: str) -> str:
    return f"…{text[-2:]}" if text else ""


def _year(text: str) -> str:
    return f"{text[:4]}-…" if text else ""


CLASSES: dict[str, Callable[[str], str]] = {
    "phone": _last_two, "telephone": _last_two, "born_on": _year, "uci": _last_two, "uln": _last_two,
    "address": lambda text: "…" if text else "",
}  # fmt: skip
"""How a value is masked for a centre's readers, by its name without `old_` or `new_`; e-mail addresses always are."""


def masked(data: Any, name: str = "") -> Any:
    """Before and after values as a centre's people see them: personal ones only so far as to tell them apart (7)."""
    if isinstance(data, Mapping):
        return {key: masked(value, str(key)) for key, value in data.items()}
    if isinstance(data, list):
        return [masked(value, name) for value in data]
    if not isinstance(data, str):
        return data
    kind = CLASSES.get(name.removeprefix("old_").removeprefix("new_"))
    return kind(data) if kind else masked_email(data)


UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def one_line(text: str) -> str:
    """A text that cannot pass for several, nor turn what stands around it: what is not seen is written out."""
    return UNSEEN.sub(
        lambda found: f"\\u{ord(found.group()):04x}", text.replace("\r\n", "\n").replace("\n", " ⏎ ")
    )
