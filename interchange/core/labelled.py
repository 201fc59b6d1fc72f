"""Codes that carry the words people read for them."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration whose members are stable codes, each with its `label`: `NAME = "code", "What people read"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with this code; `LookupError` where there is none."""
        for one in cls:
            if one.value == code:
                return one
        raise LookupError(code)
