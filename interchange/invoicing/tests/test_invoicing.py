"""What entries cost is invoiced once, by centre and series, and never changed."""

import subprocess

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Component, Tariff
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.money import Money
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Version
from interchange.invoicing.factories import invoice_all
from interchange.invoicing.models import Charge, Invoice, Line, Run
from interchange.invoicing.queries.pages import invoice_page
from interchange.invoicing.services.charging import charge_by_hand
from interchange.invoicing.services.runs import carry_out, start_run
from interchange.notifications.models import Notice


@pytest.fixture
def eva(db):
    """Eva of the awarding body, who looks after entries and what they cost."""
    return make_actor("Eva Engel", Role.ENTRIES)


@pytest.fixture
def fay(centre):
    """Fay of the centre's finance office."""
    return make_actor("Fay Finn", Role.FINANCE, centre=centre)


@pytest.fixture
def series(db):
    return make_series()


def changed(centre, series, *costs):
    """Changes of one entry of a new candidate, each at this cost."""
    component = Component.objects.filter(slug="J277-03").first() or make_component()
    option = component.options.first() or make_option(component)
    candidate = make_candidate(centre, series=series)
    entry = make_entry(candidate, option)
    with tenancy.for_centre(centre.pk):
        return [
            Version.unscoped.create(
                centre_id=centre.pk, entry=entry, action="add" if place == 0 else "amend", after_id=option.pk,
                route="form", band="on-time", pence=pence, told="Entry fee.", by="Ann",
            )
            for place, pence in enumerate(costs)
        ]  # fmt: skip


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S607
    return done.stdout.decode()


def invoices(actor):
    with tenancy.reading(actor):
        return list(Invoice.objects.visible_to(actor).order_by("number"))


def test_a_run_makes_an_invoice_for_each_centre_that_owes_something(centre, elsewhere, series, eva, fay):
    changed(centre, series, 4000, -1500)
    changed(elsewhere, series, 2000)
    run = invoice_all(series.code, officer=eva)
    [mine] = invoices(fay)
    assert (mine.number, mine.pence) == (f"{centre.number}-2706-01", 2500)
    assert [one.pence for one in invoices(eva)] == [2500, 2000]
    run.refresh_from_db()
    assert (run.invoices, run.pence, run.ended_at is not None) == (2, 4500, True)
    assert Notice.objects.filter(kind="invoice-made", person_id=fay.person_id).count() == 1


def test_what_is_invoiced_is_not_invoiced_again(centre, series, eva, fay):
    changed(centre, series, 4000)
    run = invoice_all(series.code, officer=eva)
    Run.objects.update(ended_at=None)
    carry_out(run.pk)
    with pytest.raises(Refused, match="Nothing waits"):
        start_run(series.code, by=eva)
    changed(centre, series, 100)
    invoice_all(series.code, officer=eva)
    assert [(one.number[-2:], one.pence) for one in invoices(fay)] == [("01", 4000), ("02", 100)]


def test_what_costs_nothing_makes_no_invoice_and_does_not_come_back(centre, series, eva, fay):
    changed(centre, series, 0)
    with pytest.raises(Refused, match="Nothing waits"):
        start_run(series.code, by=eva)
    changed(centre, series, 700)
    invoice_all(series.code, officer=eva)
    with tenancy.reading(fay):
        assert Line.objects.visible_to(fay).count() == 1
        assert not Version.objects.visible_to(fay).filter(invoiced=None).exists()


def test_a_fee_that_nobody_told_waits_until_it_is_held(centre, series, eva, fay):
    [version] = changed(centre, series, None)
    run = invoice_all(series.code, officer=eva)
    assert (run.centres, invoices(fay)) == (1, [])
    with tenancy.reading(fay):
        code = Version.objects.visible_to(fay).select_related("entry").get(pk=version.pk).entry.entry_code
    Tariff.objects.create(series=series, entry_code=code, pence=4100)
    invoice_all(series.code, officer=eva)
    assert [one.pence for one in invoices(fay)] == [4100]


def test_only_one_run_of_a_series_goes_on_at_a_time(centre, series, eva):
    changed(centre, series, 100)
    start_run(series.code, by=eva)
    with pytest.raises(Refused, match="are being made just now"):
        start_run(series.code, by=eva)


