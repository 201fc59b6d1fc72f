"""What pages and services read of candidates and entries."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from interchange.catalogue import queries as catalogue
from interchange.core.tenancy import Sees
from interchange.entries.models import Candidate, Entry
from interchange.entries.rules.holdings import Details, Held, HeldCandidate, HeldEntry, Offer, OfferedOption


def live_entries(actor: Sees) -> QuerySet[Entry]:
    """The entries this actor may see that have not been withdrawn."""
    return Entry.objects.visible_to(actor).filter(withdrawn_at=None)


def candidates_matching(actor: Sees, typed: str) -> QuerySet[Candidate]:
    """Candidates by number, UCI or ULN, or by the beginnings of the words of their names."""
    words = typed.replace("\x00", "").split()[:6]
    found = Candidate.objects.visible_to(actor)
    if not words:
        return found.none()
    for word in words:
        number = word.zfill(4) if word.isdecimal() else word
        by_code = Q(number=number) | Q(uci__iexact=word) | Q(uln=word)
        by_name = Q(surname__istartswith=word) | Q(forenames__istartswith=word)
        found = found.filter(
            by_code | by_name | Q(surname__icontains=f" {word}") | Q(forenames__icontains=f" {word}")
        )
    return found.order_by("surname", "forenames", "number")


def held_by(centre_id: int, *, series: dict[str, int], codes: Collection[str]) -> Held:
    """What a centre has entered in these series: every candidate, and every entry for these codes."""
    named = {pk: code for code, pk in series.items()}
    candidates = Candidate.unscoped.filter(centre_id=centre_id, series_id__in=named).values_list(
        "id", "series_id", "number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status"
    )
    entries = Entry.unscoped.filter(
        centre_id=centre_id, series_id__in=named, entry_code__in=codes
    ).values_list(
        "id", "candidate_id", "series_id", "entry_code", "option_id", "teaching_group", "withdrawn_at"
    )
    return Held(
        [HeldCandidate(row[0], named[row[1]], row[2], Details(*row[3:])) for row in candidates],
        [
            HeldEntry(row[0], row[1], named[row[2]], *row[3:6], withdrawn=row[6] is not None)
            for row in entries
        ],
    )


def offer(codes: Collection[str]) -> Offer:
    """What can be entered under these codes, and every series."""
    options: dict[str, list[OfferedOption]] = {}
    for option in catalogue.options_for_entry(codes=set(codes)):
        route = OfferedOption(
            option.pk, option.entry_code, option.code, option.route, option.tier, option.carried_forward
        )
        options.setdefault(option.entry_code, []).append(route)
    return Offer(options, dict(catalogue.series_list().values_list("code", "is_open")))
