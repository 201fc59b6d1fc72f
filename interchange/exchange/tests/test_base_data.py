"""Base data goes out for every series and comes in again, by every form, as no change; faults are told."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_endorsement, make_option, make_series
from interchange.catalogue.models import Component, Disallowed, Sitting, Tariff
from interchange.exchange.factories import complete_layouts
from interchange.exchange.queries import basedata
from interchange.exchange.queries.formats import record_of
from interchange.exchange.reading_sets import read_set
from interchange.exchange.rules.basedata import faults_of

pytestmark = pytest.mark.django_db


WITHOUT_A_CODE = b"""
    {"format": "interchange-basedata-1", "awarding_body": "01", "series": "2027-06", "issue": 1,
     "options": [{"fee": 1}]}
"""


@pytest.fixture
def series(db):
    complete_layouts()
    june = make_series("2027-06")
    project = make_component("J277/03", duration_minutes=20)
    make_option(
        project, make_component("J277/01", kind="exam", title="Ein Prüfungsteil", max_mark=80), code="A"
    )
    make_option(make_endorsement("J351/03"), code="B")
    Tariff.objects.create(series=june, entry_code="J277", option_code="A", pence=4_150)
    Sitting.objects.create(
        series=june,
        component=Component.objects.get(slug="J277-01"),
        on=date(2027, 5, 19),
        session="A",
        minutes=90,
    )
    Disallowed.objects.create(series=june, first="J277", second="J351")
    return june


@pytest.fixture
def officer(signed_in):
    return signed_in(make_actor("Eve Hart", Role.ENTRIES))


def test_a_bundle_has_every_form_and_all_read_back_the_same(series, ann, signed_in):
    answer = signed_in(ann).get(reverse("exchange:base-data-file", args=["2027-06"]))
    assert answer["Content-Disposition"] == 'attachment; filename="Z6A27_01.zip"'
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names}
    assert names[:5] == ["S6A27_01.X01", "O6A27_01.X01", "C6A27_01.X01", "L6A27_01.X01", "D6A27_01.X01"]
    held = basedata.base_data(series).sets
    assert faults_of(held) == []
    lines = [(name, contents[name]) for name in names[:5]]
    others = [
        [("basedata.xml", contents["basedata-2027-06.xml"])],
        [("basedata.json", contents["basedata-2027-06.json"])],
    ]
    for files in (lines, *others, [("Z6A27_01.zip", content)]):
        read = read_set(files, record_of)
        assert read.series == "2027-06"
        assert {letter: [dict(one) for one in rows] for letter, rows in read.records.items()} == held


def test_the_same_set_comes_in_as_no_change_and_another_as_what_it_changes(series, officer):
    where = reverse("exchange:desk-base-data")
    assert "Load base data" in officer.get(where).content.decode()
    _, bundle = basedata.bundle(series, basedata.base_data(series), 1)
    page = officer.post(where, {"files": SimpleUploadedFile("Z6A27_01.zip", bundle)})
    assert page.status_code == 200, page.content.decode().partition("There is a problem")[2][:900]
    assert "would change" in page.content.decode(), page.content.decode()[-6000:]
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        content = archive.read("basedata-2027-06.json").replace(b'"fee": 4150', b'"fee": 5000')
    page = officer.post(where, {"files": SimpleUploadedFile("basedata.json", content)}).content.decode()
    assert "fees.csv" in page
    assert "50.00" in page


def test_what_does_not_go_together_is_told(series, officer):
    where = reverse("exchange:desk-base-data")
    _, bundle = basedata.bundle(series, basedata.base_data(series), 1)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        options, links = archive.read("O6A27_01.X01"), archive.read("L6A27_01.X01")
    links = links.replace(b"J277A ", b"J999A ")
    sent = [SimpleUploadedFile("O6A27_01.X01", options), SimpleUploadedFile("L6A27_01.X01", links)]
    page = officer.post(where, {"files": sent})
    assert page.status_code == 422
    assert "name J999A, and no option has that code" in page.content.decode()
    for name, content in (
        ("E1000101.X01", b"E1"),
        ("a.txt", b"x"),
        ("S6A27_01.X01", b"S1"),
        ("b.zip", b"PK\x03\x04x"),
        ("b.json", WITHOUT_A_CODE),
    ):
        assert officer.post(where, {"files": SimpleUploadedFile(name, content)}).status_code == 422
    assert officer.post(where).status_code == 422


def test_schemas_are_served(series, ann, signed_in):
    browser = signed_in(ann)
    assert "entries.xsd" in browser.get(reverse("exchange:base-data")).content.decode()
    for name in ("entries.xsd", "entries.schema.json", "basedata.xsd", "basedata.schema.json"):
        assert browser.get(reverse("exchange:schema", args=[name])).status_code == 200
    assert browser.get(reverse("exchange:schema", args=["other.xsd"])).status_code == 404
