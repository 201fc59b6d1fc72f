"""Asking for other personal details after the last day for changes, until certificates are printed (R-ID-17)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from interchange.catalogue.rules.profile import Band, Profile, no_change_from
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.lifecycle import Lifecycle, moves_from
from interchange.entries.rules.holdings import Details
from interchange.entries.rules.people import SEXES
from interchange.entries.rules.viewing import STATUSES

ASKED, AGREED, REFUSED, TAKEN_BACK = "asked", "agreed", "refused", "taken_back"

CORRECTION = Lifecycle(
    start=ASKED,
    moves={
        "agree": moves_from(ASKED, to=AGREED),
        "refuse": moves_from(ASKED, to=REFUSED),
        "take back": moves_from(ASKED, to=TAKEN_BACK),
    },
)
"""The awarding body agrees, which changes the details, or refuses; the centre may take it back before (R-ID-17)."""

SHOWN = {
    ASKED: {"kind": "info", "icon": "clock", "word": "Waits for the awarding body"},
    AGREED: {"kind": "success", "icon": "tick", "word": "Agreed, and changed"},
    REFUSED: {"kind": "danger", "icon": "cross", "word": "Refused"},
    TAKEN_BACK: {"kind": "plain", "icon": "cross", "word": "Taken back"},
}
"""How pages draw a state: colour, icon and word."""
LABELS = {
    "surname": "Surname", "forenames": "Forenames", "born_on": "Date of birth", "sex": "Sex",
    "status": "School or private", "uci": "UCI", "uln": "ULN",
}  # fmt: skip
"""What can be asked for, in the order of the form; the number stays for the series (R-ID-4)."""

Changes = dict[str, list[str]]
"""What is asked for: by detail what was held when it was asked, and what should stand instead."""


def printed_by(profile: Profile, at: datetime) -> bool:
    """Whether certificates have been printed, so that only a replacement can say otherwise."""
    return at > clock.end_of_day(profile.certificates_printed)


def fault(profile: Profile, band: Band, series: str, *, is_open: bool, at: datetime) -> str:
    """Why a centre cannot ask for other details now, as a sentence with what to do instead; empty where it can."""
    if printed_by(profile, at):
        return already_printed(profile, series)
    if is_open and band is Band.NOT_OPEN:
        return f"Entries for {series} open on {clock.day_in_words(profile.entries_open)}."
    if is_open and band is not Band.CLOSED:
        last = clock.day_in_words(no_change_from(profile))
        return f"Details for {series} can be changed until {last}. Change them on the page of the candidate."
    return ""


def already_printed(profile: Profile, series: str) -> str:
    """What is said once certificates are printed."""
    day = clock.day_in_words(profile.certificates_printed)
    return (
        f"Certificates for {series} were printed on {day}. Other details need a replacement certificate, which is "
        "charged: send a message to order one."
    )


def moved(verb: str, state: str) -> str:
    """The state that a verb leads to; refused, with how it stands, where somebody else was quicker."""
    if verb not in CORRECTION.offered(state):
        said = SHOWN[state]["word"]
        raise Refused("not-now", f"This cannot be done any more: it stands as “{said}”. Nothing was changed.")
    return CORRECTION.after(verb, state)


def changes_of(before: Details, after: Details) -> Changes:
    """What is asked for, in the order of the form."""
    was, now = before._asdict(), after._asdict()
    return {name: [str(was[name]), str(now[name])] for name in LABELS if was[name] != now[name]}


def applied(changes: Changes, held: Details) -> Details:
    """The details held now with what was asked for in their place: what else has changed since stays."""
    wanted: dict[str, Any] = {name: new for name, (_, new) in changes.items()}
    if "born_on" in wanted:
        wanted["born_on"] = date.fromisoformat(wanted["born_on"])
    return held._replace(**wanted)


def in_words(changes: Mapping[str, list[str]]) -> list[tuple[str, str, str]]:
    """Label, what was held and what is asked for, of each detail, as pages and files show it."""
    return [
        (LABELS[name], _shown(name, changes[name][0]), _shown(name, changes[name][1]))
        for name in LABELS
        if name in changes
    ]


def _shown(name: str, value: str) -> str:
    if name == "born_on":
        return clock.day_in_words(date.fromisoformat(value))
    return {"sex": SEXES, "status": STATUSES}.get(name, {}).get(value, value) or "nothing"
