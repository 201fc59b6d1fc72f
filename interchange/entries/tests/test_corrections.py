"""Other details after the last day: asked for by the centre, decided by the awarding body (R-ID-17)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import Http404
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_series
from interchange.catalogue.models import Series
from interchange.catalogue.rules.profile import Profile, band_at
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.factories import make_candidate, make_correction
from interchange.entries.models import Candidate, Correction
from interchange.entries.rules import corrections as rules
from interchange.entries.rules.holdings import Details
from interchange.entries.services import corrections as services
from interchange.entries.services import single
from interchange.notifications.models import Notice

JUNE = Profile.of("2027-06", {})
AFTER = datetime(2027, 8, 19, 12, tzinfo=UTC)
PRINTED = datetime(2027, 9, 16, 12, tzinfo=UTC)
HELD = Details("123450270001Y", "", "Fox", "Ada", date(2011, 1, 2), "F", "S")


@pytest.mark.parametrize(
    ("at", "is_open", "said"),
    [
        ("2026-08-01", True, "open on 1 September 2026"),
        ("2027-08-13", True, "can be changed until 13 August 2027"),
        ("2027-08-13", False, ""),
        ("2027-08-14", True, ""),
        ("2027-09-15", True, ""),
        ("2027-09-16", True, "were printed on 15 September 2027"),
        ("2027-09-16", False, "were printed on 15 September 2027"),
    ],
)
def test_a_centre_asks_from_the_last_day_for_changes_until_certificates_are_printed(
    at: str, is_open: bool, said: str
) -> None:
    moment = datetime.fromisoformat(at).replace(hour=12, tzinfo=UTC)
    found = rules.fault(JUNE, band_at(JUNE, moment), "June 2027", is_open=is_open, at=moment)
    assert said in found
    assert bool(found) == bool(said)


def test_every_state_is_reached_drawn_and_left_only_by_its_verbs() -> None:
    life = rules.CORRECTION
    assert set(life.states) == set(rules.SHOWN)
    for verb, (origins, to) in life.moves.items():
        for state in life.states:
            if state in origins:
                assert rules.moved(verb, state) == to
            else:
                with pytest.raises(Refused, match="Nothing was changed"):
                    rules.moved(verb, state)


def test_only_what_was_asked_for_is_written_over_what_is_held_by_then() -> None:
    asked = rules.changes_of(HELD, HELD._replace(surname="Moss", born_on=date(2011, 2, 1), uln="1234567899"))
    assert list(asked) == ["surname", "born_on", "uln"]
    since = HELD._replace(forenames="Adah", surname="Foxx")
    assert rules.applied(asked, since) == since._replace(
        surname="Moss", born_on=date(2011, 2, 1), uln="1234567899"
    )
    assert rules.in_words(asked)[1:] == [
        ("Date of birth", "2 January 2011", "1 February 2011"), ("ULN", "nothing", "1234567899"),
    ]  # fmt: skip


# ---------------------------------------------------------------- on the database


@pytest.fixture
def officer(centre: Any) -> Actor:
    return make_actor("Eve Marsh", Role.EFA, centre=centre)


@pytest.fixture
def staff(db: None) -> Actor:
    return make_actor("Eva Engel", Role.ENTRIES)


@pytest.fixture
def fox(centre: Any) -> Candidate:
    return make_candidate(centre, "0001", surname="Fox", forenames="Tom", series=make_series())


@pytest.fixture
def after() -> Iterator[None]:
    """A day after the last one for changes."""
    with clock.pretend(AFTER):
        yield


def ask(by: Actor, fox: Candidate, *, key: UUID | None = None, **typed: Any) -> Correction:
    reason, proof = typed.pop("reason", "It was spelt wrong"), typed.pop("proof", "")
    return services.ask_for_correction(fox.pk, typed, reason=reason, proof=proof, key=key or uuid4(), by=by)


def fresh(fox: Candidate) -> Candidate:
    with tenancy.for_staff():
        return Candidate.unscoped.get(pk=fox.pk)


def events(name: Event) -> list[EventRecord]:
    with tenancy.for_staff():
        return list(EventRecord.unscoped.filter(name=name.value))


@pytest.mark.usefixtures("after")
def test_what_is_agreed_is_changed_told_and_in_the_trail_once(
    officer: Actor, staff: Actor, fox: Candidate
) -> None:
    key = uuid4()
    asked = ask(officer, fox, surname="Foxe", key=key)
    assert ask(officer, fox, surname="Other", key=key).pk == asked.pk
    assert (
        Notice.objects.filter(kind="correction-asked").values_list("person_id", flat=True).get()
        == staff.person_id
    )
    with pytest.raises(Refused, match="waits already"):
        ask(officer, fox, surname="Foxx")
    for _ in range(2):
        services.decide_correction(asked.pk, "agree", decision="", by=staff)
    assert fresh(fox).surname == "Foxe"
    assert len(events(Event.CORRECTION_DECIDED)) == len(events(Event.CANDIDATE_CHANGED)) == 1
    notice = Notice.objects.get(kind="correction-decided")
    assert (notice.person_id, "Foxe" in notice.body) == (officer.person_id, False)
    for verb in ("refuse", "other"):
        with pytest.raises(Refused):
            services.decide_correction(asked.pk, verb, decision="No", by=staff)
    with pytest.raises(Refused, match="Agreed, and changed"):
        services.take_correction_back(asked.pk, by=officer)


@pytest.mark.usefixtures("after")
def test_a_refusal_needs_words_and_what_is_taken_back_is_asked_again(
    officer: Actor, staff: Actor, fox: Candidate
) -> None:
    first = ask(officer, fox, surname="Foxe")
    with pytest.raises(Refused, match="what the centre will read"):
        services.decide_correction(first.pk, "refuse", decision=" ", by=staff)
    for _ in range(2):
        services.take_correction_back(first.pk, by=officer)
    with pytest.raises(Refused, match="Taken back"):
        services.decide_correction(first.pk, "agree", decision="", by=staff)
    second = ask(officer, fox, surname="Foxe")
    services.decide_correction(second.pk, "refuse", decision="The birth certificate says Fox.", by=staff)
    assert fresh(fox).surname == "Fox"
    assert "The birth certificate says Fox." in Notice.objects.get(kind="correction-decided").body


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"surname": "Fox"}, ["unchanged"]),
        (
            {"surname": "", "born_on": "soon", "uci": "x", "reason": " "},
            ["surname", "born_on", "uci", "reason"],
        ),
        ({"surname": "Nkomo", "forenames": "Zodwa"}, ["proof"]),
        ({"surname": "Nkomo", "forenames": ""}, ["proof"]),
        ({"born_on": ""}, ["born_on"]),
    ],
)
def test_what_cannot_be_asked_for_is_told_all_at_once(
    officer: Actor, fox: Candidate, typed: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        ask(officer, fox, **typed)
    assert sorted(part.code for part in refusal.value.parts) == sorted(codes)


def test_not_before_the_last_day_not_after_printing_and_not_of_another_centre(
    officer: Actor, staff: Actor, fox: Candidate, elsewhere: Any
) -> None:
    with (
        clock.pretend(datetime(2027, 8, 1, tzinfo=UTC)),
        pytest.raises(Refused, match="can be changed until"),
    ):
        ask(officer, fox, surname="Foxe")
    stranger = make_actor("Cal Reed", Role.EFA, centre=elsewhere)
    with clock.pretend(AFTER):
        asked = ask(officer, fox, surname="Foxe")
        for deed in (
            lambda: ask(stranger, fox, surname="Foxe"),
            lambda: services.take_correction_back(asked.pk, by=stranger),
        ):
            with pytest.raises(Http404):
                deed()
    with clock.pretend(PRINTED):
        with pytest.raises(Refused, match="replacement certificate"):
            ask(officer, fox, surname="Foxx")
        with pytest.raises(Refused, match="Refuse the request"):
            services.decide_correction(asked.pk, "agree", decision="", by=staff)
    Series.objects.update(is_open=False)
    with clock.pretend(datetime(2027, 2, 1, tzinfo=UTC)), pytest.raises(Refused, match="to correct them"):
        single.change_details(fox.pk, {"surname": "Foxx"}, by=officer)
    Series.objects.update(profile={"certificates_printed": "2027-10-01"})
    with clock.pretend(PRINTED):
        services.decide_correction(asked.pk, "agree", decision="", by=staff)
    assert fresh(fox).surname == "Foxe"


def test_a_uci_that_somebody_else_has_by_now_is_refused_and_nothing_changes(
    officer: Actor, staff: Actor, fox: Candidate, centre: Any
) -> None:
    with clock.pretend(AFTER):
        asked = ask(officer, fox, uci="101010260001C", proof="The other centre's statement of May")
        make_candidate(centre, "0002", uci="101010260001C")
        with pytest.raises(Refused, match="is candidate 0002"):
            services.decide_correction(asked.pk, "agree", decision="", by=staff)
    with tenancy.for_staff():
        assert Correction.unscoped.get().state == rules.ASKED


# ---------------------------------------------------------------- pages


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_the_candidate_to_the_form_to_the_queue_and_back(
    officer: Actor, staff: Actor, fox: Candidate, centre: Any, signed_in: Callable[..., Client]
) -> None:
    with clock.pretend(AFTER):
        eve, desk = signed_in(officer), signed_in(staff)
        where = f"/entries/candidates/{fox.pk}/ask/"
        assert where in body(eve.get(f"/entries/candidates/{fox.pk}/"))
        assert "No request fits" in body(eve.get("/entries/corrections/"))
        assert "No request fits" in body(desk.get("/desk/entries/corrections/"))
        form = body(eve.get(where))
        sent = {
            "key": re.search(r'name="key" value="([^"]+)"', form)[1],  # type: ignore[index]
            "surname": "Foxe", "forenames": "Tom", "born_on": "01/09/2010", "sex": "F", "status": "S", "uci": fox.uci,
            "uln": "", "reason": "<b>spelt</b> wrong", "proof": "",
        }  # fmt: skip
        wrong = eve.post(where, sent | {"surname": "", "born_on": "31/02/2010", "reason": ""})
        assert (wrong.status_code, body(wrong).count("govuk-error-message")) == (422, 3)
        assert eve.post(where, sent | {"key": ""}).status_code == 422
        assert eve.post(where, sent).status_code == eve.post(where, sent).status_code == 302
        with tenancy.for_staff():
            asked = Correction.unscoped.get()
        own = body(eve.get(f"/entries/corrections/{asked.pk}/"))
        assert "&lt;b&gt;spelt&lt;/b&gt; wrong" in own
        assert "waits already" in body(eve.get(where))
        tutor = signed_in(make_actor("Tom Tutor", Role.TUT, centre=centre))
        assert "spelt" not in body(tutor.get(f"/entries/corrections/{asked.pk}/"))
        assert asked.reference in body(desk.get("/desk/entries/corrections/"))
        assert 'corrections to decide</dt><dd><a href="/desk/entries/corrections/?series=2027-06">1<' in body(
            desk.get("/desk/entries/")
        )
        there = f"/desk/entries/corrections/{asked.pk}/"
        assert "Foxe" in body(desk.get(there))
        nothing = desk.post(f"{there}decide/", {"verb": "refuse", "decision": ""})
        assert (nothing.status_code, "what the centre will read" in body(nothing)) == (422, True)
        assert desk.post(f"{there}decide/", {"verb": "agree"}).status_code == 302
        assert "Agreed, and changed" in body(eve.get(f"/entries/candidates/{fox.pk}/"))
        late = eve.post(f"/entries/corrections/{asked.pk}/take-back/")
        assert (late.status_code, "cannot be done any more" in body(late)) == (422, True)
        rows = body(eve.get("/entries/corrections/export/csv/"))
        assert rows.count(asked.reference) == 2
        assert desk.get("/desk/entries/corrections/export/csv/?state=all").status_code == 200


def test_the_lists_cost_the_same_however_many_requests(
    officer: Actor,
    staff: Actor,
    centre: Any,
    signed_in: Callable[..., Client],
    django_assert_max_num_queries: Any,
) -> None:
    desk, eve = signed_in(staff), signed_in(officer)
    counts = []
    eve.get("/entries/corrections/")
    for _ in range(2):
        for _ in range(6):
            make_correction(make_candidate(centre))
        desk.get("/desk/entries/corrections/")
        with django_assert_max_num_queries(60) as captured:
            assert desk.get("/desk/entries/corrections/?q=moss").status_code == 200
            assert eve.get("/entries/corrections/?state=asked&series=2027-06").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
