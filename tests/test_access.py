"""Every route and every service, for every role: what may be done follows from the signed tables (tests/rights)."""

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, get_type_hints
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from interchange.accounts import access
from interchange.accounts.access import new_session
from interchange.accounts.factories import as_actor
from interchange.accounts.models import Factor, KnownBrowser, Membership, SignedIn
from interchange.accounts.roles import CENTRE_ROLES, STAFF_ROLES, Capability, Role
from interchange.accounts.services.proving import Given
from interchange.assessment.queries.places import Address
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed
from interchange.privacy.models import LegalHold
from interchange.site.models import KeyReminder
from tests import rights
from tests.rights import holders
from tests.world import Half, World, undone

FORM = "application/x-www-form-urlencoded"
SCRIPT = {"headers": {"accept": "application/json"}}

# ---------------------------------------------------------------- every route


@dataclass(frozen=True)
class Route:
    """One address of the site, its view, and which parts it takes."""

    name: str
    view: Callable[..., Any]
    parts: tuple[str, ...]

    @property
    def needs(self) -> Any:
        """The capability that opens it; None when everybody may use it. By the table, and by the code where it has no
        line yet (which tests/test_rights.py tells)."""
        door = rights.DOORS.get(self.name)
        return door.needs if door else self.view.needs  # type: ignore[attr-defined]


def routes_of(resolver: URLResolver, prefix: str = "") -> Iterator[Route]:
    """All routes, also those that an included file brings."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "by_key", False):
                continue  # a program's: interchange/api/tests walks them
            yield Route(f"{prefix}{pattern.name}", pattern.callback, tuple(pattern.pattern.converters))
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes_of(pattern, f"{prefix}{inner}")


ROUTES = {route.name: route for route in routes_of(get_resolver())}
LOCKED = [route for route in ROUTES.values() if route.needs]
OF_CENTRES = [route for route in LOCKED if holders(route.needs) & CENTRE_ROLES]
every_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
every_locked_route = pytest.mark.parametrize("route", LOCKED, ids=lambda route: route.name)

PARTS: dict[str, Callable[[World, Half], Any]] = {
    "series": lambda world, half: half.open_sheet.address.series,
    "component": lambda world, half: half.open_sheet.address.component,
    "centre": lambda world, half: half.centre.number,
    "number": lambda world, half: "0001",
    "kind": lambda world, half: "csv",
    "name": lambda world, half: "keys",
    "news_id": lambda world, half: world.news.pk,
    "token": lambda world, half: world.invitation,
    "notice_id": lambda world, half: half.notice.pk,
    "submission_id": lambda world, half: half.submission.pk,
    "membership_id": lambda world, half: half.everybody.pk,
    "user_id": lambda world, half: half.everybody.pk,
    "doing": lambda world, half: "suspend",
    "approval_id": lambda world, half: world.approval.pk,
    "verb": lambda world, half: "unlock",
    "key_id": lambda world, half: half.key.pk,
    "person_id": lambda world, half: half.everybody.person_id,
    "hold_id": lambda world, half: hold_in(world),
    "link_number": lambda world, half: saved_in(half),
    "factor_id": lambda world, half: second_factor_of(half).pk,
    "session_id": lambda world, half: session_of(half).pk,
    "browser_id": lambda world, half: browser_known_of(half).pk,
    "application_id": lambda world, half: world.application.pk,
    "agreement_id": lambda world, half: half.paperwork.agreement.pk,
    "nomination_id": lambda world, half: half.paperwork.nomination.pk,
    "change_id": lambda world, half: half.paperwork.head_change.pk,
    "waiver_id": lambda world, half: half.paperwork.waiver.pk,
    "step": lambda world, half: "place",
    "what": lambda world, half: "asked",
    "thread_id": lambda world, half: half.matter.thread.pk,
    "attachment_id": lambda world, half: half.matter.attachment.pk,
    "case_id": lambda world, half: world.support.case.pk,
    "status_id": lambda world, half: world.support.status.pk,
    "reminder_id": lambda world, half: KeyReminder.objects.get().pk,
    "guide_id": lambda world, half: world.support.guide.pk,
    "code": lambda world, half: "1",
}
PARTS_OF_ROUTE: dict[tuple[str, str], Callable[[World, Half], Any]] = {
    ("assessment:narrow", "membership_id"): lambda world, half: half.teacher.pk,
    ("accounts:ask-for-person", "verb"): lambda world, half: "reset-factor",
    ("accounts:change-colleague", "membership_id"): lambda world, half: world.people[Role.SUPPORT].pk,
    ("accounts:end-colleague", "membership_id"): lambda world, half: world.people[Role.SUPPORT].pk,
    ("assessment:countersign", "request_id"): lambda world, half: half.change.pk,
    ("assessment:decide-change", "request_id"): lambda world, half: half.change.pk,
    ("assessment:decide-extension", "request_id"): lambda world, half: half.extension.pk,
    ("centres:withdraw-approval", "approval_id"): lambda world, half: half.paperwork.approval.pk,
    ("centres:application", "token"): lambda world, half: world.application_token,
    ("centres:application-step", "token"): lambda world, half: world.application_token,
    ("centres:agreement-by-link", "token"): lambda world, half: half.paperwork.tokens["agreement"],
    ("centres:confirm-by-link", "token"): lambda world, half: half.paperwork.tokens["head"],
    ("centres:agree-by-link", "token"): lambda world, half: half.paperwork.tokens["nominee"],
}
OWN_BY_KEY = {"key_id", "submission_id", "request_id", "notice_id", "factor_id", "session_id"}
OWN_BY_KEY |= {
    "user_id",
    "agreement_id",
    "nomination_id",
    "change_id",
    "waiver_id",
    "thread_id",
    "attachment_id",
}
"""The parts that name a row of one centre; a sheet is named by what is national, and is everybody's own."""


