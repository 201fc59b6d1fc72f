"""Who may give and take which role, and do what to whose account (3.2 notes 1 to 6; 4.6; 5.1.5; 5.3.7)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from interchange.accounts.roles import ADMINISTRATORS, SUBMITTERS, Role
from interchange.core.errors import Refused

SELF_ADDED = frozenset({Role.SCI, Role.TCU})
"""The only roles that an administrator may change on the own account, besides stepping down (note 1)."""
OF_THE_AWARDING_BODY = ADMINISTRATORS | {Role.HEAD}
"""Given and taken by the awarding body alone: with a nomination and the head's own word (note 3; 1.7)."""
OF_THE_EXAMS_OFFICE = frozenset({Role.CAG, Role.CAV, Role.EFA, Role.PFA, Role.RFA, Role.SCM, Role.ASB})
"""Who comes to hold one of these, or leaves with it, is told to every administrator and the head (1.14)."""


def roles_of(codes: Iterable[str]) -> frozenset[Role]:
    """The centre roles among these codes."""
    held = set(codes)
    return frozenset(role for role in Role if role.value in held and not role.is_staff)


def in_order(roles: Iterable[Role]) -> list[Role]:
    """Roles in the order of the table."""
    held = set(roles)
    return [role for role in Role if role in held]


def why_not_grant(role: Role, *, by: Collection[Role], own: bool = False) -> str:
    """Why somebody with the roles `by` may not give or take this role; empty where they may."""
    if role.is_staff:
        return "This is a role of the awarding body's own people."
    if role in OF_THE_AWARDING_BODY:
        return f"Only the awarding body gives and takes “{role.label}”. Nominate somebody instead."
    if not ADMINISTRATORS & set(by):
        return "Only a Centre Administrator gives roles."
    if own and role not in SELF_ADDED:
        return "You cannot change your own roles. Ask another Centre Administrator or the awarding body."
    if role.scope and not any(mine.scope == role.scope for mine in ADMINISTRATORS & set(by)):
        return f"Only a Centre Administrator ({role.scope}) gives this role."
    return ""


def grantable(*, by: Collection[Role], own: bool = False) -> list[Role]:
    """The roles that somebody with the roles `by` may give, in the order of the table."""
    return [role for role in Role if not why_not_grant(role, by=by, own=own)]


def check_roles(
    before: Collection[Role], after: Collection[Role], *, by: Collection[Role], own: bool = False
) -> None:
    """Refused where a role that would come or go is not `by`'s to give."""
    for role in in_order(set(before) ^ set(after)):
        if why := why_not_grant(role, by=by, own=own):
            raise Refused("role-not-yours", f"{role.label}: {why}")


@dataclass(frozen=True)
class Target:
    """Whose account it is about: what they are here, and whether they are more than that elsewhere."""

    roles: frozenset[Role]
    own: bool = False
    administers_elsewhere: bool = False
    is_staff: bool = False
    elsewhere: bool = False
    """Whether the person is at another centre too."""

    @property
    def administers(self) -> bool:
        """Whether it is an administrator's account, here or elsewhere."""
        return bool(self.roles & ADMINISTRATORS) or self.administers_elsewhere


def why_not_password(target: Target) -> str:
    """Why a Centre Administrator may not reset, extend or unlock this account; empty where they may (5.1.5, A7)."""
    if target.own:
        return (
            "You cannot do this to your own account. Ask another Centre Administrator or the awarding body."
        )
    if target.is_staff or target.administers_elsewhere:
        return "This person has duties elsewhere that are not yours to stop. Ask the awarding body."
    return ""


def why_not_factor(target: Target) -> str:
    """Why a Centre Administrator may not reset this second factor; empty where they may (5.3.7)."""
    if target.own or target.administers or target.is_staff:
        return "Reset not permitted: only the awarding body resets a Centre Administrator's second factor."
    return ""


def why_not_email(target: Target) -> str:
    """Why a Centre Administrator may not change this address: who controls it can ask for a new password (4.10)."""
    if target.own:
        return "Change your own address under Admin, Change your e-mail address."
    if target.administers or target.is_staff:
        return "Only the awarding body, or the person, changes a Centre Administrator's address."
    if target.elsewhere:
        return "This person is at another centre too, and changes the address under Admin."
    return ""


def why_not_end(target: Target) -> str:
    """Why a Centre Administrator may not suspend or remove this account; empty where they may."""
    if target.own:
        return "You cannot suspend or remove yourself. Ask another Centre Administrator or the awarding body."
    if Role.HEAD in target.roles:
        return "Only the awarding body ends the access of the head of centre. Tell it who the new head is."
    return ""


def allow(why_not: str, code: str = "not-yours") -> None:
    """Refused with the reason, where there is one."""
    if why_not:
        raise Refused(code, why_not)


def last_of(roles: Collection[Role], others: Collection[Role]) -> list[Role]:
    """The administrators' roles among `roles` that are not among those that others at the centre hold and use (4.6)."""
    return in_order((set(roles) & ADMINISTRATORS) - set(others))


def check_not_last(roles: Collection[Role], others: Collection[Role]) -> None:
    """The last active Centre Administrator of a scope is not removed, suspended or stepped down but by the awarding
    body (4.6)."""
    if last := last_of(roles, others):
        named = " and ".join(role.label for role in last)
        raise Refused(
            "last-administrator",
            f"This is the only active {named} of the centre. Nominate another one first, or ask the awarding body.",
        )


def only_submitter(roles: Collection[Role], others: Collection[Role]) -> bool:
    """Whether without this account nobody at the centre could submit marks (4.5); `others`: what others hold."""
    return bool(set(roles) & SUBMITTERS) and not set(others) & SUBMITTERS
