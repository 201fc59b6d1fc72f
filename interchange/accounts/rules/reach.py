"""How far a teacher's eyes reach among the centre's marks (R-ACT-3; 3.2 note 8)."""

from collections.abc import Iterable

from interchange.accounts.roles import Role

NARROWED = frozenset({Role.ACM, Role.TUT})
"""The roles that a centre may narrow to components and teaching groups."""
SEE_ALL = frozenset({Role.CAG, Role.SCM})
"""Who has one of these sees every mark of the centre, whatever else they have: they submit for all."""


def is_narrowed(roles: Iterable[Role]) -> bool:
    """Whether a narrowing has an effect on somebody with these roles."""
    held = set(roles)
    return bool(held & NARROWED) and not held & SEE_ALL
