"""What a centre has entered, always current (R-DOC-2): by assessment, and by candidate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from interchange.catalogue import queries as catalogue
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.rules.profile import Profile
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed, page_of, query_of
from interchange.entries.models import Candidate, Entry, Rejection, Version
from interchange.entries.queries.listing import candidates_matching, candidates_of, head_of
from interchange.entries.rules.states import LATE_BANDS, WITHDRAWN, state_of
from interchange.entries.rules.viewing import STATUSES, method_of, refund_of, tag_of, tier_of

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

PAGE = 50
SHOWN = {
    "": "All that stand", "late": "Late ones", "withdrawn": "Withdrawn ones", "none": "Without an entry",
    "refused": "With rows that could not be taken",
}  # fmt: skip
"""Which candidates are shown, by the word of the address."""


@dataclass(frozen=True)
class Asked:
    """What the filter of a view says; what is unknown counts as not given."""

    series: str = ""
    family: str = ""
    q: str = ""
    code: str = ""
    option: str = ""
    status: str = ""
    show: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], series: "Series | None") -> "Asked":
        status, show = query.get("status", ""), query.get("show", "")
        return cls(
            series.code if series else "", words_of(query, "family"), words_of(query), words_of(query, "code")[:20],
            words_of(query, "option")[:10], status if status in STATUSES else "", show if show in SHOWN else "",
        )  # fmt: skip

    @property
    def query(self) -> str:
        """The filter as part of an address."""
        return query_of(vars(self))


# ---------------------------------------------------------------- by assessment


class OptionLine(NamedTuple):
    """One option that the centre has entries for, with how many."""

    code: str
    option: str
    title: str
    label: str
    tier: str
    method: str
    certification: bool
    standing: int
    school: int
    private: int
    late: int
    withdrawn: int

    @property
    def said(self) -> str:
        """Which option it is, in words; what the label says already is not said again."""
        more = [self.tier, self.method]
        return ", ".join(filter(None, [self.label, *(one for one in more if one not in self.label)]))


OPTION_HEADINGS = (
    "Code", "Option", "Title", "Option label", "Tier", "Method", "Candidates", "School", "Private", "Late", "Withdrawn",
)  # fmt: skip
STANDS = Q(withdrawn_at=None)


def option_lines(actor: Actor, series: "Series | None", asked: Asked, *, withdrawn: bool) -> list[OptionLine]:
    """The options with entries, in the order of their codes, with counts: one statement however many entries.

    An option of which nothing stands any more is there only where the withdrawn are asked for.
    """
    if series is None:
        return []
    found = Entry.objects.visible_to(actor).filter(series=series)
    if asked.family:
        found = found.filter(option__qualification__family__code=asked.family)
    for word in asked.q.split():
        found = found.filter(
            Q(entry_code__icontains=word) | Q(option__qualification__title__icontains=word)
            | Q(option__label__icontains=word)
        )  # fmt: skip
    counted = found.order_by().values_list(
        "entry_code", "option__code", "option__qualification__title", "option__label", "option__tier", "option__route",
        "option__carried_forward", "option__certification",
    ).annotate(
        standing=Count("pk", STANDS), school=Count("pk", STANDS & Q(candidate__status="S")),
        private=Count("pk", STANDS & Q(candidate__status="P")), late=Count("pk", STANDS & Q(band__in=LATE_BANDS)),
        withdrawn=Count("pk", ~STANDS),
    )  # fmt: skip
    lines = [
        OptionLine(
            code, option, title, label, tier_of(tier), method_of(route, carried_forward=carried), certification,
            *numbers,
        )
        for code, option, title, label, tier, route, carried, certification, *numbers in counted
    ]  # fmt: skip
    return sorted(line for line in lines if line.standing or withdrawn)


def totals_of(lines: Iterable[OptionLine]) -> dict[str, int]:
    """The sums below the lines."""
    every = list(lines)
    return {
        name: sum(getattr(line, name) for line in every)
        for name in ("standing", "school", "private", "late", "withdrawn")
    }


def by_assessment(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The page: codes and options with how many candidates, under a filter."""
    series = chosen_series(query)
    asked, withdrawn = Asked.read(query, series), query.get("show") == "withdrawn"
    lines = option_lines(actor, series, asked, withdrawn=withdrawn)
    return {
        **choices(series), "asked": asked, "list": page_of(lines, vars(asked), query.get("page", ""), each=PAGE),
        "totals": totals_of(lines), "withdrawn": withdrawn, "as_at": clock.now(),
    }  # fmt: skip


