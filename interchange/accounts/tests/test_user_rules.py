"""The states of an account, and who may do what to whose: as tables, and for whatever facts there are (section 4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from interchange.accounts.roles import ADMINISTRATORS, CENTRE_ROLES, Role
from interchange.accounts.rules import granting, imports, reviews
from interchange.accounts.rules.granting import Target
from interchange.accounts.rules.users import (
    ACCOUNT,
    Facts,
    State,
    account_state,
    closed_before,
    dormant_before,
    unused_for,
)
from interchange.core.errors import Refused
from interchange.core.grid.columns import Row

AT = datetime(2027, 5, 4, 12, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(hours=1), AT + timedelta(hours=1)
S = State

STATES = [
    (Facts(), S.ACTIVE),
    (Facts(activated=False, invited_until=AFTER), S.INVITED),
    (Facts(activated=False, invited_until=AT), S.INVITED),
    (Facts(activated=False, invited_until=BEFORE), S.INVITE_EXPIRED),
    (Facts(activated=False), S.INVITE_EXPIRED),
    (Facts(password_ends=BEFORE), S.PASSWORD_EXPIRED),
    (Facts(password_ends=AT), S.ACTIVE),
    (Facts(reset_required=True, password_ends=BEFORE), S.RESET_REQUIRED),
    (Facts(factor_lost=True), S.FACTOR_LOST),
    (Facts(locked_until=AFTER), S.LOCKED),
    (Facts(locked_until=AT), S.ACTIVE),
    (Facts(suspended_at=BEFORE), S.SUSPENDED),
    (Facts(suspended_at=BEFORE, suspended_until=AFTER), S.SUSPENDED),
    (Facts(suspended_at=BEFORE, suspended_until=AT), S.ACTIVE),
    (Facts(dormant=True), S.DORMANT),
    (Facts(dormant=True, suspended_at=BEFORE), S.SUSPENDED),
    (Facts(ends_on=date(2027, 5, 4)), S.ACTIVE),
    (Facts(ends_on=date(2027, 5, 3)), S.LEFT),
    (Facts(ended=True, dormant=True), S.LEFT),
    (Facts(anonymised=True, ended=True), S.ANONYMISED),
]


@pytest.mark.parametrize(("facts", "state"), STATES)
def test_the_state_that_counts_follows_from_the_facts(facts, state):
    assert account_state(facts, at=AT) is state


moments = some.none() | some.integers(-400 * 24, 400 * 24).map(lambda hours: AT + timedelta(hours=hours))
any_facts = some.builds(
    Facts, activated=some.booleans(), invited_until=moments, password_ends=moments, reset_required=some.booleans(),
    locked_until=moments, factor_lost=some.booleans(), suspended_at=moments, suspended_until=moments,
    dormant=some.booleans(), ends_on=some.none() | some.dates(date(2026, 1, 1), date(2028, 1, 1)),
    ended=some.booleans(), anonymised=some.booleans(),
)  # fmt: skip


@given(any_facts)
def test_who_has_left_stays_out_whatever_else_is_so(facts):
    assert account_state(replace(facts, ended=True), at=AT) in (S.LEFT, S.ANONYMISED)


@given(any_facts)
def test_nobody_is_active_who_is_suspended_dormant_or_not_activated(facts):
    if account_state(facts, at=AT) is S.ACTIVE:
        assert facts.activated
        assert not facts.dormant
        assert facts.suspended_at is None or (
            facts.suspended_until is not None and facts.suspended_until <= AT
        )


def test_every_state_is_reached_and_nothing_leads_out_of_anonymised():
    assert set(ACCOUNT.states) == set(State)
    assert ACCOUNT.offered(S.ANONYMISED) == []
    assert ACCOUNT.offered(S.LEFT) == ["anonymise"]


@pytest.mark.parametrize("verb", ACCOUNT.moves)
def test_a_move_from_where_it_does_not_start_is_refused(verb):
    origins, _ = ACCOUNT.moves[verb]
    for state in set(State) - origins:
        with pytest.raises(Refused):
            ACCOUNT.after(verb, state)


@pytest.mark.parametrize(
    ("last", "administrator", "resting"),
    [
        (datetime(2026, 5, 4, 12, tzinfo=UTC), False, True),
        (datetime(2026, 5, 5, 12, tzinfo=UTC), False, False),
        (datetime(2026, 11, 4, 12, tzinfo=UTC), True, True),
        (datetime(2026, 11, 5, 12, tzinfo=UTC), True, False),
        (datetime(2026, 11, 4, 12, tzinfo=UTC), False, False),
    ],
)
def test_an_account_rests_after_twelve_months_and_an_administrator_s_after_six(last, administrator, resting):
    assert (last < dormant_before(administrator=administrator, at=AT)) is resting


def test_what_was_not_used_for_two_years_is_closed():
    assert datetime(2025, 5, 4, tzinfo=UTC) < closed_before(at=AT)
    assert datetime(2025, 5, 5, tzinfo=UTC) >= closed_before(at=AT)
    assert unused_for(3, None, at=AT)


# ---------------------------------------------------------------- who may give what (3.2 notes 1 to 3)

GIVES = {
    Role.CAG: "ACM EFA ERO PFA PRO RFA SCI SCM TCU TUT FINANCE AUDITOR",
    Role.CAV: "ASB CBT ROV SCI TCU TUT FINANCE AUDITOR",
}


@pytest.mark.parametrize("mine", GIVES)
def test_an_administrator_gives_the_roles_of_the_own_scope_and_those_of_none(mine):
    assert {role.name for role in granting.grantable(by=[mine])} == set(GIVES[mine].split())


def test_with_both_scopes_everything_but_what_is_the_awarding_body_s():
    both = set(granting.grantable(by=[Role.CAG, Role.CAV]))
    assert both == CENTRE_ROLES - granting.OF_THE_AWARDING_BODY


@given(some.sets(some.sampled_from(sorted(CENTRE_ROLES))), some.sampled_from(list(Role)))
def test_nobody_gives_more_than_they_hold(mine, role):
    if role in granting.grantable(by=mine):
        assert mine & ADMINISTRATORS
        assert not role.scope or any(own.scope == role.scope for own in mine & ADMINISTRATORS)
        assert not role.is_administrator
        assert not role.is_staff


def test_on_the_own_account_two_roles_alone():
    assert set(granting.grantable(by=[Role.CAG, Role.CAV], own=True)) == {Role.SCI, Role.TCU}


TARGETS = [
    (Target(frozenset({Role.ACM})), "password factor email end"),
    (Target(frozenset({Role.ACM}), own=True), ""),
    (Target(frozenset({Role.CAG})), "password end"),
    (Target(frozenset({Role.ACM}), elsewhere=True), "password factor end"),
    (Target(frozenset({Role.ACM}), elsewhere=True, administers_elsewhere=True), "end"),
    (Target(frozenset({Role.ACM}), elsewhere=True, is_staff=True), "end"),
    (Target(frozenset({Role.HEAD})), "password factor email"),
]


@pytest.mark.parametrize(("target", "may"), TARGETS)
def test_what_may_be_done_to_whose_account(target, may):
    asked = {
        "password": granting.why_not_password, "factor": granting.why_not_factor, "email": granting.why_not_email,
        "end": granting.why_not_end,
    }  # fmt: skip
    assert {name for name, why_not in asked.items() if not why_not(target)} == set(may.split())


@given(
    some.sets(some.sampled_from(sorted(CENTRE_ROLES))),
    some.lists(some.sets(some.sampled_from(sorted(CENTRE_ROLES)))),
)
def test_a_scope_that_had_an_administrator_keeps_one(roles, others):
    held = frozenset().union(*others)
    try:
        granting.check_not_last(roles, held)
    except Refused:
        assert set(granting.last_of(roles, held)) <= roles & ADMINISTRATORS
    else:
        for role in roles & ADMINISTRATORS:
            assert any(role in one for one in others)


# ---------------------------------------------------------------- the yearly review (4.8)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2027, 8, 31), None), (date(2027, 9, 1), 2027), (date(2027, 10, 31), 2027), (date(2027, 11, 1), None),
    ],
)  # fmt: skip
def test_a_review_opens_from_1_september_to_31_october(on, year):
    assert reviews.year_to_open(on) == year


def test_it_reminds_once_a_week():
    opened = date(2027, 9, 1)
    assert not reviews.reminds(opened, None, on=date(2027, 9, 7))
    assert reviews.reminds(opened, None, on=date(2027, 9, 8))
    assert not reviews.reminds(opened, date(2027, 9, 8), on=date(2027, 9, 14))


# ---------------------------------------------------------------- what a file holds, 4.12

LINE: Row = {
    "line": 2, "first_name": "Joy", "last_name": "Webb", "email": "joy@school.example",
    "roles": (Role.ACM, Role.TUT), "ends_on": date(2027, 8, 31),
}  # fmt: skip


def test_a_line_reads_back_as_what_was_written():
    written = imports.written(LINE)
    reading = imports.USERS.read([written[1:]])
    assert reading.accepted == [LINE]


@pytest.mark.parametrize(
    ("cell", "roles"),
    [("ACM; tut", (Role.ACM, Role.TUT)), ("Tutor/Teacher, TCUser", (Role.TCU, Role.TUT)), (" ;", ())],
)
def test_roles_are_read_by_name_or_code(cell, roles):
    assert imports.Roles().read(cell) == roles


@pytest.mark.parametrize("cell", ["Rector", "AB support agent", "ACM TUT"])
def test_what_is_no_role_of_a_centre_is_told(cell):
    with pytest.raises(ValueError, match="role"):
        imports.Roles().read(cell)


@pytest.mark.parametrize(
    "cell", ["joy", "joy@", "@school.example", "joy@school", "j@o@y.example", "a" * 250 + "@b.cd"]
)
def test_what_is_no_address_is_told(cell):
    with pytest.raises(ValueError, match="e-mail"):
        imports.Address().read(cell)
