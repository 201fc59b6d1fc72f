"""Base data as sets of records: syllabuses, options, components, links and disallowed combinations (section 7)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from interchange.core.record import Field
from interchange.exchange.rules.layouts import TO_FILL_IN
from interchange.exchange.rules.names import HOLDS, Letter
from interchange.exchange.rules.records import BASE_DATA
from interchange.exchange.rules.tree import HEAD, Form, Item, Kind, Part, item_of

ORDER = (Letter.SYLLABUSES, Letter.OPTIONS, Letter.COMPONENTS, Letter.LINKS, Letter.DISALLOWED)
"""In which they are loaded: links name what stands before them."""
LISTS = {
    Letter.SYLLABUSES: ("syllabuses", "syllabus"), Letter.OPTIONS: ("options", "option"),
    Letter.COMPONENTS: ("components", "component"), Letter.LINKS: ("links", "link"),
    Letter.DISALLOWED: ("disallowed", "pair"),
}  # fmt: skip
NEEDED = frozenset({"code", "syllabus", "title", "option", "component"})

Set = Mapping[Letter, Sequence[Mapping[str, Any]]]
"""The records of each kind; a kind that is missing was not sent."""


def _part(letter: Letter, fields: tuple[Field, ...]) -> Part:
    items = tuple(item_of(field, needed=field.name in NEEDED) for field in fields if field.name != "unread")
    return Part(*LISTS[letter], HOLDS[letter].capitalize(), items)


def _disallowed() -> Part:
    wanted = TO_FILL_IN[Letter.DISALLOWED]
    items = (
        Item("first", Kind.TEXT, 12, wanted["first"].means),
        Item("second", Kind.TEXT, 12, wanted["second"].means),
        Item(
            "of_syllabuses", Kind.CHOICE, 1, wanted["of_syllabuses"].means, needed=False, choices=("S", "O")
        ),
    )
    return Part(*LISTS[Letter.DISALLOWED], HOLDS[Letter.DISALLOWED].capitalize(), items)


BASE_DATA_FORM = Form(
    "basedata",
    "Base data of a series, as the awarding body publishes it",
    Part(
        "basedata",
        "file",
        "What the file is",
        (
            *HEAD[1:],
            Item("issue", Kind.NUMBER, 999, "1 for the first issue of the series' base data, then one more"),
            Item("made_on", Kind.DAY, 10, "Day on which the file was made", needed=False),
        ),
    ),
    (*(_part(letter, BASE_DATA[letter]) for letter in ORDER if letter in BASE_DATA), _disallowed()),
)
"""The columns of the common format, by the same names."""


KEYS = {
    Letter.SYLLABUSES: ("code",), Letter.OPTIONS: ("code",), Letter.COMPONENTS: ("code",),
    Letter.LINKS: ("option", "component"), Letter.DISALLOWED: ("first", "second"),
}  # fmt: skip
"""By which a record of one issue is known again in the next."""


class Changes(NamedTuple):
    """What of one kind of record is other than in an earlier issue, by code."""

    added: list[str]
    changed: list[str]
    gone: list[str]


def changes_of(before: Set, now: Set) -> dict[Letter, Changes]:
    """By kind, what has changed from one set to another; nothing of a kind that has not."""
    found = {}
    for letter in ORDER:
        old, new = _by_code(letter, before), _by_code(letter, now)
        changed = sorted(code for code in old.keys() & new.keys() if old[code] != new[code])
        one = Changes(sorted(new.keys() - old.keys()), changed, sorted(old.keys() - new.keys()))
        if any(one):
            found[letter] = one
    return found


def _by_code(letter: Letter, sets: Set) -> dict[str, dict[str, Any]]:
    return {" ".join(record[name] for name in KEYS[letter]): dict(record) for record in sets.get(letter, ())}


def faults_of(sets: Set) -> list[str]:
    """What in a set does not go together: codes that stand twice, and names of what is not there."""
    codes = {letter: [record["code"] for record in sets.get(letter, ())] for letter in ORDER[:3]}
    said = []
    for letter, held in codes.items():
        if (
            twice := sorted({code for code in held if held.count(code) > 1})
            if len(set(held)) < len(held)
            else []
        ):
            said.append(f"{HOLDS[letter].capitalize()}: {_some(twice)} stand twice.")
    pairs = (
        (Letter.OPTIONS, "syllabus", Letter.SYLLABUSES), (Letter.LINKS, "option", Letter.OPTIONS),
        (Letter.LINKS, "component", Letter.COMPONENTS),
    )  # fmt: skip
    for letter, name, other in pairs:
        if letter in sets and other in sets:
            known = set(codes[other])
            strange = sorted({record[name] for record in sets[letter]} - known)
            if strange:
                said.append(
                    f"{HOLDS[letter].capitalize()} name {_some(strange)}, and no {name} has that code."
                )
    return said


def _some(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
    return f"{', '.join(codes[:5])}{more}"