def assessment_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file, and what was asked for."""
    series = chosen_series(query)
    asked = Asked.read(query, series)
    lines = option_lines(actor, series, asked, withdrawn=query.get("show") == "withdrawn")
    return option_rows(lines), about(actor, series, asked)


def option_rows(lines: Iterable[OptionLine]) -> list[list[Any]]:
    """The options as rows of a file, under `OPTION_HEADINGS`."""
    return [[*line[:6], *line[7:]] for line in lines]


def about(actor: Actor, series: "Series | None", asked: Asked) -> dict[str, str]:
    """What stands at the head of a file: whose it is, and the filter."""
    return head_of(
        actor, series, family=asked.family, find=asked.q, code=f"{asked.code} {asked.option}".strip(),
        status=STATUSES.get(asked.status, ""), shown=SHOWN[asked.show] if asked.show else "",
    )  # fmt: skip


# ---------------------------------------------------------------- by candidate


class EntryShown(NamedTuple):
    """An entry as pages and files show it."""

    id: UUID
    candidate_id: UUID
    code: str
    option: str
    title: str
    label: str
    tier: str
    method: str
    group: str
    state: str
    tag: dict[str, str]
    late: bool
    entered_at: datetime
    withdrawn_at: datetime | None
    refund: str
    option_id: int

    @property
    def stands(self) -> bool:
        return self.state != WITHDRAWN


@dataclass
class CandidateLine:
    """A candidate with the entries that are shown."""

    candidate: Candidate
    entries: list[EntryShown] = field(default_factory=list)


def entries_shown(
    actor: Actor, entries: QuerySet[Entry], profile: Profile | None = None
) -> Iterator[EntryShown]:
    """These entries with their states, in the order of candidates and codes; one statement."""
    changed = Version.objects.visible_to(actor).filter(
        centre_id=OuterRef("centre_id"), entry=OuterRef("pk"), action="amend"
    )
    rows = entries.annotate(amended=Exists(changed)).order_by(
        "candidate__number", "entry_code", "entered_at"
    ).values_list(
        "pk", "candidate_id", "entry_code", "option__code", "option__qualification__title", "option__label",
        "option__tier", "option__route", "option__carried_forward", "teaching_group", "band", "entered_at",
        "withdrawn_at", "withdrawn_how", "amended", "option_id",
    )  # fmt: skip
    at = clock.now()
    for row in rows.iterator(chunk_size=2_000):
        (pk, candidate, code, option, title, label, tier, route, carried, group, band, entered, gone, how, amended,
         option_id) = row  # fmt: skip
        state = state_of(band=band, amended=amended, withdrawn=gone is not None, profile=profile, at=at)
        yield EntryShown(
            pk, candidate, code, option, title, label, tier_of(tier), method_of(route, carried_forward=carried), group,
            state, tag_of(state), band in LATE_BANDS, entered, gone, refund_of(how) if gone else "", option_id,
        )  # fmt: skip


def _fitting(actor: Actor, series: "Series", asked: Asked) -> QuerySet[Entry]:
    """The entries of a series that the filter is about."""
    found = Entry.objects.visible_to(actor).filter(series=series)
    if asked.code:
        found = found.filter(entry_code__iexact=asked.code)
    if asked.option:
        found = found.filter(option__code__iexact=asked.option)
    if asked.family:
        found = found.filter(option__qualification__family__code=asked.family)
    if asked.show == "late":
        found = found.filter(band__in=LATE_BANDS)
    return found.exclude(STANDS) if asked.show == "withdrawn" else found.filter(STANDS)


def candidates_shown(
    actor: Actor, series: "Series | None", asked: Asked, *, entered: bool = False
) -> QuerySet[Candidate]:
    """The candidates whom the filter leaves, in the order of their numbers; with `entered` only who has an entry."""
    if series is None:
        return candidates_of(actor, 0).none()
    found = candidates_of(actor, series.pk)
    if asked.q:
        found = candidates_matching(actor, asked.q).filter(series=series).order_by("number")
    if asked.status:
        found = found.filter(status=asked.status)
    fitting = Exists(
        _fitting(actor, series, asked).filter(candidate=OuterRef("pk"), centre_id=OuterRef("centre_id"))
    )
    if asked.show == "none":
        return found.exclude(fitting)
    if asked.show == "refused":
        waiting = Rejection.objects.visible_to(actor).filter(
            series=series,
            settled_at=None,
            candidate_number=OuterRef("number"),
            centre_id=OuterRef("centre_id"),
        )
        return found.filter(Exists(waiting))
    narrowed = entered or asked.code or asked.option or asked.family or asked.show
    return found.filter(fitting) if narrowed else found


def candidate_lines(
    actor: Actor, series: "Series", candidates: Sequence[Candidate], *, withdrawn: bool
) -> list[CandidateLine]:
    """These candidates with all their entries: two statements however many."""
    lines = {one.pk: CandidateLine(one) for one in candidates}
    entries = Entry.objects.visible_to(actor).filter(series=series, candidate__in=list(lines))
    if not withdrawn:
        entries = entries.filter(STANDS)
    for entry in entries_shown(actor, entries, catalogue.profile_of(series)) if lines else ():
        lines[entry.candidate_id].entries.append(entry)
    return list(lines.values())


def by_candidate(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The page: candidates, each with every entry, under a filter."""
    series = chosen_series(query)
    asked = Asked.read(query, series)
    page = listed(candidates_shown(actor, series, asked), vars(asked), query.get("page", ""), each=PAGE)
    withdrawn = asked.show == "withdrawn"
    lines = candidate_lines(actor, series, page.rows, withdrawn=withdrawn) if series else []
    return {
        **choices(series), "asked": asked, "list": page, "lines": lines, "shows": list(SHOWN.items()),
        "statuses": [("", "School and private"), *STATUSES.items()], "as_at": clock.now(),
    }  # fmt: skip


