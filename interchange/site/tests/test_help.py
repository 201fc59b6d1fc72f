"""Guides for everybody, signed in or not, and how to reach a person (B4, E3)."""

import pytest
from django.conf import settings

from interchange.site.guides import GUIDES

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_index_leads_to_every_guide_and_to_a_person(client):
    page = client.get("/help/").content.decode()
    assert settings.AWARDING_BODY_CONTACT in page
    for name, title in GUIDES.items():
        assert f'href="/help/{name}/"' in page
        assert title in page


@pytest.mark.parametrize("name", GUIDES)
def test_each_guide_opens_with_its_own_words(client, name):
    page = client.get(f"/help/{name}/").content.decode()
    assert f"<title>{GUIDES[name]} – Interchange</title>" in page
    assert page.count("<h2") + page.count("<caption") > 4
    assert settings.AWARDING_BODY_CONTACT in page


def test_a_centre_is_told_what_to_have_ready(ann, signed_in):
    assert "Have ready: centre 10001" in signed_in(ann).get("/help/").content.decode()


def test_every_page_names_person_centre_roles_and_the_way_out(ann, signed_in):
    page = signed_in(ann).get("/welcome/").content.decode()
    for words in (
        "Ann Lee",
        "10001",
        "Long Road College",
        "Centre Administrator (GQ)",
        "Sign out",
        "Help and guides",
    ):
        assert words in page
