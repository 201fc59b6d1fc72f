"""What is left of the right to submit marks when somebody goes, and to whom it can be handed over (4.5)."""

from dataclasses import dataclass

from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.granting import OF_THE_EXAMS_OFFICE, roles_of, why_not_grant
from interchange.core.actor import Actor

LIKELY = OF_THE_EXAMS_OFFICE | {Role.ACM}
"""Who works with marks or in the exams office already; where nobody does, everybody can be chosen."""


@dataclass(frozen=True)
class HandOver:
    """That somebody is the only one with the role, who can submit besides, and who could take it over."""

    role: Role
    others: list[str]
    """Those who can submit without the role: Centre Administrators."""
    heirs: list[User]
    why_not: str
    """Why the role is not the actor's to give; empty where it is."""


def handing_over(actor: Actor, leaver: User) -> HandOver | None:
    """What the page says that removes somebody; nothing where they submit no marks, or others hold the role too."""
    if Role.SCM not in leaver.roles:
        return None
    others = [user for user in users_of(actor) if user.counts and user.key != leaver.key]
    if any(Role.SCM in user.roles for user in others):
        return None
    able = [user for user in others if Role.CAG not in user.roles]
    likely = [user for user in able if LIKELY & set(user.roles)]
    return HandOver(
        role=Role.SCM, others=[user.name for user in others if Role.CAG in user.roles], heirs=likely or able,
        why_not=why_not_grant(Role.SCM, by=roles_of(actor.roles)),
    )  # fmt: skip
