import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_qualification
from interchange.estimates.factories import asking_series, enter, give_grades, prefilled


@pytest.fixture
def efa(centre):
    """Efua of the exams office: Entries Full Access (GQ)."""
    return make_actor("Efua Mensah", Role.EFA, centre=centre)


@pytest.fixture
def tut(centre):
    """Theo the tutor, who may look."""
    return make_actor("Theo Turner", Role.TUT, centre=centre)


@pytest.fixture
def enzo(db):
    """Enzo of the awarding body: AB entries officer."""
    return make_actor("Enzo Ricci", Role.ENTRIES)


@pytest.fixture
def computing(db):
    """J277A: Computer Science."""
    make_qualification("J277")
    return make_option(make_component("J277/03"))


@pytest.fixture
def drama(db):
    """J316A: Drama."""
    qualification = make_qualification("J316", title="GCSE (9-1) Drama")
    return make_option(make_component("J316/01", qualification=qualification, title="Devising"))


@pytest.fixture
def june(centre, elsewhere, computing, drama):
    """June 2027, filled in for both centres: 20 for Computer Science here and 3 there, 4 for Drama here."""
    for whose, option, count in ((centre, computing, 20), (elsewhere, computing, 3), (centre, drama, 4)):
        enter(whose, option, count)
    series = asking_series()
    prefilled(series)
    return series


@pytest.fixture
def graded(centre, computing):
    """June 2027, which asks forecast grades for J277, with three candidates entered here."""
    give_grades(computing.qualification)
    series = asking_series(forecast_grades=["J277"])
    enter(centre, computing, 3, series="2027-06")
    return series
