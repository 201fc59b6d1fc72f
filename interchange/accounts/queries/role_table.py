"""Which role may do what, for the person who gives it: made from the one table of rights (A6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from interchange.accounts.roles import CENTRE_ROLES, WHO_MAY, Capability, Role
from interchange.accounts.rules.granting import OF_THE_AWARDING_BODY

EVERYBODYS = frozenset(one for one, holders in WHO_MAY.items() if holders >= CENTRE_ROLES)


@dataclass(frozen=True)
class Described:
    """A role with what it lets a person do, besides what everybody may."""

    role: Role
    may: list[str]
    warning: str = ""


@dataclass(frozen=True)
class RoleTable:
    """The roles of centres, and for each right who has it."""

    roles: list[Role]
    rows: list[tuple[Capability, list[bool]]]

    def described(self, roles: Iterable[Role]) -> list[Described]:
        """Some of the roles in words."""
        return [
            Described(
                role, [one.label for one, _ in self.rows if role in WHO_MAY[one]], WARNINGS.get(role, "")
            )
            for role in roles
        ]


WARNINGS = {
    Role.RFA: "Sees results on the day before candidates do. Give it only to the head of centre's and the exams"
    " office's own people: a breach can cost the centre its early release.",
    Role.TUT: "Sees results only from the time at which candidates do.",
    **dict.fromkeys(OF_THE_AWARDING_BODY, "Given and taken by the awarding body alone."),
}
"""Notes 3, 5 and 6: what must be known before a role is given."""


def role_table() -> RoleTable:
    """Every right that a centre's role can give, and which roles give it."""
    roles = [role for role in Role if not role.is_staff]
    rows = [
        (one, [role in holders for role in roles])
        for one, holders in WHO_MAY.items()
        if holders & CENTRE_ROLES and one not in EVERYBODYS
    ]
    return RoleTable(roles, rows)
