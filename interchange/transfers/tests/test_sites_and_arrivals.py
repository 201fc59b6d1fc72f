"""Alternative sites and very late arrivals: what is taken, what is refused, and what staff decide (R-ALT, R-VLA)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.letting_go import Held
from interchange.invoicing.models import Charge
from interchange.transfers import retention
from interchange.transfers.factories import (
    a_site,
    accept,
    an_arrival,
    approve,
    make_arrival,
    make_paper,
    make_site,
    make_sitter,
    make_transfer,
    send,
)
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer
from interchange.transfers.queries.sites import inspectors_page
from interchange.transfers.rules import cases
from interchange.transfers.services.arrivals import NewArrival, cancel_arrival, decide_arrival, report_arrival
from interchange.transfers.services.sites import NewSite, apply_for_site, cancel_site, decide_site

AFTER_THE_EXAM = datetime(2027, 6, 7, 13, tzinfo=UTC)


def codes(refusal) -> list[str]:
    return [part.code for part in refusal.value.parts]


def test_a_site_is_acknowledged_approved_and_on_the_list_of_inspectors(ann, enzo, candidate, paper):
    site = make_site(ann, paper)
    assert (site.state, site.numbers, site.how_many) == (cases.SUBMITTED, [], 1)
    decide_site(site.pk, "acknowledge", decision="", by=enzo)
    decide_site(site.pk, "approve", decision="", by=enzo)
    with tenancy.reading(enzo):
        [line] = inspectors_page(enzo, {"from": "2027-06-07"})["lines"]
        assert (line.site.pk, line.centre) == (site.pk, ("10001", ann.centre_name))
        assert inspectors_page(enzo, {"from": "2027-06-08"})["lines"] == []
    with pytest.raises(Refused, match="Approved"):
        decide_site(site.pk, "decline", decision="Too late", by=enzo)
    assert cancel_site(site.pk, why="The roof is mended", by=ann).state == cases.CANCELLED


def test_everything_that_is_wrong_with_a_site_is_told_at_once(ann, candidate, paper):
    with pytest.raises(Refused) as refusal:
        apply_for_site(NewSite("2027-06"), key=uuid4(), by=ann)
    assert codes(refusal) == [
        "name", "address", "postcode", "first", "papers", "numbers", "invigilation", "ground", "only_this",
    ]  # fmt: skip
    with pytest.raises(Refused) as refusal:
        apply_for_site(NewSite("1999-01"), key=uuid4(), by=ann)
    assert codes(refusal)[0] == "series"


def test_a_site_is_not_for_speaking_tests_nor_for_transfers(ann, cal, centre, candidate, paper):
    speaking = make_paper("J731/03", title="Speaking", speaking=True)
    make_sitter(centre, speaking)
    for new in (
        replace(a_site(paper), papers=[str(speaking.pk)]), replace(a_site(paper), papers=[str(paper.pk), "0"]),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            apply_for_site(new, key=uuid4(), by=ann)
        assert codes(refusal) == ["papers"]
    make_transfer(ann, candidate, paper, cal.centre_number)
    with pytest.raises(Refused, match="0001 is transferred"):
        apply_for_site(replace(a_site(paper), everybody=False, numbers="1"), key=uuid4(), by=ann)


def test_a_very_late_arrival_is_taken_marked_where_it_comes_late_and_decided(ann, enzo, candidate, paper):
    arrival = make_arrival(ann, candidate, paper)
    assert (arrival.state, arrival.overdue, arrival.due_on.isoformat()) == (
        cases.SUBMITTED,
        False,
        "2027-06-16",
    )
    with clock.pretend(AFTER_THE_EXAM), pytest.raises(Refused, match="already"):
        report_arrival(an_arrival(candidate, paper), key=uuid4(), by=ann)
    cancel_arrival(arrival.pk, by=ann)
    with clock.pretend(AFTER_THE_EXAM + timedelta(30)):
        late = report_arrival(an_arrival(candidate, paper), key=uuid4(), by=ann)
    assert late.overdue
    with pytest.raises(Refused) as refusal:
        decide_arrival(late.pk, "decline", decision="", by=enzo)
    assert codes(refusal) == ["decision"]
    assert decide_arrival(late.pk, "accept", decision="", by=enzo).state == cases.ACCEPTED
    with pytest.raises(Refused, match="Script accepted"):
        decide_arrival(late.pk, "decline", decision="No", by=enzo)


def test_what_is_wrong_with_the_form_of_a_very_late_arrival_is_told_at_once(ann, candidate, paper):
    good = an_arrival(candidate, paper)
    table = {
        NewArrival("2027-06"): ["paper", "number", "arrived", "supervised", "began", "finished", "reason"],
        replace(good, arrived="10:00"): ["arrived"],  # an hour after the start is no very late arrival
        replace(good, number="0099"): ["number"],
        replace(good, finished="10:20", reason=""): ["finished", "reason"],
        replace(good, reason="x" * 3_000): ["reason"],
    }
    for new, wrong in table.items():
        with clock.pretend(AFTER_THE_EXAM), pytest.raises(Refused) as refusal:
            report_arrival(new, key=uuid4(), by=ann)
        assert codes(refusal) == wrong
    with clock.pretend(AFTER_THE_EXAM - timedelta(2)), pytest.raises(Refused, match="has not begun yet"):
        report_arrival(good, key=uuid4(), by=ann)


def test_cases_go_a_year_after_anything_happened_to_them_and_charges_stay(ann, cal, enzo, candidate, paper):
    with clock.pretend(AFTER_THE_EXAM):
        transfer = make_transfer(ann, candidate, paper, cal.centre_number)
        accept(send(transfer, by=ann), by=cal)
        approve(transfer, by=enzo)
        make_site(ann, paper)
        make_arrival(ann, candidate, paper)
    nothing, [work] = Held(frozenset(), frozenset(), frozenset()), retention.WORK
    whole_centre = Held(frozenset(), frozenset({ann.chain, cal.chain}), frozenset())
    one_case = Held(frozenset(), frozenset(), frozenset({f"transfer:{transfer.pk}"}))
    system = Actor.system("tests")
    with clock.pretend(AFTER_THE_EXAM + timedelta(364)), tenancy.reading(system):
        assert work.due(nothing) == 0
    with clock.pretend(AFTER_THE_EXAM + timedelta(367)), tenancy.writing(system):
        assert (work.due(whole_centre), work.due(one_case), work.due(nothing)) == (0, 3, 4)
        assert retention.purge_old_cases(nothing) == 4
        left = {
            model: model.unscoped.count()
            for model in (Transfer, HostRequest, SiteApplication, LateArrival, Charge)
        }
        assert list(left.values()) == [0, 0, 0, 0, 1]
