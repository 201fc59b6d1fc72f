"""How the rows of a file merge with what a centre has entered: per candidate and code (R-WAY-3).

Nothing here reads or writes: what is held comes in, and what is to be written goes out, with a sentence for
each row that cannot be used.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from interchange.catalogue.rules.profile import Band
from interchange.core.grid import Problem
from interchange.core.identifiers import new_id
from interchange.entries.rules import people, windows
from interchange.entries.rules.holdings import (
    ADD,
    AMEND,
    DETAILS,
    WITHDRAW,
    Accepted,
    Details,
    EntryRow,
    Held,
    HeldCandidate,
    HeldEntry,
    Merge,
    Offer,
    OfferedOption,
    Refusal,
    Taken,
    Way,
)
from interchange.entries.rules.methods import with_one_method
from interchange.entries.rules.pricing import Prices
from interchange.entries.rules.together import warn_of_combinations, with_possible_combinations
from interchange.entries.rules.windows import Deed
from interchange.entries.rules.written import write

STOPPED = (Band.NOT_OPEN, Band.CLOSED)
ANYBODY = Way()


def merge(rows: Iterable[EntryRow], held: Held, offer: Offer, way: Way = ANYBODY) -> Merge:
    """Decide about each row of one centre, in the order of the file."""
    book = _Book(held, offer, way)
    result = Merge()
    accepted = []
    for row in rows:
        try:
            accepted.append(book.accept(row))
        except Refusal as refusal:
            result.problems.append(Problem(row.line, refusal.column, refusal.sentence))
    written = _that_go_together(accepted, book, result)
    prices = Prices(offer, held.charges, way)
    for each in written:
        write(each, book, result, prices)
    warn_of_combinations(written, book, held, result)
    result.problems.sort(key=lambda problem: problem.row)
    return result


def _that_go_together(accepted: list[Accepted], book: "_Book", result: Merge) -> list[Accepted]:
    """The rows that leave every candidate and unit as they may be: one that is refused may take another along."""
    kept, before = accepted, -1
    while len(kept) != before:
        before = len(kept)
        kept = with_one_method(with_possible_combinations(kept, book, result), book, result)
    return kept


class _Book:
    """What is held, found by what a row says, and kept up to date as rows are accepted."""

    def __init__(self, held: Held, offer: Offer, way: Way) -> None:
        self.offer, self.way = offer, way
        self.approvals, self.held = held.approvals, held
        self.by_number = {(each.series, each.number): each for each in held.candidates}
        self.by_uci = {(each.series, each.details.uci): each for each in held.candidates}
        self.entries: dict[tuple[UUID, str], HeldEntry] = {}
        for entry in sorted(held.entries, key=lambda entry: not entry.withdrawn):
            self.entries[entry.candidate_id, entry.entry_code] = entry
        self.options = {option.id: option for options in offer.options.values() for option in options}
        self.spoken_of: dict[tuple[UUID, str], int] = {}
        self.new_details: set[UUID] = set()
        self.before: dict[UUID, Details] = {}
        """The details of held candidates to whom a row gives others."""

    def accept(self, row: EntryRow) -> Accepted:
        self._check_series(row)
        if row.action == DETAILS:
            return self._accept_details(row)
        options = self._options(row)
        candidate, details = self._candidate(row)
        entry = self.entries.get((candidate.id, row.entry_code))
        live = None if entry is None or entry.withdrawn else entry
        self._check_entry(row, candidate, entry, live)
        option = None if row.action == WITHDRAW else self._option(row, options, live)
        if live:
            self._check_option(row, candidate, option, live)
        deed = _deed(row, live, option, details != candidate.details)
        self._check_moment(row, deed, certification=(option or options[0]).certification)
        if option and not live:
            self._check_new_entry(row, candidate, option, details)
        self.spoken_of[candidate.id, row.entry_code] = row.line
        self._keep(row, candidate, details)
        return Accepted(row, candidate, option, entry if row.action == WITHDRAW else live)

    def _accept_details(self, row: EntryRow) -> Accepted:
        """A row that names no code: a candidate may be held without any entry."""
        candidate, details = self._candidate(row)
        self._check_moment(row, Deed.DETAILS if details != candidate.details else Deed.NOTHING)
        self._keep(row, candidate, details)
        return Accepted(row, candidate, None, None)

    def _check_series(self, row: EntryRow) -> None:
        if row.series not in self.offer.series:
            known = ", ".join(self.offer.series) or "none yet"
            raise Refusal("series", f"There is no series {row.series}. Series: {known}.")
        if not self.offer.series[row.series]:
            available = self.offer.open_series(row.entry_code)
            raise Refusal(
                "series", f"{row.entry_code} cannot be entered in {row.series}. Available: {available}."
            )

    def _options(self, row: EntryRow) -> Sequence[OfferedOption]:
        options = self.offer.options.get(row.entry_code)
        if not options:
            said = f"{row.entry_code} cannot be entered in {row.series}: there is no such entry code."
            raise Refusal("entry_code", said)
        return options

    def _check_moment(self, row: EntryRow, deed: Deed, *, certification: bool = False) -> None:
        """Whether the series takes this now (R-ENT-11, R-ID-17)."""
        terms = self.offer.terms.get(row.series)
        if terms is None or self.way.free or terms.band not in STOPPED:
            return
        fault = windows.fault(deed, terms.band, terms.profile, terms.name, certification=certification)
        if fault:
            raise Refusal("series", fault)

    def _check_new_entry(
        self, row: EntryRow, candidate: HeldCandidate, option: OfferedOption, details: Details
    ) -> None:
        """What holds only where an entry is made: the code in the series, approval, ULN, no other centre (4.4)."""
        if not self.offer.has(row.series, row.entry_code):
            available = self.offer.open_series(row.entry_code)
            raise Refusal(
                "entry_code", f"{row.entry_code} cannot be entered in {row.series}. Available: {available}."
            )
        award = self.offer.awards.get(option.award_id)
        numbers = self.approvals.numbers
        if award and not (self.approvals.general or self.way.free or {award.code, award.number} & numbers):
            said = f"Your centre is not approved for {award.name}. Ask for approval before entering."
            raise Refusal("entry_code", said)
        if self.held.is_elsewhere(Taken(details.uci, row.series, row.entry_code)):
            said = f"UCI {details.uci} is entered for {row.entry_code} in {row.series} at another centre."
            raise Refusal("uci", f"{said} Check the UCI, or have that entry withdrawn first.")
        self._check_uln(row, candidate, details)

    def _check_uln(self, row: EntryRow, candidate: HeldCandidate, details: Details) -> None:
        """Where the series asks centres of this kind for ULNs (R-ID-13)."""
        terms = self.offer.terms.get(row.series)
        needed = terms and terms.profile.needs_uln(self.held.centre_kind)
        if terms and needed and not details.uln and not self.way.free:
            raise Refusal("uln", people.uln_needed(str(candidate), terms.name))

    # ------------------------------------------------------------ candidates

    def _candidate(self, row: EntryRow) -> tuple[HeldCandidate, Details]:
        candidate = self.by_number.get((row.series, row.candidate_number))
        namesake = self.by_uci.get((row.series, row.uci)) if row.uci else None
        if candidate and row.uci and candidate.details.uci != row.uci:
            raise Refusal("candidate_number", f"{row.candidate_number} belongs to {candidate.details.name}.")
        if namesake and namesake.number != row.candidate_number:
            said = (
                f"UCI {row.uci} is candidate {namesake} in {row.series}, who keeps that number in the series."
            )
            raise Refusal("uci", said)
        if candidate is None:
            if row.action != ADD:
                raise Refusal(
                    "candidate_number", f"There is no candidate {row.candidate_number} in {row.series}."
                )
            details = _new_details(row)
            return HeldCandidate(new_id(), row.series, row.candidate_number, details), details
        details = candidate.details if row.action == WITHDRAW else _details(row, candidate.details)
        if details != candidate.details:
            self._check_new_details(row, candidate, details)
        return candidate, details

    def _check_new_details(self, row: EntryRow, candidate: HeldCandidate, details: Details) -> None:
        if details.status != candidate.details.status and row.action == ADD:
            now = people.STATUSES[candidate.details.status].lower()
            said = (
                f"{candidate} is entered as a {now} candidate. A candidate is school or private, never both."
            )
            raise Refusal("status", said)
        names = (candidate.details.surname, candidate.details.forenames), (details.surname, details.forenames)
        if people.is_another_name(*names) and not (self.way.free or self.way.proved or candidate.line):
            raise Refusal("surname", people.ANOTHER_NAME)
        if candidate.details.uln and not details.uln:
            self._check_uln(row, candidate, details)
        if candidate.line:
            pairs = zip(Details._fields, details, candidate.details, strict=True)
            changed = next(name for name, given, held in pairs if given != held)
            column = {"born_on": "date_of_birth"}.get(changed, changed)
            raise Refusal(
                column, f"Line {candidate.line} gives another {column.replace('_', ' ')} for {candidate}."
            )

    def _keep(self, row: EntryRow, candidate: HeldCandidate, details: Details) -> None:
        if row.action == WITHDRAW:
            return
        if details != candidate.details or (candidate.series, candidate.number) not in self.by_number:
            self.new_details.add(candidate.id)
        if (candidate.series, candidate.number) in self.by_number and details != candidate.details:
            self.before[candidate.id] = candidate.details
        candidate.details = details
        candidate.line = candidate.line or row.line
        self.by_number[candidate.series, candidate.number] = candidate
        self.by_uci[candidate.series, details.uci] = candidate

    # ------------------------------------------------------------ options and actions

    def _option(
        self, row: EntryRow, options: Sequence[OfferedOption], live: HeldEntry | None
    ) -> OfferedOption:
        if row.option_code:
            exact = [each for each in options if each.code == row.option_code]
            found = exact or [each for each in options if same_code(each.code, row.option_code)]
        elif row.action == AMEND and live:
            found = [each for each in options if each.id == live.option_id]
        else:
            found = list(options)
        if len(found) == 1:
            return found[0]
        codes = listed([each.code for each in options if each.code])
        if not codes and len(options) > 1:
            raise Refusal("entry_code", f"{row.entry_code} stands for more than one qualification here.")
        if not row.option_code:
            raise Refusal("option_code", f"Give the option of {row.entry_code}: {codes}.")
        offered = f"Its options are {codes}" if codes else "Leave the option empty"
        raise Refusal("option_code", f"{row.entry_code} has no option “{row.option_code}”. {offered}.")

    def _check_entry(
        self, row: EntryRow, candidate: HeldCandidate, entry: HeldEntry | None, live: HeldEntry | None
    ) -> None:
        earlier = self.spoken_of.get((candidate.id, row.entry_code))
        if earlier is not None:
            said = (
                f"{candidate} already has this entry" if row.action == ADD else "This is about the same entry"
            )
            raise Refusal("entry_code", f"{said}: see line {earlier}. Keep one of the two lines.")
        if (row.action == AMEND and live is None) or (row.action == WITHDRAW and entry is None):
            raise Refusal("entry_code", f"{candidate} has no entry for {row.entry_code} in {row.series}.")

    def _check_option(
        self, row: EntryRow, candidate: HeldCandidate, option: OfferedOption | None, live: HeldEntry
    ) -> None:
        held = self.options.get(live.option_id)
        if option and option.id == live.option_id:
            return
        if row.action == ADD and option:
            raise Refusal("option_code", self._already(candidate, live, option))
        if held and row.previous_option and not same_code(row.previous_option, held.code):
            said = f"{candidate} is entered with option “{held.code}”, not “{row.previous_option}”."
            raise Refusal("previous_option", said)

    def _already(self, candidate: HeldCandidate, live: HeldEntry, wanted: OfferedOption) -> str:
        held = self.options.get(live.option_id)
        if held and held.tier and wanted.tier and held.tier != wanted.tier:
            return f"{candidate} is already entered for tier {held.tier}. A tier change replaces the entry: amend it."
        code = f" with option “{held.code}”" if held and held.code else ""
        return f"{candidate} already has this entry{code}. Amend it to change the option."


def same_code(one: str, other: str) -> bool:
    """Whether two option codes are one: in capitals or not, with or without the noughts a spreadsheet eats."""
    return bool(one and other) and one.upper().lstrip("0") == other.upper().lstrip("0")


def _deed(row: EntryRow, live: HeldEntry | None, option: OfferedOption | None, details: bool) -> Deed:
    """What a row would do."""
    if option is None:
        return Deed.WITHDRAW if live else Deed.NOTHING
    if live is None:
        return Deed.ADD
    if option.id != live.option_id:
        return Deed.CHANGE
    return Deed.DETAILS if details else Deed.NOTHING


NEEDED = {
    "uci": "Give the UCI, or make one: an entry without it cannot be taken.",
    "surname": "Give the surname.",
    "date_of_birth": "Give the date of birth.",
    "sex": "Give the sex: M or F.",
    "status": "Say whether this is a school or a private candidate: S or P.",
}
"""What a new candidate has to have (R-ID-7, R-ID-15)."""


def _new_details(row: EntryRow) -> Details:
    """The details of a candidate who is not held yet."""
    for column, sentence in NEEDED.items():
        if not getattr(row, column):
            raise Refusal(column, sentence)
    born_on = row.date_of_birth or date.min
    return Details(row.uci, row.uln, row.surname, row.forenames, born_on, row.sex, row.status)


def _details(row: EntryRow, held: Details) -> Details:
    """The details that a row gives; what an amendment leaves empty stays as it is held, unless it is taken away."""
    return Details(
        row.uci or held.uci,
        "" if "uln" in row.emptied else row.uln or held.uln,
        row.surname or held.surname,
        "" if "forenames" in row.emptied else row.forenames or held.forenames,
        row.date_of_birth or held.born_on,
        row.sex or held.sex,
        row.status or held.status,
    )


def listed(codes: Sequence[str]) -> str:
    """`A, B or C`; nothing for none."""
    *others, last = codes or [""]
    return f"{', '.join(others)} or {last}" if others else last
