"""Links that are mailed: each purpose against each misuse: used twice, late, replaced, for another thing or person."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from interchange.accounts.factories import make_membership
from interchange.accounts.models import OneUseLink
from interchange.accounts.roles import Role
from interchange.accounts.steps.links import make_link, open_link, use_link
from interchange.core import clock
from interchange.core.errors import Refused

pytestmark = pytest.mark.django_db
LASTS = timedelta(minutes=30)
PURPOSES = list(OneUseLink.Purpose)


@pytest.fixture
def joy(centre):
    """Joy, whom a link is for."""
    return make_membership("Joy Webb", Role.ACM, centre=centre)


def link_for(membership, purpose) -> str:
    return make_link(purpose, lasts=LASTS, person=membership.person, membership=membership)


def used(token, purpose, membership) -> None:
    use_link(open_link(token, purpose))


def late(token, purpose, membership) -> None:
    OneUseLink.objects.update(until=clock.now() - timedelta(microseconds=1))


def replaced(token, purpose, membership) -> None:
    link_for(membership, purpose)


def ended(token, purpose, membership) -> None:
    OneUseLink.objects.update(ended_at=clock.now())


MISUSES: dict[str, Callable[..., None]] = {one.__name__: one for one in (used, late, replaced, ended)}


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("misuse", MISUSES)
def test_it_opens_nothing_any_more(joy, purpose, misuse):
    token = link_for(joy, purpose)
    assert open_link(token, purpose).person == joy.person
    MISUSES[misuse](token, purpose, joy)
    with pytest.raises(Refused) as refusal:
        open_link(token, purpose)
    assert refusal.value.code == "link-ended"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_it_opens_what_it_is_for_and_nothing_else(joy, purpose):
    token = link_for(joy, purpose)
    for other in set(PURPOSES) - {purpose}:
        with pytest.raises(Refused):
            open_link(token, other)
    assert open_link(token, purpose).purpose == purpose


@pytest.mark.parametrize("purpose", PURPOSES)
def test_of_two_who_opened_it_one_uses_it(joy, purpose):
    token = link_for(joy, purpose)
    first, second = open_link(token, purpose), open_link(token, purpose)
    use_link(first)
    with pytest.raises(Refused):
        use_link(second)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_it_is_one_person_s_and_lasts_to_its_last_moment(joy, purpose, centre):
    token = link_for(joy, purpose)
    link_for(make_membership("Joe Webb", Role.ACM, centre=centre), purpose)
    with clock.pretend(OneUseLink.objects.get(person=joy.person).until):
        assert open_link(token, purpose).person == joy.person


PATHS = ["/activate/{}/", "/reset-password/{}/", "/confirm-email/{}/", "/join/{}/"]
PATHS += ["/agreement/{}/", "/confirm/{}/", "/agree/{}/", "/apply/{}/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("token", ["x" * 32, "%00", "' OR 1=1 --", "x" * 5000])
def test_a_made_up_link_opens_nothing_and_says_what_to_do(signed_in, ann, path, token):
    answer = signed_in(ann).get(path.format(token))
    assert answer.status_code in {302, 400, 404, 409, 410, 422}
    assert b"<h1" in answer.content or answer.status_code == 302
