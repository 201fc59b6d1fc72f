"""An array that we write is read by PostgreSQL as the values that it was made from."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.arrays import array


def read_back(values, kind):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [array(values)])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], "int"),
        ([1, None, -3], "int"),
        ([True, False], "bool"),
        ([Decimal("54.5"), None], "numeric"),
        ([UUID(int=7)], "uuid"),
        ([date(2027, 5, 15)], "date"),
        (["", "NULL", "null", "{}", "a,b", " x ", 'say "so"', "back\\slash", "it's", "😀", "עברית"], "text"),
    ],
)
def test_each_kind_of_value_comes_back(values, kind):
    assert read_back(values, kind) == values


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@pytest.mark.django_db
@given(st.lists(TEXTS) | st.lists(st.none() | TEXTS))
def test_any_text_comes_back(values):
    assert read_back(values, "text") == values


def test_what_no_text_can_hold_makes_no_other_value():
    assert array(["a\0b", "c"]) == '{"a\0b","c"}'
