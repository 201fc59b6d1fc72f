"""Long lists, so many at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet

from interchange.api.schemas.common import Page

PAGE = 200
One = TypeVar("One")


def page_of(found: QuerySet[Any], page: int, shape: Callable[[Any], One]) -> Page[One]:
    """The items of a page in their shape, how many there are in all, and the next page where there is one."""
    total, first = found.count(), (page - 1) * PAGE
    items = [shape(one) for one in found[first : first + PAGE]]
    following = page + 1 if first + PAGE < total else None
    return Page[One](items=items, total=total, next_page=following)
