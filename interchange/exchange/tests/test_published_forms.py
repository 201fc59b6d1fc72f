"""XML and JSON: what is written is read back, the schemas say the same as the reader, and nothing hostile gets in."""

import json
import time
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from interchange.core.record import Choice, Day, Digits, Number
from interchange.exchange.rules import json_form, schemas, xml_form
from interchange.exchange.rules.basedata import BASE_DATA_FORM, ORDER, faults_of
from interchange.exchange.rules.layouts import detail
from interchange.exchange.rules.names import Letter
from interchange.exchange.rules.reading import Unreadable
from interchange.exchange.rules.records import BASE_DATA
from interchange.exchange.rules.tree import ENTRIES_FORM, Form, Item, Kind

HEAD: dict[str, Any] = {
    "kind": "entries", "centre": "12345", "awarding_body": "01", "series": "2027-06", "sequence": 1,
    "made_on": date(2027, 2, 1), "made_by": "Bromley MIS <4>",
}  # fmt: skip
ANN: dict[str, Any] = {
    "number": "0001", "uci": "123450270001Y", "uln": "", "surname": "Lée & Söhne", "forenames": "Ann",
    "date_of_birth": date(2009, 2, 1), "sex": "F", "status": "S", "codes": ("J351A", "H446A"),
}  # fmt: skip
XSD = {
    form: etree.XMLSchema(etree.fromstring(schemas.xml_schema(form)))
    for form in (ENTRIES_FORM, BASE_DATA_FORM)
}
JSD = {form: jsonschema_rs.validator_for(json.loads(schemas.json_schema(form))) for form in XSD}


def xml(head: dict[str, Any], *people: dict[str, Any]) -> bytes:
    return b"".join(xml_form.write(ENTRIES_FORM, head, {"candidates": people}))


def read_xml(form: Form, content: bytes, *, chunk: int = 50) -> tuple[xml_form.Document, list[Any]]:
    document = xml_form.Document(form)
    pieces = (content[at : at + chunk] for at in range(0, len(content), chunk))
    return document, [(name, values) for name, _, values in document.records(pieces)]


def values_of(item: Item) -> st.SearchStrategy[Any]:
    letters = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])
    kinds = {
        Kind.TEXT: st.text(letters, min_size=1, max_size=min(item.longest, 12)),
        Kind.DIGITS: st.text("0123456789", min_size=item.longest, max_size=item.longest),
        Kind.NUMBER: st.integers(0, item.longest),
        Kind.DAY: st.dates(),
        Kind.CHOICE: st.sampled_from(item.choices or ("",)),
        Kind.TEXTS: st.lists(st.text(letters, min_size=1, max_size=6), max_size=4).map(tuple),
    }
    empty = {Kind.DAY: None, Kind.NUMBER: None, Kind.TEXTS: ()}.get(item.kind, "")
    return kinds[item.kind] if item.needed else st.just(empty) | kinds[item.kind]


def a_file(form: Form) -> st.SearchStrategy[Any]:
    def record(part: Any) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({item.name: values_of(item) for item in part.items})

    lists = {part.name: st.lists(record(part), max_size=3) for part in form.lists}
    return st.tuples(st.just(form), record(form.head), st.fixed_dictionaries(lists))


@settings(max_examples=60, deadline=None)
@given(a_file(ENTRIES_FORM) | a_file(BASE_DATA_FORM))
def test_what_is_written_is_read_back_and_both_schemas_hold(file):
    form, head, lists = file
    written = b"".join(xml_form.write(form, head, lists))
    document, records = read_xml(form, written)
    read = [(name, form.part(name).read(values)) for name, values in records]
    flat: list[Any] = [(part.name, (record, [])) for part in form.lists for record in lists[part.name]]
    assert (document.faults, document.head, read) == ([], head, flat)
    XSD[form].assertValid(etree.fromstring(written))
    as_json = json_form.write(form, head, lists)
    again = json_form.Read(form, as_json)
    assert (again.faults, again.head) == ([], head)
    for part in form.lists:
        assert [part.read(one) for one in again.lists[part.name]] == [(one, []) for one in lists[part.name]]
    JSD[form].validate(json.loads(as_json))


BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (BOMB + xml(HEAD).partition(b"?>\n")[2], "definitions of its own"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "definitions of its own"),
        (xml(HEAD, ANN)[:-30], "breaks off at line"),
        (xml(HEAD).replace(b"12345", b"&nbsp;"), "breaks off at line"),
        (b"<entries/>", "should be “entries” of “urn:interchange:entries:1”"),
        (b'<entries xmlns="urn:interchange:entries:1">' + b"<a>" * 9, "stand more than 8 deep"),
        (b"", "not well-formed XML"),
        (b"\xff\xfe<\x00", "not well-formed XML"),
    ],
)
def test_xml_that_is_hostile_or_broken_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_xml(ENTRIES_FORM, content)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"<sequence>1</sequence>", b"", "sequence is missing."),
        (b"<sequence>1<", b"<sequence>1000<", "sequence is more than 999."),
        (
            b"<series>2027-06</series>",
            b"<series>2027-06</series><series>2027-06</series>",
            "“series” stands twice.",
        ),
        (b"<made_by>", b"<extra>1</extra><made_by>", "“extra” is not known in a file."),
        (b"<candidate>", b'<candidate id="3">', "“candidate” has an attribute “id”"),
        (b"<code>J351A</code>", b"<option>J351A</option>", "“option” does not belong here."),
        (b"<kind>entries", b"<kind>all", "kind is not one of entries, amendments."),
    ],
)
def test_every_stranger_in_an_xml_file_is_told_with_its_line(old, new, sentence):
    content = xml(HEAD, ANN).replace(old, new)
    document, _ = read_xml(ENTRIES_FORM, content)
    assert [fault.sentence for fault in document.faults if sentence in fault.sentence]
    assert all(fault.line for fault in document.faults)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[" * 100_000, "nested far too deep"),
        (b'{"format": NaN}', "not well-formed JSON"),
        (b'{"format": "interchange-entries-1", ', "breaks off at line 1"),
        (b"[]", "no JSON object"),
        (b"{}", "“format” should be “interchange-entries-1”"),
        (b'{"format": "\xff"}', "not UTF-8"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not well-formed JSON"),
    ],
)
def test_json_that_is_hostile_or_broken_is_refused_with_a_sentence(content, sentence):
    began = time.monotonic()
    with pytest.raises(Unreadable, match=sentence):
        json_form.Read(ENTRIES_FORM, content)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("number", 1, "number is not text."),
        ("number", "12", "number is not 4 digits."),
        ("surname", "", "surname is missing."),
        ("surname", "x" * 101, "surname has 101 characters; at most 100 are taken."),
        ("surname", " Lee", "surname has a space at an end"),
        ("date_of_birth", "1.2.2009", "date_of_birth is not a day written as"),
        ("date_of_birth", "2009-02-30", "date_of_birth is not a day in the calendar."),
        ("sex", "X", "sex is not one of M, F."),
        ("codes", "J351A", "codes is not a list of texts."),
        ("codes", ["x"] * 101, "codes has 101 values"),
        ("codes", [""], "codes has a value that is empty"),
        ("height", "1", "“height” is not known in a candidate."),
    ],
)
def test_every_value_that_is_wrong_is_told_by_its_name(name, value, sentence):
    _, wrong = ENTRIES_FORM.lists[0].read(ANN | {name: value})
    assert [said for _, said in wrong if sentence in said]
    plain = json.loads(json_form.write(ENTRIES_FORM, HEAD, {"candidates": [ANN]}))
    plain["candidates"][0][name] = value
    assert not JSD[ENTRIES_FORM].is_valid(plain) or name == "surname" or value == "2009-02-30"


def test_a_candidate_that_is_no_record_is_told():
    assert ENTRIES_FORM.lists[0].read("Ann") == ({}, [("", "A candidate should stand here.")])


def kinds_of(letter: Letter) -> st.SearchStrategy[dict[str, Any]]:
    def value(field: Any) -> st.SearchStrategy[Any]:
        if isinstance(field, Number):
            return st.none() | st.integers(0, 10**field.width - 1)
        if isinstance(field, Day):
            return st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
        assert not isinstance(field, Choice | Digits)
        return st.text("ABCXYZ0123456789-/ ", max_size=field.width).map(str.rstrip)

    return st.fixed_dictionaries({field.name: value(field) for field in BASE_DATA[letter]})


@settings(max_examples=40)
@given(st.sampled_from(ORDER[:4]).flatmap(lambda letter: st.tuples(st.just(letter), kinds_of(letter))))
def test_every_record_of_base_data_is_read_back_as_it_was_written(pair):
    letter, record = pair
    shape = detail(letter)
    assert shape.read(shape.write(record)) == record


def test_a_set_that_does_not_hang_together_is_told():
    sets = {
        Letter.SYLLABUSES: [{"code": "J351"}, {"code": "J351"}],
        Letter.OPTIONS: [{"code": "J351A", "syllabus": "J352"}],
        Letter.COMPONENTS: [],
        Letter.LINKS: [{"option": "J351A", "component": "J35101"}],
    }
    assert faults_of(sets) == [
        "Syllabuses: J351 stand twice.",
        "Options name J352, and no syllabus has that code.",
        "Links between options and components name J35101, and no component has that code.",
    ]
    assert faults_of({Letter.LINKS: sets[Letter.LINKS]}) == []


def test_a_name_that_cannot_be_shown_is_told_all_the_same():
    _, wrong = ENTRIES_FORM.lists[0].read({"x\x00\ud800": 1})
    assert "“x??” is not known" in wrong[-1][1]
