"""Why a candidate may sit elsewhere, and why not (R-TRF-1), and what each paper costs (R-TRF-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from interchange.catalogue.rules.profile import Profile, last_moment
from interchange.core.errors import Refused
from interchange.core.labelled import Labelled


class Ground(Labelled):
    """The grounds on which a candidate is transferred (R-TRF-1)."""

    MOVED = "moved", "The candidate has moved house"
    HOSPITAL = "hospital", "The candidate is in hospital"
    EXCLUDED = "excluded", "The candidate has been excluded"
    ARMED_FORCES = "armed-forces", "The family serves in the armed forces"
    SPORT = "sport", "The candidate takes part in international sport"
    CLASH = "clash", "Subjects at two centres clash"


NOT_ACCEPTED = "Weddings, holidays and school trips are not accepted."
"""What the form says beside the grounds (R-TRF-1)."""
LONGEST_DETAILS = 1_000


def read_ground(typed: str) -> Ground:
    """One of the grounds; refused for anything else, with what is not accepted."""
    try:
        return Ground.of(typed)
    except LookupError:
        raise Refused("ground", f"Choose why the candidate sits elsewhere. {NOT_ACCEPTED}") from None


def is_written(kind: str, *, speaking: bool) -> bool:
    """Whether a component is a written timetabled paper: an exam, and no speaking test (R-TRF-4, R-ALT-1)."""
    return kind == "exam" and not speaking


@dataclass(frozen=True)
class Fee:
    """What a transfer costs: so many papers, each so many pence, and why so many."""

    papers: int
    each: int
    late: bool

    @property
    def pence(self) -> int:
        """Together."""
        return self.papers * self.each


def transfer_fee(profile: Profile, *, papers: int, at: datetime) -> Fee:
    """Each paper at the lower fee to the last second of the deadline, at the higher one after it (R-TRF-4, R-FEE-7)."""
    late = at > last_moment(profile, profile.transfer_deadline)
    return Fee(papers, profile.transfer_late_pence if late else profile.transfer_pence, late)


def read_papers(typed: Sequence[str], offered: Sequence[int]) -> list[int]:
    """Which of the offered papers were chosen, in their order; refused without any, and for any other."""
    chosen = {int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 10}
    if not chosen:
        raise Refused("papers", "Choose at least one paper.")
    if chosen - set(offered):
        raise Refused(
            "papers", "Choose papers from the list: only written exams that are entered can be chosen."
        )
    return [key for key in offered if key in chosen]


def read_host(typed: str, *, own: str) -> str:
    """The number of a host centre as it is typed; refused where it is no centre number, or one's own."""
    number = "".join(typed.split())
    if not (number.isascii() and number.isdigit() and len(number) == 5):
        raise Refused("host", "Enter the number of the host centre: five digits.")
    if number == own:
        raise Refused(
            "host",
            "That is the number of your own centre. Enter that of the centre where the papers are sat.",
        )
    return number
