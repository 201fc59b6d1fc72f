"""When a call to a head of centre lets somebody ask for a reset or a change of an account (1.16, 5.3.7)."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interchange.core.errors import Refused, Together
from interchange.core.labelled import Labelled
from interchange.core.typed import a_line

CALL_LASTS = timedelta(hours=24)
LONGEST_LINE, LONGEST_REFERENCE, LONGEST_NOTE = 200, 100, 1000


class Outcome(Labelled):
    """What came of a call."""

    CONFIRMED = "confirmed", "Confirmed"
    DENIED = "denied", "Knew nothing of it"
    NOT_REACHED = "not reached", "Not reached"


@dataclass(frozen=True)
class Made:
    """A call as the rule sees it; `used` where something was asked for on the strength of it already."""

    outcome: Outcome
    at: datetime
    used: bool = False


def refuse_without_call(calls: Sequence[Made], *, at: datetime) -> None:
    """5.3.7: the last time that the head was reached, within a day, the head confirmed it; one call, one request."""
    reached = [call for call in calls if call.outcome is not Outcome.NOT_REACHED]
    last = max(reached, key=lambda call: call.at, default=None)
    if last is None or last.used or at - last.at > CALL_LASTS:
        raise Refused(
            "no-call",
            "Call the head of centre back first, on the number that we hold, and note the call. A call counts for a"
            " day, and for one request.",
        )
    refuse_denied(calls)


def refuse_denied(calls: Sequence[Made]) -> None:
    """Nothing is done where the head said, when last reached, that nothing of it is known there."""
    reached = [call for call in calls if call.outcome is not Outcome.NOT_REACHED]
    if reached and max(reached, key=lambda call: call.at).outcome is Outcome.DENIED:
        raise Refused(
            "call-denied",
            "The head of centre knew nothing of it when we called. Open a security case: somebody may be pretending.",
        )


@dataclass(frozen=True)
class Typed:
    """A call as somebody notes it."""

    about: str
    outcome: str
    spoke_to: str
    reference: str
    note: str = ""


def read_call(typed: Typed, *, about: Container[str]) -> Typed:
    """What was typed, tidied; refused with everything that is missing or not offered. Nobody is heard who is not
    reached."""
    form = Together()
    if typed.about not in about:
        form.note(Refused("about", "Choose what the call was about."))
    if typed.outcome not in {one.value for one in Outcome}:
        form.note(Refused("outcome", "Choose what came of the call."))
    unheard = typed.outcome == Outcome.NOT_REACHED
    who = "" if unheard else "Say whom you spoke to."
    found_by = "Enter the number or date by which the request is found again."
    spoke_to = form.read(lambda: a_line(typed.spoke_to, code="spoke_to", longest=LONGEST_LINE, ask=who))
    reference = form.read(
        lambda: a_line(typed.reference, code="reference", longest=LONGEST_REFERENCE, ask=found_by)
    )
    note = form.read(lambda: a_line(typed.note, code="note", longest=LONGEST_NOTE))
    form.end()
    return Typed(typed.about, typed.outcome, spoke_to, reference, note)
