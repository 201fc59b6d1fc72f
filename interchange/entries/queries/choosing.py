"""What can be entered: the series that are open, and the codes to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.entries.queries import drafts
from interchange.entries.queries.drafts import MOST_CODES, Window

MOST_OFFERED = 400


@dataclass(frozen=True)
class Asked:
    """What somebody chose so far."""

    series: str = ""
    family: str = ""
    typed: str = ""
    codes: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], codes: Sequence[str]) -> "Asked":
        """From an address; what is unknown counts as not given."""
        typed = query.get("more", "")[:300]
        return cls(query.get("series", "")[:10], query.get("family", "")[:60], typed, tuple(codes))


@dataclass
class Offered:
    """One entry code to tick."""

    code: str
    title: str
    options: str
    ticked: bool


@dataclass
class Choices:
    """What the page offers, and what was chosen."""

    windows: list[Window]
    window: Window | None
    families: list[tuple[str, str]]
    used: list[Offered] = field(default_factory=list)
    """Codes that the centre has entered or begun here, or had a year ago."""
    offered: list[Offered] = field(default_factory=list)
    """The codes of the family that was chosen."""
    codes: list[str] = field(default_factory=list)
    error: str = ""
    unsent: int = 0

    @property
    def series(self) -> str:
        return self.window.series.code if self.window else ""


def choices(actor: Actor, asked: Asked) -> Choices:
    """The page to choose from; an error where what was typed is no entry code, or nothing was chosen."""
    windows = drafts.series_open_for_entries()
    window = next(
        (one for one in windows if one.series.code == asked.series), windows[0] if windows else None
    )
    families = [("", "Choose a family"), *((one.code, one.name) for one in catalogue.families())]
    made = Choices(windows, window, families)
    if window is None:
        return made
    known = drafts.codes_of(asked.codes)
    made.codes = list(known)
    made.error = _error(asked, known)
    made.unsent = drafts.unsent(actor, window.series.pk)
    used = _used(actor, window)
    made.used = _offered(used, ticked=set(known) or set(used))
    if asked.family:
        of_family = catalogue.options_for_entry().filter(qualification__family__code=asked.family)
        codes = of_family.order_by("entry_code").values_list("entry_code", flat=True).distinct()
        made.offered = _offered(
            [code for code in codes[:MOST_OFFERED] if code not in set(used)], ticked=set(known)
        )
    return made


def codes_begun(actor: Actor, series_code: str) -> list[str]:
    """The codes that the centre has entries or drafts for in a series, as many as one grid takes."""
    return drafts.codes_in_use(actor, drafts.window_of(series_code).series.pk)[:MOST_CODES]


def _used(actor: Actor, window: Window) -> list[str]:
    """What the centre enters here; where it has not begun, what it entered a year ago."""
    here = drafts.codes_in_use(actor, window.series.pk)
    if here:
        return here
    before = f"{window.series.year - 1}-{window.series.month:02d}"
    earlier = catalogue.series_list().filter(code=before).first()
    return drafts.codes_in_use(actor, earlier.pk) if earlier else []


def _offered(codes: Sequence[str], *, ticked: set[str]) -> list[Offered]:
    known = drafts.codes_of(codes) if codes else {}
    return [Offered(one.code, one.title, one.choices, one.code in ticked) for one in known.values()]


def _error(asked: Asked, known: Mapping[str, object]) -> str:
    spelt = {code.upper() for code in known}
    strangers = [code for code in asked.codes if code.upper() not in spelt]
    if strangers:
        return f"There is no entry code {', '.join(strangers[:5])}. Look it up under Entry codes."
    if not known:
        return "Choose at least one entry code."
    if len(known) > MOST_CODES:
        return f"Choose at most {MOST_CODES} codes at once. The others can follow."
    return ""
