"""Who can be copied from an earlier series."""

from dataclasses import dataclass, field

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.entries.models import Candidate
from interchange.entries.queries import drafts
from interchange.entries.queries.drafts import Person, Window


@dataclass
class Candidates:
    """What the page to copy from shows."""

    window: Window
    choices: list[tuple[str, str]]
    """Earlier series in which the centre has candidates, the newest first."""
    earlier: str
    earlier_name: str = ""
    lines: list["Line"] = field(default_factory=list)
    find: str = ""
    here: int = 0
    """How many of them are in the new series already."""

    @property
    def to_copy(self) -> int:
        return len(self.lines)


@dataclass
class Line:
    """One candidate who can be copied."""

    person: Person
    codes: list[str]

    @property
    def name(self) -> str:
        surname, forenames = self.person.details.surname, self.person.details.forenames
        return f"{surname}, {forenames}" if forenames else surname


def copy_page(actor: Actor, series_code: str, earlier: str, find: str) -> Candidates:
    """The candidates of an earlier series who are not in this one yet; the number of statements stays the same."""
    window = drafts.window_of(series_code)
    choices = _choices(actor, window)
    names = dict(choices)
    chosen = earlier if earlier in names else next(iter(names), "")
    made = Candidates(
        window, choices, chosen, names.get(chosen, ""), find=find.replace("\x00", "").strip()[:100]
    )
    if chosen:
        _fill(made, actor)
    return made


def _choices(actor: Actor, window: Window) -> list[tuple[str, str]]:
    found = set(Candidate.objects.visible_to(actor).order_by().values_list("series_id", flat=True).distinct())
    others = [one for one in catalogue.series_list() if one.pk in found and one.pk != window.series.pk]
    return [(one.code, one.name) for one in sorted(others, key=lambda one: one.code, reverse=True)]


def _fill(made: Candidates, actor: Actor) -> None:
    series = catalogue.series_by_code(made.earlier)
    people = drafts.people_of(actor, series.pk)
    entries = drafts.held_codes(actor, series.pk)
    here = who_is_here(actor, made.window)
    for person in people:
        if person.number in here or person.details.uci in here:
            made.here += 1
        elif (
            made.find.casefold()
            in f"{person.number} {person.details.surname} {person.details.forenames}".casefold()
        ):
            held = sorted(entries.get(person.id, {}).items())
            made.lines.append(
                Line(person, [code if option == "1" else f"{code} {option}" for code, option in held])
            )


def who_is_here(actor: Actor, window: Window) -> set[str]:
    """Numbers and UCIs of everybody in the series, held or typed."""
    here: set[str] = set()
    for person in drafts.people_of(actor, window.series.pk):
        here |= {person.number, person.details.uci}
    for draft in drafts.stored_drafts(actor, window.series.pk):
        if draft.candidate_id is None:
            here |= {draft.details.get("candidate_number", ""), draft.details.get("uci", "")}
    return here - {""}
