"""Codes that a centre ticks or types, and which of their papers clash (4.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from interchange.catalogue.models import Option, Series, Sitting
from interchange.catalogue.queries.codes import key_of, options_for_entry
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.queries.look_timetable import papers
from interchange.catalogue.rules.codes import code_key
from interchange.catalogue.rules.timetable import Clash, Paper, clashes, length_in_words, sentence
from interchange.core.paging import listed

MOST_CODES = 40
LONGEST_CODE = 40


@dataclass
class Chosen:
    """What was ticked and typed: the options that it means, and what could not be understood."""

    options: list[Option] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """The codes as they are spelt, in the order of the catalogue."""
        return [str(option) for option in self.options]


def codes_in(typed: Iterable[str]) -> list[str]:
    """The codes of a text, one each, however they are parted."""
    found = dict.fromkeys(
        code for text in typed for code in text.replace("\x00", "").replace(",", " ").split()
    )
    return [code[:LONGEST_CODE] for code in found]


def chosen_options(codes: Sequence[str]) -> Chosen:
    """The options that the codes name: an entry code with its option, or alone where it has one option only."""
    found = Chosen()
    if len(codes) > MOST_CODES:
        found.problems.append(
            f"{len(codes):,} codes are more than one candidate takes. Choose at most {MOST_CODES}."
        )
        return found
    keys = {code: code_key(code) for code in codes}
    whole, alone = _named({key for key in keys.values() if key})
    for code, key in keys.items():
        options = whole.get(key) or alone.get(key, [])
        if len(options) == 1 or key in whole:
            found.options.append(options[0])
        elif options:
            names = " or ".join(str(option) for option in options[:4])
            found.problems.append(f"“{code}” has {len(options)} options. Choose {names}.")
        else:
            found.problems.append(f"“{code}” is no entry code. Write it as in J351A or R052.")
    found.options = sorted({option.pk: option for option in found.options}.values(), key=str)
    return found


Named = dict[str, list[Option]]


def _named(keys: set[str]) -> tuple[Named, Named]:
    """The options by their whole code, and by their entry code alone."""
    whole: Named = {}
    alone: Named = {}
    if keys:
        keyed = options_for_entry().annotate(
            entry_key=key_of("entry_code"), option_key=key_of("entry_code", "code")
        )
        for option in keyed.filter(Q(entry_key__in=keys) | Q(option_key__in=keys)).prefetch_related(
            "components"
        ):
            whole.setdefault(code_key(str(option)), []).append(option)
            if not option.carried_forward:
                alone.setdefault(code_key(option.entry_code), []).append(option)
    return whole, alone


@dataclass(frozen=True)
class Choice:
    """One option that can be ticked."""

    code: str
    title: str
    label: str
    ticked: bool


def clashes_page(query: Mapping[str, str], codes: Sequence[str]) -> dict[str, Any]:
    """What can be ticked in a series, what is ticked, and which of its papers clash."""
    series = chosen_series(query)
    chosen = chosen_options(codes)
    asked = {"series": series.code if series else "", "family": query.get("family", ""), "q": words_of(query)}
    ticked = set(chosen.codes)
    page = listed(_to_tick(series, asked), asked | {"codes": " ".join(chosen.codes)}, query.get("page", ""))
    taken = _papers_of(series, chosen.options) if series else []
    return {
        **choices(series), "asked": asked, "list": page, "chosen": chosen, "typed": " ".join(codes),
        "to_tick": [
            Choice(str(one), one.qualification.title, one.label, str(one) in ticked) for one in page.rows
        ],
        "papers": taken, "clashes": [shown(one) for one in clashes(taken)],
        "assumed": any(paper.assumed for paper in taken),
    }  # fmt: skip


def _to_tick(series: Series | None, asked: Mapping[str, str]) -> QuerySet[Option]:
    """The options with a paper in this timetable, under the filter."""
    if series is None:
        return Option.objects.none()
    sat = Sitting.objects.filter(series=series, component__options=OuterRef("pk"))
    found = options_for_entry().filter(Exists(sat)).order_by("entry_code", "code")
    if asked["family"]:
        found = found.filter(qualification__family__code=asked["family"])
    for word in asked["q"].split():
        found = found.filter(
            Q(entry_code__icontains=word) | Q(qualification__title__icontains=word) | Q(label__icontains=word)
        )
    return found


def _papers_of(series: Series, options: Iterable[Option]) -> list[Paper]:
    components = {one.pk for option in options for one in option.components.all()}
    found = papers(series.pk, components=components) if components else {}
    return sorted(found.values(), key=lambda paper: (paper.on, paper.start is None, paper.start, paper.code))


@dataclass(frozen=True)
class Shown:
    """One clash as a page tells it."""

    clash: Clash
    sentence: str
    length: str
    long_sessions: str
    """The sessions in which it takes more than three hours, in words; none where it does not."""


def shown(found: Clash) -> Shown:
    """A clash in words."""
    long = " and ".join("morning" if session == "A" else "afternoon" for session in found.long_sessions)
    return Shown(found, sentence(found), length_in_words(found.minutes), long)
