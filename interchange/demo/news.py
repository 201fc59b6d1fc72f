"""What the welcome page of the demo world announces."""

from typing import NamedTuple


class Announcement(NamedTuple):
    """A piece of news, posted so many days ago by somebody of the cast."""

    days: float
    who: str
    title: str
    body: str
    audience: str = "all"
    values: tuple[str, ...] = ()


NEWS = (
    Announcement(
        1.4,
        "leo",
        "A mark sheet now saves as you type",
        "Each mark is kept the moment you leave its cell. The line beside the buttons says when everything is saved. "
        "Saving is not submitting: nothing reaches us before somebody presses Submit.",
    ),
    Announcement(
        3.3,
        "olu",
        "Vocational claims: what comes next",
        "Certification claims come to Interchange in a later version. Until then send them as before.",
        "scopes",
        ("VQ",),
    ),
    Announcement(
        4.1,
        "leo",
        "Sixth-form colleges: a talk about large sheets",
        "We show how a thousand candidates are entered from a spreadsheet. The invitation is on its way.",
        "kinds",
        ("college",),
    ),
    Announcement(
        5.2,
        "olu",
        "Mark sheets due this week",
        "Several components close within five days. Your list of what is due is on this page, the nearest day first. "
        "If something exceptional has happened, ask for more time before the deadline rather than after it.",
    ),
    Announcement(
        12.1,
        "olu",
        "A mark of 0 needs a reason",
        "Zero means that work was handed in and earned nothing, or cannot be authenticated. A candidate who handed in "
        "nothing is absent.\n\nYou are asked for the reason beside the mark.",
    ),
    Announcement(
        24.3,
        "leo",
        "Coursework marks for the June series can be entered",
        "Choose Coursework and tests, then Enter coursework marks, and type the assessment code. To paste from a "
        "spreadsheet, select the first cell and paste the column.",
    ),
)
