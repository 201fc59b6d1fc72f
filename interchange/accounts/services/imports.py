"""Users from a file: first what each line would do, and then just that (4.12, D8)."""

from collections.abc import Sequence

from interchange.accounts.access import state_change
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.imports import USERS, Line, Plan, as_line, written
from interchange.accounts.steps import adding, users
from interchange.accounts.steps.offices import Office, hold_office, hold_users
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.grid.columns import Row
from interchange.core.spreadsheets import Table

MOST = 1_000


@state_change(needs=Capability.USERS_MANAGE)
def preview_import(table: Table, *, by: Actor) -> Plan:
    """What a file would do, with every problem at once; nothing is changed. That somebody looked is in the trail."""
    accepted, problems, headings = USERS.read_sheet(table.rows, table.problems)
    notes = [*table.notes]
    if headings.ignored:
        notes.append(f"These columns were not used: {', '.join(headings.ignored)}.")
    office = hold_office(by)
    lines = [*map(as_line, problems), *_lines(office, accepted, by)]
    plan = Plan(sorted(lines, key=lambda line: line.number), notes, [written(row) for row in accepted])
    audit.record(Event.USERS_PREVIEWED, data=_counts(plan))
    return plan


@state_change(needs=Capability.USERS_MANAGE)
def import_users(rows: Sequence[Sequence[str]], digest: str, *, by: Actor) -> Plan:
    """Do what the preview of these lines showed; refused where it would be something else by now.

    The same file a second time changes nothing.
    """
    office = hold_office(by)
    accepted = _read_again(rows)
    plan = Plan(_lines(office, accepted, by), rows=[written(row) for row in accepted])
    if plan.digest != digest:
        raise users.CHANGED
    if not plan.effects:
        audit.nothing_changed()
        return plan
    audit.record(Event.USERS_IMPORTED, data=_counts(plan))
    _carry_out(hold_office(by), {line.number for line in plan.effects}, accepted, by)
    return plan


def _counts(plan: Plan) -> dict[str, int]:
    return {"lines": len(plan.lines), "changing": len(plan.effects), "left_out": len(plan.problems)}


def _read_again(rows: Sequence[Sequence[str]]) -> list[Row]:
    """The lines of a preview as they come back; a page that did not come back whole is refused."""
    accepted: list[Row] = []
    for number, *cells in rows[: MOST + 1]:
        reading = USERS.read([cells])
        if reading.problems or not reading.accepted or not number.isdecimal():
            raise users.CHANGED
        accepted += [{**row, "line": int(number)} for row in reading.accepted]
    if len({row["email"] for row in accepted}) != len(accepted) or len(accepted) > MOST:
        raise users.CHANGED
    return accepted


def _lines(office: Office, rows: Sequence[Row], by: Actor) -> list[Line]:
    known = _by_address(users_of(by))
    return [_line(office, row, known) for row in rows]


def _by_address(found: Sequence[User]) -> dict[str, User]:
    return {user.person.email.casefold(): user for user in found if user.person.email}


def _line(office: Office, row: Row, known: dict[str, User]) -> Line:
    user = known.get(row["email"])
    name = f"{row['first_name']} {row['last_name']}"
    try:
        if user is None:
            effect = adding.check_new(office, _new(row), known=known)
            return Line(row["line"], name, row["email"], effect, is_new=True)
        effects = [(verb, verb.check(office, user)) for verb in _verbs(row, user)]
    except Refused as refusal:
        return Line(row["line"], name, row["email"], problem=refusal.message)
    for verb, effect in effects:
        if effect:
            verb.expect(office, user)
    return Line(row["line"], name, row["email"], "; ".join(effect for _, effect in effects if effect))


def _carry_out(office: Office, lines: set[int], rows: Sequence[Row], by: Actor) -> None:
    known = _by_address(users_of(by))
    held = {user.key: user for user in hold_users([user.key for user in known.values()], by)}
    for row in rows:
        user = known.get(row["email"])
        if row["line"] in lines and user is None:
            adding.put_new(office, _new(row))
        elif row["line"] in lines and user is not None:
            for verb in _verbs(row, user):
                if verb.check(office, held[user.key]):
                    verb.carry_out(office, held[user.key])


def _new(row: Row) -> adding.NewUser:
    return adding.NewUser(
        adding.tidy_name(row["first_name"], what="first-name"), adding.tidy_name(row["last_name"], what="last-name"),
        row["email"], frozenset(row["roles"] or ()), row["ends_on"],
    )  # fmt: skip


def _verbs(row: Row, user: User) -> list[users.Verb]:
    """What a line says of somebody who is there; what it leaves empty stays as it is."""
    found: list[users.Verb] = [
        users.Rename(
            adding.tidy_name(row["first_name"], what="first-name"),
            adding.tidy_name(row["last_name"], what="last-name"),
        )
    ]
    found += [users.exactly(row["roles"])] if row["roles"] is not None else []
    found += [users.EndOn(row["ends_on"])] if row["ends_on"] is not None else []
    return found