def hold_in(world: World) -> Any:
    """The legal hold of this world."""
    with tenancy.for_staff():
        return LegalHold.objects.get().pk


def second_factor_of(half: Half) -> Factor:
    """The app of whoever holds every role of the centre."""
    return Factor.objects.filter(person=half.everybody.person_id)[0]


def session_of(half: Half) -> SignedIn:
    """A session of theirs, besides the one that tests use."""
    open_ones = SignedIn.objects.filter(person=half.everybody.person_id, browser="Another", ended_at=None)
    return open_ones.first() or new_session(half.everybody, factor="totp", browser="Another")


def browser_known_of(half: Half) -> KnownBrowser:
    """A browser from which they have signed in."""
    now = clock.now()
    return KnownBrowser.objects.get_or_create(
        person_id=half.everybody.person_id,
        token_hash="0" * 64,
        defaults={"first_seen_at": now, "last_seen_at": now},
    )[0]


def saved_in(half: Half) -> int:
    """The number of the link of the trail in which marks were saved."""
    with tenancy.for_centre(half.centre.pk):
        return EventRecord.unscoped.filter(name=Event.MARKS_SAVED.value)[0].link_number


def sample(route: Route, part: str) -> Callable[[World, Half], Any]:
    return PARTS_OF_ROUTE.get((route.name, part)) or PARTS[part]


def address(route: Route, world: World, half: Half, **instead: Any) -> str:
    """A real address of the route, with objects of that half of the world."""
    parts = {part: sample(route, part)(world, half) for part in route.parts}
    return reverse(route.name, kwargs=parts | instead)


def test_every_route_has_a_name_of_its_own():
    found = [route.name for route in routes_of(get_resolver())]
    assert sorted(found) == sorted(ROUTES)
    assert not [name for name in found if name.endswith(":None")]


@every_route
def test_every_route_says_who_may_use_it_and_can_be_tried(route: Route):
    assert hasattr(route.view, "needs")
    assert [part for part in route.parts if not _known(route, part)] == [], "give this part a value in PARTS"


def _known(route: Route, part: str) -> bool:
    return (route.name, part) in PARTS_OF_ROUTE or part in PARTS


def tried(browser: Client, method: str, where: str, **options: Any) -> Any:
    """The answer to one request; whatever it changed is undone."""
    with undone():
        return browser.generic(method.upper(), where, **options)


def looks_allowed(answer: Any) -> bool:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?")
    return answer.status_code < 500 and answer.status_code not in (401, 403) and not to_sign_in


def some_of(roles: frozenset[Role] | set[Role], turn: int) -> set[Role]:
    """A few of either side, where to try all would take minutes; they go by turns, so that each has its turn."""
    chosen = set[Role]()
    for side in (CENTRE_ROLES, STAFF_ROLES):
        found = sorted(roles & side)
        chosen |= {found[(turn + place) % len(found)] for place in range(min(3, len(found)))}
    return chosen


