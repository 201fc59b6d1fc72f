"""A candidate absent here with marks elsewhere will be seen as partly absent, and the person is told (R-MK-10)."""

from interchange.assessment.queries.outcomes import How
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.catalogue.factories import make_component, make_option, make_window
from interchange.core import clock, tenancy
from interchange.entries.factories import make_entry
from interchange.entries.models import Entry


def absent(sheet, by):
    row, *_ = sheet.rows(by)
    saved = save_marks(sheet.address, [Typed("0001", row.version, absent=True)], how=How.TYPING, by=by)
    return saved.answers[0]


def test_of_a_candidate_with_no_other_mark_nothing_is_said(a_sheet, ben):
    assert absent(a_sheet(), ben).note == ""


def test_of_a_candidate_with_another_mark_it_is_said(a_sheet, centre, ben):
    sheet, other = a_sheet(), make_component("J200/03", max_mark=30)
    with tenancy.for_centre(centre.pk):
        candidate = Entry.unscoped.select_related("candidate").get(candidate__number="0001").candidate
    make_entry(candidate, make_option(other))
    make_window(other, candidate.series, opens_on=clock.today(), closes_on=clock.today())
    elsewhere = sheet.address.__class__(sheet.address.series, other.slug)
    save_marks(elsewhere, [Typed("0001", 0, "12")], how=How.TYPING, by=ben)
    assert "partly absent" in absent(sheet, ben).note


def test_a_component_that_asks_for_groups_says_who_has_none(a_sheet, ben, signed_in):
    sheet = a_sheet(group="", group_required=True)
    page = signed_in(ben).get(sheet.url).content.decode()
    assert "3 candidates have no teaching group" in page
