"""States of the views of entries that the walk through all routes does not meet, by axe."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.factories import make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_series
from interchange.catalogue.models import Option, Tariff
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.entries.factories import make_batch, make_candidate, make_entry
from interchange.entries.models import Rejection
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import States, click, wrong

state = States()


def entered(college: College) -> tuple[Membership, UUID, UUID]:
    """An exams officer; a candidate with an entry that stands, one withdrawn, and a row that was not taken."""
    make_approval(college.centre)
    college.sheet("H446/03", candidates=2)
    option = Option.objects.filter(entry_code="H446").first()
    assert option is not None
    other = Option.objects.get_or_create(
        qualification=option.qualification, entry_code="H446", code="Z", defaults={"label": "Another"}
    )[0]
    Tariff.objects.get_or_create(series=make_series(), entry_code="H446", defaults={"pence": 4500})
    candidate = make_candidate(college.centre, "0909", surname="Fox")
    make_entry(candidate, other, withdrawn_at=clock.now(), withdrawn_how="no-refund")
    entry = make_entry(candidate, option)
    batch = make_batch(college.centre, series=make_series())
    with tenancy.for_centre(college.centre.pk):
        Rejection.unscoped.filter(batch=batch).update(candidate_number="0909", entry_code="H446")
    return make_membership("Eve Marsh", Role.EFA, centre=college.centre), candidate.pk, entry.pk


@state
def a_candidate_with_entries_in_several_states(college: College, open_as: OpenAs) -> Page:
    eve, candidate, _ = entered(college)
    page = open_as(eve, f"/entries/candidates/{candidate}/")
    expect(page.get_by_text("Differs").first).to_be_visible()
    return page


@state
def a_withdrawal_without_evidence(college: College, open_as: OpenAs) -> Page:
    eve, _, entry = entered(college)
    page = open_as(eve, f"/entries/entry/{entry}/withdraw/")
    page.get_by_label("For medical reasons").check()
    click(page, "Withdraw H446")
    return wrong(page)


@state
def what_another_option_costs(college: College, open_as: OpenAs) -> Page:
    eve, _, entry = entered(college)
    page = open_as(eve, f"/entries/entry/{entry}/change/")
    page.get_by_label("Z Another").check()
    click(page, "Show what it costs")
    return page


@state
def nothing_ticked_of_what_could_not_be_taken(college: College, open_as: OpenAs) -> Page:
    eve, *_ = entered(college)
    page = open_as(eve, "/entries/not-taken/")
    click(page, "Set aside those that are ticked")
    return wrong(page)


@pytest.mark.parametrize("name", state)
def test_each_state_can_be_used_by_everybody(name: str, college: College, open_as: OpenAs):
    assert faults_in_every_light(state[name](college, open_as)) == []
