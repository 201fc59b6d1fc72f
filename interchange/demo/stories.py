"""What has happened to each mark sheet: between them they show every stage. Sheets without a story are untouched."""

from dataclasses import dataclass

from interchange.demo.cast import ALDHELM, BAR, NORTHGATE, QUARRY, TY_GWYN
from interchange.demo.cohorts import LATE
from interchange.demo.scenes import (
    Scene,
    asks_for_time,
    asks_to_change,
    comes_late,
    declares,
    gives_time,
    keys_again,
    leaves,
    moderates,
    refuses_change,
    reopens,
    signs,
    submits,
    types,
)

TOLD, REVIEWED, AUTHENTIC = "candidates-informed", "review-closed", "work-authenticated"
ALL = 10_000


@dataclass(frozen=True)
class Story:
    """One centre's sheet for a component, and its scenes."""

    centre: str
    slug: str
    scenes: tuple[Scene, ...]


def story(centre: str, slug: str, *scenes: Scene) -> Story:
    """A story told in one line."""
    return Story(centre, slug, scenes)


def sent(centre: str, slug: str, teacher: str, submitter: str, *, days: float) -> Story:
    """Entered, declared and submitted without anything to tell."""
    return story(
        centre,
        slug,
        types(days + 6, teacher, 0, ALL),
        declares(days + 1, submitter, TOLD, REVIEWED, AUTHENTIC),
        submits(days, submitter),
    )


def done(centre: str, slug: str, teacher: str, *, days: float) -> Story:
    """Entered and checked, but not sent."""
    return story(centre, slug, types(days, teacher, 0, ALL))


def half(centre: str, slug: str, teacher: str, count: int, *, days: float) -> Story:
    """The first so many rows entered, and half of those checked."""
    first = count // 2
    return story(
        centre,
        slug,
        types(days + 1, teacher, 0, first),
        types(days, teacher, first, count, checked=False),
    )


