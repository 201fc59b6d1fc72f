"""A centre's estimated entries: saved line by line or all at once, or none at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.estimates.models import Return
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asked, Asking
from interchange.estimates.queries.lines import Line, is_answered, lines_of
from interchange.estimates.rules.estimates import ESTIMATE, PREFILLED
from interchange.estimates.rules.saving import Answer, Outcome, Typed, decide
from interchange.estimates.steps import estimates as steps
from interchange.estimates.steps.telling import tell_centre
from interchange.notifications.rules import Kind


class How(StrEnum):
    """By which way numbers came."""

    FORM = "form"
    FILE = "file"
    API = "api"


@dataclass
class Saved:
    """What became of each line, and how the centre's list stands now."""

    asking: Asking
    answers: list[Answer]
    lines: list[Line] = field(default_factory=list)
    answered: bool = False

    def having(self, *outcomes: Outcome) -> list[Answer]:
        """The answers with one of these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]

    @property
    def far(self) -> list[Line]:
        """The lines just saved that are far from last year's entries."""
        saved = {answer.typed.key for answer in self.having(Outcome.SAVED)}
        return [line for line in self.lines if line.far and line.key in saved]


@state_change(needs=Capability.ESTIMATES_ENTER)
def save_estimates(
    series: str, typed: Sequence[Typed], *, how: How = How.FORM, confirm_rest: bool = False, by: Actor
) -> Saved:  # fmt: skip
    """Keep each number that can be kept, in one transaction, and say of each other one why not.

    Refused whole where nothing may be changed now. With `confirm_rest` every line that nobody has answered and nobody
    changes here is confirmed as it stands.
    """
    asking, head, lines = _opened(series, by)
    saving = _Saving(asking, lines, clock.now(), by)
    saving.take(typed)
    if confirm_rest:
        saving.confirm_rest()
    rows = saving.write(head)
    after = lines_of(by, asking, head.centre_id) if rows else lines
    if rows:
        _note_answered(asking, head, after, by)
        audit.record(
            Event.ESTIMATES_SAVED, subject=f"estimates:{asking.code}",
            data={"series": asking.code, "how": how.value, "rows": rows},
        )  # fmt: skip
    else:
        audit.nothing_changed()
    return Saved(asking, saving.answers, after, is_answered(head, after))


@state_change(needs=Capability.ESTIMATES_ENTER)
def give_nil_return(series: str, *, by: Actor) -> Return:
    """Say that the centre will enter nobody in this series: every line becomes nil. It can be changed again."""
    asking, head, lines = _opened(series, by)
    now = clock.now()
    changing = {
        line.id: (0, ESTIMATE.after("give nil", line.state)) for line in lines if line.waits or line.number
    }
    if head.nil and not changing:
        audit.nothing_changed()
        return head
    steps.change_lines(changing, lines, at=now, by=by.name)
    head.nil = True
    head.save(update_fields=["nil"])
    _note_answered(asking, head, [], by)
    rows = [[line.asked.code, str(line.number), "0"] for line in lines if line.id in changing]
    audit.record(
        Event.ESTIMATES_NIL, subject=f"estimates:{asking.code}", data={"series": asking.code, "rows": rows}
    )
    return head


def _opened(series: str, by: Actor) -> tuple[Asking, Return, list[Line]]:
    """The series, the centre's return, held, and its lines; refused where nothing may be changed now."""
    asking = asks.asking_at(series)
    head = steps.hold_return(asking, by.chain)
    closed = asking.window(head.extended_until).why_closed(asking.name, at=clock.now())
    if closed:
        raise Refused("estimates-closed", closed)
    return asking, head, lines_of(by, asking, head.centre_id)


def _note_answered(asking: Asking, head: Return, lines: Sequence[Line], by: Actor) -> None:
    """Keep when the centre answered for the first time, and confirm it to those who may change it; once."""
    if lines and head.nil and any(line.number for line in lines):
        head.nil = False
        head.save(update_fields=["nil"])
    if head.answered_at is not None or not is_answered(head, lines):
        return
    head.answered_at, head.answered_by = clock.now(), by.name
    head.save(update_fields=["answered_at", "answered_by"])
    words = {
        "series": asking.name, "by": by.name, "lines": len(lines), "nil": head.nil,
        "closes": asking.window(head.extended_until).closes_at,
    }  # fmt: skip
    link = f"{reverse('estimates:estimates')}?series={asking.code}"
    tell_centre(
        head.centre_id, Kind.ESTIMATES_RECEIVED, words=words, link=link, once=f"estimates:{asking.code}:{head.pk}"
    )  # fmt: skip


