"""What becomes of each number that somebody gives: pure, so that the page, the paste and the file decide alike."""

from enum import StrEnum
from typing import NamedTuple

from interchange.estimates.rules.estimates import NUMBER, PREFILLED, verb_for


class Outcome(StrEnum):
    """What became of one line or candidate."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"
    CONFLICT = "conflict"


class Typed(NamedTuple):
    """One line as somebody gave it: which, the number as written, the version that was shown, whether it is confirmed.

    `code` is what was typed in a new line; `key` is how a form calls a line that it showed.
    """

    key: str
    number: str
    version: int = 0
    confirmed: bool = False
    code: str = ""
    line: int = 0


class Held(NamedTuple):
    """The line as it stands."""

    number: int
    last_year: int
    state: str
    version: int
    who: str = ""


class Answer(NamedTuple):
    """What becomes of it. `number` and `verb` are there where it is saved, `message` where it is not."""

    typed: Typed
    outcome: Outcome
    message: str = ""
    number: int = 0
    verb: str = ""


EMPTY = "This is empty. Enter a whole number from 0 to 9999; 0 where you expect nobody."


def decide(typed: Typed, held: Held | None) -> Answer:
    """What becomes of a typed line, given the line that stands, if there is one.

    An empty new line says nothing. The same number again changes nothing, whoever gave it; but with `confirmed` it
    answers a line that nobody has answered. Another number over a version that is not the present one is a conflict.
    """
    written = typed.number.strip()
    if not written:
        return Answer(typed, Outcome.UNCHANGED) if held is None else Answer(typed, Outcome.PROBLEM, EMPTY)
    try:
        number = int(NUMBER.read(written))
    except ValueError as reason:
        return Answer(typed, Outcome.PROBLEM, str(reason))
    if held is None:
        return Answer(typed, Outcome.SAVED, number=number, verb=verb_for(number, 0))
    answers = typed.confirmed and held.state == PREFILLED
    if number == held.number and not answers:
        return Answer(typed, Outcome.UNCHANGED, number=number)
    if typed.version != held.version and number != held.number:
        return Answer(typed, Outcome.CONFLICT, held.who, number)
    return Answer(typed, Outcome.SAVED, number=number, verb=verb_for(number, held.last_year))