@pytest.fixture
def _unrecorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are not recorded: that they are is tested below, and here would take most of the time."""

    def deny(actor: Actor, capability: Capability) -> NoReturn:
        raise NotAllowed(capability)

    monkeypatch.setattr(access, "deny", deny)


@pytest.mark.parametrize("role", Role)
def test_a_session_gives_what_its_role_gives_and_no_more(world: World, role: Role):
    answer = tried(world.browser_of(world.people[role]), "get", "/health/live")
    actor: Actor = answer.wsgi_request.actor
    assert (actor.roles, actor.is_staff) == (frozenset({role.value}), role.is_staff)
    assert actor.capabilities == rights.rights_of(role)


@pytest.fixture(scope="module")
def actors(world: World) -> dict[Role, Actor]:
    """Whoever holds one role and no other."""
    return {role: as_actor(person) for role, person in world.people.items()}


@every_locked_route
@pytest.mark.usefixtures("_unrecorded")
def test_no_door_opens_to_a_role_that_the_table_does_not_name(actors: dict[Role, Actor], route: Route):
    """Every role at the door itself; what leads there is walked below, by some of them."""
    for role in set(Role) - holders(route.needs):
        for method in ("get", "post"):
            request: Any = RequestFactory().generic(method.upper(), "/")
            request.actor = actors[role]
            with pytest.raises(NotAllowed):
                route.view(request)


MANY = 12
"""Where more roles than these are let in, some of them walk the whole way, by turns: the door is the same for all."""


@every_locked_route
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.usefixtures("_unrecorded")
def test_each_role_may_do_what_the_table_says_and_no_more(world: World, route: Route, method: str):
    where = address(route, world, world.here)
    wrong = []
    turn, named = LOCKED.index(route), holders(route.needs)
    all_of_them = method == "get" and len(named) <= MANY
    for role in sorted(some_of(set(Role) - named, turn) | (named if all_of_them else some_of(named, turn))):
        person = world.people[role]
        answer = tried(world.browser_of(person), method, where, **SCRIPT)
        may = role in holders(route.needs)
        if not (looks_allowed(answer) if may else answer.status_code == 403):
            wrong.append((role.name, answer.status_code))
    assert wrong == []


@every_route
def test_who_is_signed_out_is_sent_to_the_front_door(world: World, route: Route):
    nobody, where = Client(raise_request_exception=False), address(route, world, world.here)
    read, sent, scripted = (
        tried(nobody, "get", where),
        tried(nobody, "post", where),
        tried(nobody, "get", where, **SCRIPT),
    )
    if route.needs is None:
        assert read.status_code < 500
        assert sent.status_code < 500
        assert {read.status_code, sent.status_code, scripted.status_code}.isdisjoint({401, 403})
    else:
        assert (read.status_code, sent.status_code, scripted.status_code) == (302, 401, 401)
        assert read["Location"].startswith("/sign-in/?next=")
        assert b'name="login_id"' in sent.content


@every_route
@pytest.mark.parametrize("side", ["centre", "staff"])
def test_who_may_everything_gets_a_page_everywhere(world: World, route: Route, side: str):
    """As pages, and with the whole page drawn: the rest of this file asks as a script does."""
    person = world.here.everybody if side == "centre" else world.staff
    may = route.needs is None or bool(set(person.roles) & holders(route.needs))
    for method in ("get", "post"):
        answer = tried(world.browser_of(person), method, address(route, world, world.here))
        assert looks_allowed(answer) if may else answer.status_code == 403, (method, answer.status_code)
        if not may:
            assert b"Your roles do not open this" in answer.content


OF_A_CENTRE = [route for route in ROUTES.values() if OWN_BY_KEY & set(route.parts)]


@pytest.mark.parametrize("route", OF_A_CENTRE, ids=lambda route: route.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_centre_s_object_is_not_there(world: World, route: Route, method: str):
    """The same answer to the byte as for what never was."""
    browser = world.browser_of(world.there.everybody)
    theirs = address(route, world, world.here)
    never = address(route, world, world.here, **{part: uuid4() for part in OWN_BY_KEY & set(route.parts)})
    answers = [tried(browser, method, where, **SCRIPT) for where in (theirs, never)]
    staff_only = route.needs is not None and not holders(route.needs) & CENTRE_ROLES
    assert answers[0].status_code in ({403} if staff_only else {404, 405})
    assert answers[0].content == answers[1].content
    mine = tried(browser, method, address(route, world, world.there), **SCRIPT)
    assert staff_only or mine.status_code != 404


@pytest.mark.parametrize(
    "route", [route for route in LOCKED if holders(route.needs) & CENTRE_ROLES], ids=lambda r: r.name
)
def test_no_page_names_another_centre(world: World, route: Route):
    answer = tried(world.browser_of(world.there.everybody), "get", address(route, world, world.there))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Long Road College" not in body
    assert b"10001" not in body


NASTY = ["%00", "%F0%9F%A6%86'%22%3E%3Cscript%3E" + "a" * 1000]
FIELDS = [
    "q",
    "family",
    "series",
    "component",
    "number",
    "since",
    "page",
    "login_id",
    "username",
    "rows",
    "key",
    "text",
]


@every_route
@pytest.mark.parametrize("value", NASTY, ids=["nul", "strange"])
def test_nothing_in_an_address_or_a_form_breaks_a_page(world: World, route: Route, value: str):
    sent = "&".join(f"{name}={value}" for name in FIELDS)
    where = address(route, world, world.here)
    for part in route.parts:
        where = where.replace(f"/{sample(route, part)(world, world.here)}/", f"/{value}/")
    browser = world.browser_of(who_may(route, world))
    assert tried(browser, "get", f"{where}?{sent}").status_code < 500
    assert tried(browser, "post", where, data=sent, content_type=FORM).status_code < 500


def who_may(route: Route, world: World) -> Membership:
    """A person who may use the route."""
    needs = route.needs
    return world.staff if needs and not holders(needs) & CENTRE_ROLES else world.here.everybody


BODIES = [b"", b"[]", b"null", b"{", b'{"rows": 1}', b"\xff", b"[" * 10_000]
BODIES += [
    b'{"rows": [{"number": "0001", "version": 1, "mark": "\\u0000"}]}',
    b'{"text": "\\ud800\\u0000", "rows": [null]}',
]


@every_route
def test_nothing_that_a_script_sends_breaks_a_page(world: World, route: Route):
    where, browser = address(route, world, world.here), world.browser_of(who_may(route, world))
    for body in BODIES:
        answer = tried(browser, "post", where, data=body, content_type="application/json", **SCRIPT)
        assert answer.status_code < 500, body
        if answer.status_code == 405:
            return


@every_route
def test_a_form_of_another_site_changes_nothing(world: World, route: Route):
    browser = world.browser_of(world.here.everybody)
    browser.handler.enforce_csrf_checks = True
    answer = tried(browser, "post", address(route, world, world.here), **SCRIPT)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "page-too-old")


# ---------------------------------------------------------------- every service

SERVICES = rights.services()
every_service = pytest.mark.parametrize("name", SERVICES)


def needs_of(name: str) -> Capability:
    return rights.CHANGES.get(name) or SERVICES[name].needs


def denials(centre_id: int) -> int:
    with tenancy.for_staff():
        return EventRecord.unscoped.filter(centre_id=centre_id, name=Event.DENIED.value).count()


@every_service
@pytest.mark.usefixtures("_unrecorded")
def test_each_role_without_the_capability_is_refused(actors: dict[Role, Actor], name: str):
    for role in set(Role) - holders(needs_of(name)):
        with pytest.raises(NotAllowed):
            SERVICES[name](by=actors[role])


@every_service
def test_a_refusal_is_recorded(world: World, name: str):
    for role in some_of(set(Role) - holders(needs_of(name)), list(SERVICES).index(name)):
        by = as_actor(world.people[role])
        with undone():
            before = denials(by.chain)
            with pytest.raises(NotAllowed):
                SERVICES[name](by=by)
            assert denials(by.chain) == before + 1


FOREIGN: dict[str, Callable[[Half], Any]] = {
    "address": lambda half: Address(
        half.open_sheet.address.series, half.open_sheet.address.component, half.centre.pk
    ),
    "submission_id": lambda half: half.submission.pk,
    "membership_id": lambda half: half.everybody.pk,
    "from_id": lambda half: half.everybody.pk,
    "factor_id": lambda half: second_factor_of(half).pk,
    "session_id": lambda half: session_of(half).pk,
    "review_id": lambda half: UUID(int=1),
    "decide_approval.approval_id": lambda half: UUID(int=1),
    "key_id": lambda half: half.key.pk,
    "give_subject_access.person_id": lambda half: UUID(int=1),
    "entry_id": lambda half: half.open_sheet.rows(half.actor)[0].entry_id,
    "countersign_change.request_id": lambda half: half.change.pk,
    "decide_change.request_id": lambda half: half.change.pk,
    "decide_extension.request_id": lambda half: half.extension.pk,
    "thread_id": lambda half: half.matter.thread.pk,
    "agreement_id": lambda half: half.paperwork.agreement.pk,
    "nomination_id": lambda half: half.paperwork.nomination.pk,
    "change_id": lambda half: half.paperwork.head_change.pk,
    "waiver_id": lambda half: half.paperwork.waiver.pk,
    "withdraw_approval.approval_id": lambda half: half.paperwork.approval.pk,
    "let_time_pass.approval_id": lambda half: half.paperwork.approval.pk,
    "pass_access_request_on.request_id": lambda half: UUID(int=1),
}
NATIONAL = {"news_id", "key", "application_id", "case_id", "notice_id", "guide_id", "reminder_id", "hold_id"}
FILLERS: dict[str, Any] = {
    "verb": "accept", "decision": "No", "reason": "It is so, and has been", "why": "It is so",
    "evidence": "", "kinds": [],
    "typed": [], "numbers": [], "shown": "", "until": None, "how": None, "key": UUID(int=1),
    "given": Given(), "token": "", "label": "", "factor": "totp", "remember": False, "confirmed": False,
    "proved": True, "session_id": UUID(int=1), "approve": True, "note": "", "session": None,
    "on": date(2027, 1, 1), "first_name": "Joy", "last_name": "Webb", "text": "Words", "kept": [],
    "asks": False, "files": [], "person_id": None, "email": "joy@school.example", "roles": [],
    "from_id": UUID(int=1), "membership_id": UUID(int=1),
    "components": [], "groups": [],
}  # fmt: skip


def reaching() -> list[tuple[str, str]]:
    """The services that are told which row of a centre to change, and by which argument."""
    return [
        (name, part)
        for name, service in SERVICES.items()
        for part, kind in get_type_hints(inspect.unwrap(service)).items()
        if kind in (UUID, Address) and part not in NATIONAL | {"return"}
    ]


@pytest.mark.parametrize(("name", "part"), reaching())
def test_a_service_finds_nothing_of_another_centre(world: World, name: str, part: str):
    service, short = SERVICES[name], name.rpartition(".")[2]
    value = (FOREIGN.get(f"{short}.{part}") or FOREIGN[part])(world.here)
    wanted = set(inspect.signature(inspect.unwrap(service)).parameters) - {part, "by"}
    fillers = {filler: FILLERS[filler] for filler in wanted}
    with undone(), pytest.raises((Http404, ObjectDoesNotExist)):
        service(**{part: value}, **fillers, by=stranger(world, needs_of(name)))


def stranger(world: World, needs: Capability) -> Actor:
    """Somebody of the other centre who has the capability: as a person if a centre's role gives it."""
    if holders(needs) & CENTRE_ROLES:
        return world.there.actor
    by = world.there.actor
    return Actor(by.name, by.person_id, centre_id=by.centre_id, capabilities=frozenset({needs.value}))


# ---------------------------------------------------------------- what says nothing


def says_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to the world")


urlpatterns = [path("says-nothing/", says_nothing, name="says-nothing")]


@pytest.mark.usefixtures("_undone")
@pytest.mark.parametrize("who", ["nobody", "everybody"])
def test_a_view_that_does_not_say_who_may_use_it_stays_shut(world: World, settings: Any, who: str):
    browser = Client() if who == "nobody" else world.browser_of(world.here.everybody)
    browser.raise_request_exception = True
    settings.ROOT_URLCONF = __name__
    with pytest.raises(ImproperlyConfigured, match="says_nothing does not say who may use it"):
        browser.get("/says-nothing/")


@pytest.mark.usefixtures("_undone")
def test_a_denied_request_is_in_the_trail_of_the_centre(world: World):
    person: Membership = world.people[Role.FINANCE]
    before = denials(world.here.centre.pk)
    answer = world.browser_of(person).get("/coursework/enter/", headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "not-allowed")
    assert denials(world.here.centre.pk) == before + 1
