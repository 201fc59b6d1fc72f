"""What a centre sees: its own rows and nobody else's, whatever the query forgets to say."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError
from django.db.models import Count, F
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.assessment.models import Mark, MarkSheet
from interchange.centres.models import Centre
from interchange.core import tenancy
from interchange.entries.models import Candidate, Entry
from tests.world import World

OWNED: list[Any] = [model for model in apps.get_models() if issubclass(model, tenancy.CentreOwned)]
every_table = pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
in_the_world = pytest.mark.usefixtures("_undone")


def centres_in(model: Any) -> set[int]:
    return set(model.unscoped.values_list("centre_id", flat=True))


@every_table
@in_the_world
def test_staff_see_every_centre_s_rows(model: Any, world: World):
    with tenancy.for_staff():
        assert centres_in(model) >= {world.here.centre.pk, world.there.centre.pk}


@every_table
@in_the_world
def test_without_a_centre_no_row_is_seen(model: Any):
    assert centres_in(model) == set()


@every_table
@in_the_world
def test_a_centre_sees_only_its_own_rows(model: Any, world: World):
    for half in (world.here, world.there):
        with tenancy.reading(half.actor):
            assert centres_in(model) == {half.centre.pk}
            assert set(model.objects.visible_to(half.actor)) == set(model.unscoped.all())


@every_table
@in_the_world
def test_a_query_says_whose_rows_however_much_the_database_shows(model: Any, world: World):
    with tenancy.for_staff():
        for half in (world.here, world.there):
            found = model.objects.visible_to(half.actor).values_list("centre_id", flat=True)
            assert set(found) == {half.centre.pk}


@every_table
@in_the_world
def test_a_query_that_says_another_centre_finds_nothing(model: Any, world: World):
    with tenancy.reading(world.there.actor):
        assert not model.unscoped.filter(centre_id=world.here.centre.pk).exists()


@every_table
def test_a_query_that_says_nothing_is_refused(model: Any):
    with pytest.raises(tenancy.Unscoped):
        model.objects.all()


@in_the_world
def test_nobody_can_write_into_another_centre(world: World):
    with tenancy.for_staff():
        theirs = MarkSheet.unscoped.filter(centre_id=world.here.centre.pk)[0]
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.writing(world.there.actor):
        MarkSheet.unscoped.create(
            centre_id=world.here.centre.pk,
            series_id=theirs.series_id,
            component=world.here.open_sheet.component,
        )


@in_the_world
def test_nobody_can_move_a_row_to_another_centre(world: World):
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.writing(world.there.actor):
        Candidate.unscoped.update(centre_id=world.here.centre.pk)


@in_the_world
def test_changing_or_deleting_everything_touches_only_one_s_own(world: World):
    with tenancy.writing(world.there.actor):
        assert Mark.unscoped.update(saved_by="Cal") == Mark.unscoped.count() > 0
        Mark.unscoped.all().delete()
    with tenancy.for_staff():
        assert centres_in(Mark) == {world.here.centre.pk}
        assert not Mark.unscoped.filter(saved_by="Cal").exists()


@in_the_world
@pytest.mark.parametrize("turn", ["centre", "staff"])
def test_a_row_cannot_point_at_another_centre_s_row(world: World, turn: str):
    with tenancy.for_staff():
        theirs = Entry.unscoped.filter(centre_id=world.there.centre.pk)[0]
        our_mark = Mark.unscoped.filter(centre_id=world.here.centre.pk)[0]
    whose = tenancy.for_staff() if turn == "staff" else tenancy.for_centre(world.here.centre.pk)
    with pytest.raises(IntegrityError, match="foreign key"), whose:
        Mark.unscoped.filter(pk=our_mark.pk).update(entry=theirs)


@in_the_world
def test_a_join_compares_the_centre_too(world: World):
    with tenancy.reading(world.here.actor):
        joined = Mark.objects.visible_to(world.here.actor).select_related("sheet", "entry__candidate")
        assert str(joined.query).count('"centre_id" = ') >= 3 + 1  # each of the three joins, and the filter
        assert {mark.entry.candidate.centre_id for mark in joined} == {world.here.centre.pk}
        assert joined[0].sheet.marks.count() == joined.filter(sheet=joined[0].sheet).count() > 0


@in_the_world
def test_grouped_counts_work_through_a_key(world: World):
    with tenancy.reading(world.here.actor):
        sheets = (
            MarkSheet.objects.visible_to(world.here.actor).annotate(rows=Count("marks")).filter(rows__gt=0)
        )
        assert sheets.count() == 2
        by_state = sheets.values("state").annotate(marked=Count("marks")).values_list("state", "marked")
        assert sorted(by_state) == [("open", 3), ("received", 3)]
        assert not Mark.objects.visible_to(world.here.actor).exclude(sheet__centre_id=F("centre_id")).exists()


@requires(Capability.WELCOME)
def writes(request: ActorRequest) -> HttpResponse:
    """A view that changes something, whether it is read or sent."""
    Centre.objects.update(name="Overwritten")
    return HttpResponse("done")


urlpatterns = [path("writes/", writes)]


@pytest.fixture
def _only_the_view_that_writes(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@in_the_world
@pytest.mark.usefixtures("_only_the_view_that_writes")
def test_a_page_that_is_read_cannot_change_anything(world: World):
    browser: Client = world.browser_of(world.here.everybody)
    browser.raise_request_exception = True
    with pytest.raises(DatabaseError, match="read-only transaction"):
        browser.get("/writes/")
    assert browser.post("/writes/").status_code == 200
