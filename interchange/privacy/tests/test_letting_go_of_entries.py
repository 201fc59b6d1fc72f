"""What came with entries goes in its time: drafts, batches, files, versions, invoices, learners (8)."""

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_series
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.letting_go import Held
from interchange.entries.factories import make_batch, make_cohort, make_correction, make_draft
from interchange.entries.models import AcceptedWarning, Batch, Correction, Draft, Rejection, Version
from interchange.exchange.factories import make_sent_file
from interchange.exchange.models import Outgoing
from interchange.invoicing.factories import make_invoice
from interchange.invoicing.models import Charge, Invoice, Line
from interchange.invoicing.rules.numbers import next_count
from interchange.privacy.queries import work_of
from interchange.privacy.services import let_go
from interchange.vocational.factories import enter, make_scheme
from interchange.vocational.models import Learner, SchemeEntry

pytestmark = pytest.mark.django_db

NIGHT = Actor.system("night")
KEPT = (
    Draft,
    Batch,
    Rejection,
    Outgoing,
    Version,
    Invoice,
    Line,
    Charge,
    Learner,
    SchemeEntry,
    AcceptedWarning,
    Correction,
)


@pytest.fixture
def june(centre, ann):
    """June 2027 at one centre: something of everything, made in March."""
    enzo = make_actor("Enzo Ricci", Role.ENTRIES)
    nadia = make_actor("Nadia Haddad", Role.ASB, centre=centre)
    with clock.pretend(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        series = make_series("2027-06")
        one, _ = make_cohort(centre, make_component("J277/03"), 2, series=series)
        make_correction(one.candidate)
        with tenancy.for_centre(centre.pk):
            AcceptedWarning.unscoped.create(
                centre_id=centre.pk,
                series=series,
                candidate=one.candidate,
                sentence="No ULN.",
                digest="x",
                by="Ann",
            )
        make_draft(centre, series)
        make_batch(centre, series=series)
        make_sent_file(centre, series)
        make_invoice(centre.number, series.code, officer=enzo)
        make_scheme()
        make_approval(centre, scope="VQ", number="05878")
        enter("05878", ("1234567899", "Abara", "Kelechi", "2004-02-11", "M", "FE-1", "award"), by=nadia)
    return series


def left():
    with tenancy.for_staff():
        return [model.objects.visible_to(NIGHT).count() for model in KEPT]


def due(record, **held):
    with tenancy.for_staff():
        return sum(work.due(Held(**held)) for work in work_of(record))


def test_each_goes_in_its_time_and_no_sooner_and_not_while_it_is_held(
    june, centre, django_capture_on_commit_callbacks
):
    """Records and days: 90 days after the window, 3 years after the series, 7 after the invoice or the last entry."""
    [stored] = {one.kept for one in _files()}
    assert default_storage.exists(stored)
    for record, day, gone in (
        ("drafts", datetime(2027, 11, 13, tzinfo=UTC), 1),
        ("entry-cases", datetime(2028, 3, 2, 12, tzinfo=UTC), 1),
        ("entry-batches", datetime(2030, 7, 1, 12, tzinfo=UTC), 4),
        ("files-made", datetime(2030, 7, 1, 12, tzinfo=UTC), 1),
        ("invoices", datetime(2034, 3, 2, 12, tzinfo=UTC), 1),
        ("learners", datetime(2034, 3, 2, 12, tzinfo=UTC), 1),
        ("entry-versions", datetime(2034, 7, 1, 12, tzinfo=UTC), 2),
    ):
        with clock.pretend(day.replace(day=1) if day.day > 1 else day.replace(month=day.month - 1)):
            assert due(record) == 0, record
        with clock.pretend(day):
            assert (due(record), due(record, centres=frozenset({centre.pk}))) == (gone, 0), record
            with django_capture_on_commit_callbacks(execute=True):
                assert let_go(record, by=NIGHT) == gone, record
            assert let_go(record, by=NIGHT) == 0
    assert left() == [0] * len(KEPT)
    assert not default_storage.exists(stored)


def _files():
    with tenancy.for_staff():
        return list(Outgoing.objects.visible_to(NIGHT))


def test_a_version_stays_as_long_as_an_invoice_shows_it_and_its_batch_may_go(june, centre):
    with tenancy.for_staff():
        version = Version.objects.visible_to(NIGHT).first()
        line = Line.objects.visible_to(NIGHT).get()
        Line.objects.visible_to(NIGHT).filter(pk=line.pk).update(charge=None, version=version)
        Invoice.objects.visible_to(NIGHT).update(made_at=datetime(2028, 1, 1, tzinfo=UTC))
    with clock.pretend(datetime(2034, 7, 1, 12, tzinfo=UTC)):
        assert let_go("entry-batches", by=NIGHT) == 4
        assert let_go("entry-versions", by=NIGHT) == 1
    with tenancy.for_staff():
        assert [one.batch_id for one in Version.objects.visible_to(NIGHT)] == [None]


def test_the_next_invoice_follows_the_last_also_where_the_first_has_gone():
    assert [next_count(held) for held in ([], ["10001-2706-01"], ["10001-2706-09", "10001-2706-10"])] == [
        1,
        2,
        11,
    ]
