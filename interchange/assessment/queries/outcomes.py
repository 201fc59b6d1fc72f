"""What became of typed rows: the answer that a save gives to the page, the script and the file."""

from dataclasses import dataclass, field
from enum import StrEnum

from interchange.assessment.queries.places import Place, Row
from interchange.assessment.rules.marks import Typed


class Outcome(StrEnum):
    """What became of one typed row."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"
    CONFLICT = "conflict"
    LOCKED = "locked"


class How(StrEnum):
    """By which way marks came in; the history of a cell shows it."""

    FORM = "form"
    TYPING = "typing"
    PASTE = "paste"
    FILE = "file"
    API = "api"
    UNDO = "undo"


@dataclass(frozen=True)
class Answer:
    """One typed row with its outcome; `row` is what the sheet holds, `message` what the person reads."""

    typed: Typed
    outcome: Outcome
    row: Row | None = None
    message: str = ""
    note: str = ""
    """What the person should know of a row that was saved."""

    @property
    def kept(self) -> bool:
        """Whether what was typed is what the sheet holds."""
        return self.outcome in (Outcome.SAVED, Outcome.UNCHANGED)


@dataclass
class Saved:
    """What a save did, row by row, and the sheet as it stands after it."""

    place: Place
    rows: list[Row]
    answers: list[Answer] = field(default_factory=list)

    def having(self, *outcomes: Outcome) -> list[Answer]:
        """The answers with one of these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]