def test_a_charge_by_hand_needs_an_amount_words_and_a_reason_and_stands_on_the_next_invoice(
    centre, series, eva, fay
):
    with pytest.raises(Refused) as refusal:
        charge_by_hand(centre.number, series.code, "", "", "", by=eva)
    assert [part.code for part in refusal.value.parts] == ["amount", "told", "reason"]
    charge_by_hand(centre.number, series.code, "-12.50", "Lost paper", "Our fault", by=eva)
    invoice_all(series.code, officer=eva)
    [mine] = invoices(fay)
    assert mine.pence == -1250
    with tenancy.reading(fay):
        assert Charge.objects.visible_to(fay).get().invoiced == mine.pk


def test_an_invoice_says_the_same_on_its_page_as_a_file_and_on_paper(centre, series, eva, fay, signed_in):
    changed(centre, series, 4000, -1500)
    invoice_all(series.code, officer=eva)
    [mine] = invoices(fay)
    browser = signed_in(fay)
    page = browser.get(f"/invoices/{mine.pk}/").content.decode()
    file = browser.get(f"/invoices/{mine.pk}/lines.csv").content.decode("utf-8-sig")
    paper = text_of(browser.get(f"/invoices/{mine.pk}/invoice.pdf").content)
    for said in ("£40.00", "-£15.00", "£25.00"):
        assert said in page
        assert said in paper
    assert "40" in file
    assert "-15" in file
    assert mine.number in paper


def test_a_centre_sees_what_waits_and_another_centre_s_invoice_is_not_there(
    centre, elsewhere, series, eva, fay, signed_in
):
    changed(elsewhere, series, 2000)
    invoice_all(series.code, officer=eva)
    changed(centre, series, 333)
    browser = signed_in(fay)
    assert "£3.33" in browser.get("/invoices/").content.decode()
    assert "£3.33" in browser.get(f"/invoices/waiting/{series.code}/").content.decode()
    [theirs] = invoices(eva)
    assert browser.get(f"/invoices/{theirs.pk}/").status_code == 404
    with pytest.raises(Http404), tenancy.reading(fay):
        invoice_page(fay, theirs.pk, "")


def test_staff_see_what_waits_run_it_and_charge_by_hand(centre, series, eva, signed_in):
    changed(centre, series, 4000, None)
    browser = signed_in(eva)
    assert "£40.00" in browser.get("/desk/invoicing/").content.decode()
    listed = browser.get(f"/desk/invoicing/{series.code}/").content.decode()
    assert centre.number in listed
    account = f"/desk/invoicing/{series.code}/{centre.number}/"
    assert "1 change with a fee that is not known" in browser.get(account).content.decode()
    assert browser.post(account, {"amount": "x"}).status_code == 422
    assert browser.post(account, {"amount": "1", "told": "Copy", "reason": "Asked for"}).status_code == 302
    assert browser.post(f"/desk/invoicing/{series.code}/run/").status_code == 302
    assert "Being made" in browser.get("/desk/invoicing/").content.decode()
    assert browser.get(f"/desk/invoicing/{series.code}/waiting.csv").status_code == 200
    carry_out(Run.objects.get().pk)
    assert str(Money(4100)) in browser.get("/desk/invoicing/invoices/").content.decode()
    file = browser.get(f"/desk/invoicing/invoices/file/csv/?series={series.code}").content.decode("utf-8-sig")
    assert (f",{centre.number}," in file, "41" in file) == (True, True)
    [made] = invoices(eva)
    one = f"/desk/invoicing/invoices/{made.pk}/"
    assert f"Invoice {made.number} of {centre.number}" in browser.get(one).content.decode()
    assert "Total" in browser.get(f"{one}file/csv/").content.decode()
    with tenancy.reading(eva):
        assert events_of(eva, name=Event.INVOICES_EXPORTED.value).count() == 3


def test_the_number_of_statements_does_not_grow_with_the_lines(
    centre, series, eva, fay, signed_in, django_assert_max_num_queries
):
    browser = signed_in(fay)
    browser.get("/invoices/")
    for _ in range(2):
        changed(centre, series, *range(1, 40))
        with django_assert_max_num_queries(12):
            browser.get(f"/invoices/waiting/{series.code}/")


def test_the_number_of_statements_does_not_grow_with_the_series(centre, series, eva, fay, signed_in):
    own, desk = signed_in(fay), signed_in(eva)
    changed(centre, series, 100)

    def counted():
        found = []
        for browser, where in ((own, "/invoices/"), (desk, "/desk/invoicing/")):
            browser.get(where)
            with CaptureQueriesContext(connection) as asked:
                assert "£" in browser.get(where).content.decode()
            found.append(len(asked))
        return found

    before = counted()
    for year in (2028, 2029, 2030):
        changed(centre, make_series(f"{year}-06"), 200)
    assert counted() == before
