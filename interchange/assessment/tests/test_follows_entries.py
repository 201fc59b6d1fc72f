"""Mark sheets follow entries live: what is taken by any route shows on the sheet at once (R-CF-1, R-MK, 6.3)."""

import pytest

from interchange.assessment.factories import ASheet, make_sheet
from interchange.assessment.queries.places import Address
from interchange.catalogue.factories import make_endorsement, make_option, make_window
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.entries.models import Entry
from interchange.entries.services.single import change_option, reinstate_entry, withdraw_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(centre):
    """Three candidates by option A, whose work is uploaded; B sends it by post, C carries a grade forward."""
    sheet = make_sheet(centre, "J351/03", graded=True)
    make_option(sheet.component, code="C", carried_forward=True).components.clear()
    return sheet


@pytest.fixture
def postal(centre, upload):
    """The sheet of those who are entered by option B: nobody yet."""
    component = make_endorsement("J351/04")
    make_option(component, code="B")
    make_window(component, upload.stored_series())
    return ASheet(centre, component, Address(upload.address.series, component.slug))


def entry_of(centre, number: str) -> Entry:
    with tenancy.for_centre(centre.pk):
        return Entry.unscoped.filter(candidate__number=number).latest("entered_at")


def by_system(centre) -> Actor:
    return Actor.system("tests", centre_id=centre.pk)


def test_another_option_moves_a_candidate_to_the_sheet_of_its_component(centre, upload, postal, ann):
    change_option(entry_of(centre, "0001").pk, "B", by=by_system(centre))
    change_option(entry_of(centre, "0003").pk, "C", by=by_system(centre))
    assert (list(upload.marks(ann)), list(postal.marks(ann))) == (["0002"], ["0001"])


def test_whoever_carries_a_grade_forward_leaves_the_sheet_and_comes_back_without_it(centre, upload, ann):
    upload.give(ann, "0001", grade="P")
    change_option(entry_of(centre, "0001").pk, "C", by=by_system(centre))
    assert "0001" not in upload.marks(ann)
    change_option(entry_of(centre, "0001").pk, "A", by=by_system(centre))
    assert "0001" in upload.marks(ann)


def test_a_withdrawn_candidate_stays_where_a_grade_was_given_and_starts_anew_when_entered_again(
    centre, upload, ann
):
    upload.give(ann, "0001", grade="P")
    for number in ("0001", "0002"):
        withdraw_entry(entry_of(centre, number).pk, by=by_system(centre))
    assert [(row.number, row.standing) for row in upload.rows(ann)] == [("0001", False), ("0003", True)]
    reinstate_entry(entry_of(centre, "0001").pk, by=by_system(centre))
    assert upload.row(ann, "0001").value.words == ""