class _Saving:
    """One save in hand: decides line by line, then writes together."""

    def __init__(self, asking: Asking, lines: Sequence[Line], at: datetime, by: Actor) -> None:
        self.asking, self.lines, self.at, self.by = asking, lines, at, by
        self.held = {line.key: line for line in lines}
        self.answers: list[Answer] = []
        self._asked: dict[str, Asked] | None = None

    def take(self, typed: Sequence[Typed]) -> None:
        """Decide on each line."""
        for line in typed:
            self.answers.append(self._decided(line))

    def _decided(self, typed: Typed) -> Answer:
        if not typed.key:
            return self._new(typed)
        held = self.held.get(typed.key)
        if held is None and typed.number.strip() and typed.key not in self._by_key:
            return Answer(typed, Outcome.PROBLEM, f"This is not asked for in {self.asking.name}.")
        return decide(typed, held.held if held else None)

    def _new(self, typed: Typed) -> Answer:
        """A line that names its code in words."""
        if not typed.code.strip():
            empty = not typed.number.strip()
            said = "" if empty else "Type the entry code beside this number."
            return Answer(typed, Outcome.UNCHANGED if empty else Outcome.PROBLEM, said)
        found, why = asks.find(typed.code, self._by_code, self.asking)
        if found is None:
            return Answer(typed, Outcome.PROBLEM, why)
        why = self._why_not_added(typed, found)
        there = self.held.get(found.key)
        if there is not None and typed.number.strip() == str(there.number):
            return Answer(typed, Outcome.UNCHANGED)
        return Answer(typed, Outcome.PROBLEM, why) if why else decide(typed._replace(key=found.key), None)

    def _why_not_added(self, typed: Typed, found: Asked) -> str:
        """Why this cannot be a new line; empty when it can."""
        there = self.held.get(found.key)
        if there is not None:
            return f"{found.code} is in the list already, with {there.number:,}. Change it there."
        if not typed.number.strip():
            return f"Type how many candidates you expect for {found.code}."
        if any(answer.typed.key == found.key for answer in self.answers):
            return f"{found.code} is typed twice. Keep one of the two lines."
        return ""

    @property
    def _by_key(self) -> Mapping[str, Asked]:
        if self._asked is None:
            self._asked = {one.key: one for one in asks.asked_codes(self.asking)}
        return self._asked

    @property
    def _by_code(self) -> Mapping[str, Asked]:
        return asks.by_typed_code(self._by_key.values())

    def confirm_rest(self) -> None:
        """Confirm what nobody has answered and nobody changes here."""
        named = {answer.typed.key for answer in self.answers if answer.outcome is not Outcome.UNCHANGED}
        rest = [line for line in self.lines if line.state == PREFILLED and line.key not in named]
        kept = [answer for answer in self.answers if answer.typed.key not in {line.key for line in rest}]
        confirmed = [Typed(line.key, str(line.number), line.version, confirmed=True) for line in rest]
        self.answers = [*kept, *(decide(typed, self.held[typed.key].held) for typed in confirmed)]

    def write(self, head: Return) -> list[list[str]]:
        """Write what is to be saved; each changed line as the trail keeps it: code, old, new."""
        saved = [answer for answer in self.answers if answer.outcome is Outcome.SAVED]
        there = [answer for answer in saved if answer.typed.key in self.held]
        new = [answer for answer in saved if answer.typed.key not in self.held]
        changes = {
            self.held[a.typed.key].id: (a.number, ESTIMATE.after(a.verb, self.held[a.typed.key].state)) for a in there
        }  # fmt: skip
        steps.change_lines(changes, self.lines, at=self.at, by=self.by.name)
        added = [(self._by_key[a.typed.key], a.number, ESTIMATE.after(a.verb, PREFILLED)) for a in new]
        steps.add_lines(head, added, at=self.at, by=self.by.name)
        return [
            *([self.held[a.typed.key].asked.code, str(self.held[a.typed.key].number), str(a.number)] for a in there),
            *([asked.code, "", str(number)] for asked, number, _ in added),
        ]  # fmt: skip
