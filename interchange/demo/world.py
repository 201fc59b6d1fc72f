"""Making the demo world, and keeping it near today. Everything may be done again; what is there already stays."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from interchange.catalogue.folder import read_folder
from interchange.catalogue.queries import series_by_code
from interchange.catalogue.services import load_catalogue
from interchange.centres.queries import centre_ids
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.counting import count_now
from interchange.demo import (
    company,
    correcting,
    desk,
    director,
    drafting,
    elsewhere,
    estimating,
    filing,
    helpdesk,
    joining,
    learners,
    money,
    notices,
    offering,
    revising,
    rules,
    staffroom,
    troubles,
    windows,
    withdrawing,
)
from interchange.demo.cohorts import COHORTS, LAST_YEAR, Cohort, file_of
from interchange.demo.news import NEWS
from interchange.demo.stories import LAST_YEAR as LAST_YEARS_STORIES
from interchange.demo.stories import STORIES
from interchange.entries.importing import load_file
from interchange.entries.queries import counts_by_component
from interchange.site.queries.news import all_news
from interchange.site.services import post_news

CATALOGUE: Path = settings.BASE_DIR / "demo_data" / "catalogue"
OPERATOR = Actor.system("demo")
ENTRIES_CAME = timedelta(40)
LARGE = (
    "entries_candidate", "entries_entry", "entries_version", "assessment_mark", "assessment_marksheet",
    "assessment_submission", "assessment_submittedmark", "accounts_membership", "notifications_notice",
    "catalogue_component", "catalogue_option", "catalogue_option_components", "catalogue_markwindow",
)  # fmt: skip
"""What the database counts when last year is told, and again when this year's entries are in."""


def prepare() -> None:
    """The catalogue, two series, the centres with their people and candidates, what happened, and the news."""
    now, is_new = clock.now(), notices.nobody_was_told()
    year = rules.june_of(clock.today())
    this_june, last_june = f"{year}-06", f"{year - 1}-06"
    with clock.pretend(_moment(date(year - 1, 1, 10))):
        prepare_catalogue()
        company.found_centres()
        company.hire_people()
        staffroom.hire(company.actors()["ann"])
        joining.publish_text(company.actors())
        joining.know_heads(company.actors())
    if this_june not in windows.known_series():
        _tell_last_year(last_june, year - 1)
    with clock.pretend(now - ENTRIES_CAME):
        windows.open_this_year(this_june, today=clock.london(now).date())
        _publish(this_june, last_june, today=clock.london(now).date())
        estimating.ask(this_june, today=clock.london(now).date())
        _enter(COHORTS, this_june)
        count_now(*LARGE)
    windows.close_before(this_june)
    windows.print_certificates_later(last_june, today=clock.london(now).date())
    actors = company.actors()
    besides = [*helpdesk.scenes(actors, now=now), *desk.scenes(actors, now=now)]
    besides += estimating.scenes(this_june, last_june, actors, now=now)
    besides += revising.scenes(this_june, actors, now=now)
    besides += elsewhere.scenes(this_june, actors, now=now)
    besides += drafting.scenes(this_june, actors, now=now)
    besides += filing.scenes(this_june, actors, now=now)
    besides += withdrawing.scenes(this_june, actors, now=now)
    besides += correcting.scenes(this_june, last_june, actors, now=now)
    besides += [*learners.scenes(actors, now=now), *money.scenes(this_june, last_june, actors, now=now)]
    director.play(STORIES, this_june, actors, now=now, besides=besides)
    _announce(actors, now=now)
    joining.play(actors, now=now)
    staffroom.play(actors, now=now)
    if is_new:
        notices.remember(now=now)
        troubles.befall(now=now)


def prepare_catalogue() -> None:
    """The real qualifications of the demo's folder."""
    load_catalogue(read_folder(CATALOGUE), folder=CATALOGUE, by=OPERATOR)


def _publish(this_june: str, last_june: str, *, today: date) -> None:
    """Fees, the timetable and what may not be combined; again each day, since the timetable moves with today."""
    load_catalogue(offering.made_up(this_june, last_june, today=today), folder=CATALOGUE, by=OPERATOR)


def _tell_last_year(series: str, year: int) -> None:
    actors = company.actors()
    with clock.pretend(_moment(date(year, 2, 1))):
        windows.open_last_year(series, opens_on=date(year, 3, 1), closes_on=date(year, 5, 15))
        estimating.ask_last_year(series, actors)
    with clock.pretend(_moment(date(year, 3, 1))):
        _enter(LAST_YEAR, series)
        estimating.forecast_last_year(series, actors)
    with clock.pretend(_moment(date(year, 4, 25))):
        withdrawing.withdraw(series, "J171", actors["efua"])
    director.play(LAST_YEARS_STORIES, series, actors, now=_moment(date(year, 5, 14)))
    count_now(*LARGE)


def _enter(cohorts: tuple[Cohort, ...], series: str) -> None:
    """The entries of those centres that have none in this series."""
    series_id = series_by_code(series).pk
    ids = centre_ids(cohort.centre for cohort in cohorts)
    with tenancy.reading(OPERATOR):
        empty = {
            number for number, pk in ids.items() if not counts_by_component(OPERATOR, series_id, centre_id=pk)
        }
    missing = tuple(cohort for cohort in cohorts if cohort.centre in empty)
    if missing:
        report = load_file(file_of(missing, series), name=f"entries-{series}.csv")
        if report.problems:
            raise ValueError(f"the demo's own entries are wrong: {report.problems[0]}")


def _announce(actors: dict[str, Actor], *, now: datetime) -> None:
    if all_news():
        return
    for one in reversed(NEWS):
        with clock.pretend(director.moment_of(one.days, now=now)):
            post_news(
                one.title, one.body, from_at=clock.now(), audience=one.audience, values=one.values, by=actors[one.who]
            )  # fmt: skip


def _moment(on: date) -> datetime:
    """Ten in the morning of a day in London, more or less."""
    return clock.start_of_day(on) + timedelta(hours=10)