STORIES = (
    # --- Bar School: something of everything
    story(
        BAR,
        "H446-03",
        types(9.3, "ben", 0, 12, odd={5: "absent"}),
        types(6.2, "mia", 12, 20),
        comes_late(4, LATE),
        types(2.4, "ben", 20, 28, checked=False, odd={23: "0"}),
        declares(2.3, "ben", AUTHENTIC),
    ),
    story(BAR, "J316-01", types(5, "mia", 0, ALL), declares(3.1, "sam", TOLD, REVIEWED)),
    half(BAR, "J587-04", "ben", 19, days=3),
    sent(BAR, "J587-05", "ben", "sam", days=4.2),
    story(
        BAR,
        "J310-02",
        types(8, "ben", 0, 30),
        asks_for_time(5, "sam", 5, "Two teachers are ill, and the workshop was closed for three days."),
        gives_time(
            4,
            "olu",
            "refuse",
            "Cover was in place from 1 March. Send what is marked, and write to us about the rest.",
        ),
    ),
    story(
        BAR,
        "Y100",
        types(7.5, "mia", 0, 23),
        asks_for_time(
            4.5, "ann", 7, "Both came back from hospital only last week; letters attached.", 23, 24
        ),
        gives_time(
            3.6, "olu", "grant", "Granted for these two candidates. All other marks are due as printed."
        ),
    ),
    story(
        BAR,
        "R053",
        types(6.5, "ben", 0, 4, checked=False),
        asks_for_time(
            3.7, "zoe", 6, "The sports hall was flooded and the assessments have to be done again."
        ),
    ),
    story(
        BAR,
        "J200-03",
        types(4.4, "mia", 0, 15),
        asks_for_time(2.8, "sam", 5, "Our server failed and six projects have to be exported once more."),
        gives_time(1.5, "olu", "grant", "Granted once, because of the failure you describe."),
    ),
    story(
        BAR,
        "J171-01",
        types(20, "mia", 0, ALL),
        submits(16, "sam"),
        moderates(9, "olu"),
        asks_to_change(2.2, "sam", 3, "77", "The portfolio's third unit was added up wrongly."),
    ),
    story(
        BAR,
        "J171-02",
        types(19.5, "mia", 0, ALL),
        submits(15.8, "ann"),
        moderates(9.1, "olu"),
        asks_to_change(3.2, "sam", 7, "52", "Two pieces of work were exchanged in the first marking."),
        signs(2.6, "ann"),
    ),
    story(
        BAR,
        "H472-03",
        types(18, "ben", 0, ALL),
        declares(14.4, "sam", TOLD, REVIEWED, AUTHENTIC),
        submits(14.2, "sam"),
        asks_to_change(11, "zoe", 2, "31", "A page of the essay had been overlooked."),
    ),
    sent(BAR, "H420-04", "ben", "ann", days=6),
    half(BAR, "H432-04", "mia", 16, days=2),
    story(
        BAR,
        "J351-03",
        types(12, "ben", 0, 60),
        types(8.4, "mia", 60, 120),
        types(5.6, "ben", 120, 190),
        types(3.3, "mia", 190, 214, checked=False),
        leaves(1.8, 17),
    ),
    story(
        BAR,
        "R052",
        types(17, "ben", 0, ALL),
        submits(13, "zoe"),
        reopens(
            5.2,
            "olu",
            "Centre telephoned: two groups were marked with last year's grid. Correct and submit again.",
        ),
        types(4.1, "ben", 0, 3, odd={0: "41", 1: "37", 2: "52"}),
    ),
    done(BAR, "R354-computer-systems", "ben", days=7),
    story(
        BAR,
        "R354-programming-project",
        types(6.8, "ben", 0, 6),
        keys_again(5.9, "mia", 0, 6, {1: "9", 4: "absent"}),
    ),
    story(BAR, "H555-04", types(6.6, "ben", 0, 6), leaves(4.7, 2)),
    story(BAR, "H481-04", types(3.9, "mia", 0, 9)),
    # --- Quarry Bank: large ones
    story(
        QUARRY,
        "H446-03",
        types(13, "ivy", 0, 240),
        types(9.9, "raj", 240, 480),
        types(4.6, "ivy", 480, 560, checked=False),
        types(1.3, "raj", 560, 612, checked=False),
    ),
    sent(QUARRY, "H420-04", "ivy", "una", days=7.1),
    half(QUARRY, "H432-04", "raj", 90, days=4.3),
    sent(QUARRY, "H472-03", "ivy", "cal", days=9.4),
    sent(QUARRY, "H600-01", "ivy", "una", days=11.2),
    done(QUARRY, "H600-02", "ivy", days=3.4),
    half(QUARRY, "Y100", "raj", 61, days=5.4),
    story(
        QUARRY,
        "H555-04",
        types(16.4, "raj", 0, ALL),
        submits(14.9, "una"),
        moderates(12, "olu"),
        asks_to_change(8.8, "una", 10, "49", "A video was marked against the wrong sport."),
        signs(8.2, "cal"),
        refuses_change(6.1, "olu", "The work that you sent supports the mark that was submitted."),
    ),
    # --- Coleg Tŷ Gwyn
    sent(TY_GWYN, "8700-C", "owain", "lowri", days=8.3),
    done(TY_GWYN, "R094", "owain", days=4.9),
    half(TY_GWYN, "R058", "owain", 10, days=6.3),
    half(TY_GWYN, "H446-03", "owain", 25, days=2.9),
    sent(TY_GWYN, "R068-01", "owain", "nia", days=5.5),
    # --- St Aldhelm's: twelve candidates
    done(ALDHELM, "J351-03", "max", days=3.5),
    half(ALDHELM, "J587-04", "max", 2, days=5.1),
    # --- Northgate
    sent(NORTHGATE, "R310-portfolio", "ed", "kit", days=7.7),
    half(NORTHGATE, "R463-practical-performance", "ed", 5, days=4.8),
)

LAST_YEAR = tuple(
    sent(centre, slug, teacher, submitter, days=days)
    for centre, slug, teacher, submitter, days in (
        (BAR, "H446-03", "ben", "sam", 3),
        (BAR, "J316-01", "mia", "sam", 2.6),
        (BAR, "H472-03", "ben", "sam", 2.2),
        (BAR, "J171-01", "mia", "ann", 1.9),
        (BAR, "J171-02", "mia", "ann", 1.8),
        (QUARRY, "H446-03", "ivy", "una", 1.6),
        (QUARRY, "H600-01", "ivy", "una", 1.5),
        (QUARRY, "H600-02", "ivy", "una", 1.4),
    )
)