CANDIDATE_HEADINGS = (
    "Centre", "Candidate number", "UCI", "ULN", "Surname", "Forenames", "Date of birth", "Sex", "Status", "Series",
    "Entry code", "Option", "Title", "Tier", "Teaching group", "State", "Entered on", "Withdrawn on", "Refund",
)  # fmt: skip


def candidate_rows(actor: Actor, query: Mapping[str, str]) -> tuple[int, list[list[Any]], dict[str, str]]:
    """One row for each candidate and entry, as a file has them: how many candidates, the rows, and the filter."""
    series = chosen_series(query)
    asked = Asked.read(query, series)
    candidates = list(candidates_shown(actor, series, asked))
    lines = candidate_lines(actor, series, candidates, withdrawn=asked.show == "withdrawn") if series else []
    rows: list[list[Any]] = []
    for line in lines:
        one = line.candidate
        held = [
            actor.centre_number, one.number, one.uci, one.uln, one.surname, one.forenames, one.born_on, one.sex,
            one.status, series.code if series else "",
        ]  # fmt: skip
        rows += [[*held, *_cells(entry)] for entry in line.entries] or [[*held, *[""] * 9]]
    return len(candidates), rows, about(actor, series, asked)


def _cells(entry: EntryShown) -> list[Any]:
    return [
        entry.code, entry.option, entry.title, entry.tier, entry.group, entry.tag["word"], _day(entry.entered_at),
        _day(entry.withdrawn_at), entry.refund,
    ]  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return clock.london(at).date() if at else None
