"""A sheet is put back to an earlier point of its history (C5)."""

from interchange.assessment.queries.files import preview_of_earlier
from interchange.assessment.queries.outcomes import How
from interchange.assessment.services.marks import save_marks
from interchange.audit.queries import events_of
from interchange.core import tenancy


def links_of(sheet, actor):
    """The numbers of the sheet's links, the oldest first."""
    with tenancy.reading(actor):
        events = events_of(actor, subject=f"sheet:{sheet.stored().pk}")
    with tenancy.reading(actor):
        return sorted(event.link_number for event in events)


def test_every_row_goes_back_to_what_it_was_then(a_sheet, ben):
    sheet = a_sheet(candidates=3)
    sheet.fill(ben, "41")
    sheet.fill(ben, "52")
    first, *_ = links_of(sheet, ben)
    with tenancy.reading(ben):
        preview = preview_of_earlier(ben, sheet.address, first)
    assert [(change.old, change.new) for change in preview.changed] == [("52", "41")] * 3
    save_marks(sheet.address, preview.rows, how=How.UNDO, by=ben)
    assert set(sheet.marks(ben).values()) == {"41"}


def test_a_row_that_was_empty_then_is_emptied(a_sheet, ben):
    sheet = a_sheet(candidates=2)
    sheet.fill(ben, "41")
    with tenancy.reading(ben):
        preview = preview_of_earlier(ben, sheet.address, 0)
    save_marks(sheet.address, preview.rows, how=How.UNDO, by=ben)
    assert set(sheet.marks(ben).values()) == {""}


def test_the_page_shows_the_way_back_and_goes_it(a_sheet, ben, signed_in):
    sheet = a_sheet(candidates=2)
    sheet.fill(ben, "41")
    sheet.fill(ben, "52")
    first, *_ = links_of(sheet, ben)
    page = signed_in(ben).get(f"{sheet.url}history/back-to/{first}/")
    assert page.status_code == 200
    assert "Accept 2 changes" in page.content.decode()
